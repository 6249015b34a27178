package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.ranks.Ranks;
import dev.earsight.ranks.Rendezvous;
import dev.earsight.resume.ProcessExit;
import dev.earsight.tensor.Device;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** This process among the ranks of a training, and those it has started on this machine. */
final class RankProcesses implements AutoCloseable {
    private static final long FAREWELL_SECONDS = 15;

    /**
     * Where to meet and as whom.
     *
     * @param host of rank 0
     * @param port of rank 0; 0 takes any
     * @param first rank of this process
     * @param local how many ranks from there on run on this machine
     * @param count of all ranks
     */
    record Place(String host, int port, int first, int local, int count) {}

    private final List<Process> others = new ArrayList<>();
    private Ranks ranks = Ranks.alone();

    private RankProcesses() {}

    /** One process by itself. */
    static RankProcesses alone() {
        return new RankProcesses();
    }

    /** Starts the others of this machine with these arguments, and waits for all ranks. */
    static RankProcesses start(Place place, List<String> arguments, Path out) {
        RankProcesses processes = new RankProcesses();
        Rendezvous rendezvous = Rendezvous.open(
                place.host(),
                place.port(),
                place.first(),
                place.count(),
                Rendezvous.LONGEST_SILENCE,
                processes::endAtOnce);
        try {
            for (int rank = place.first() + 1; rank < place.first() + place.local(); rank++) {
                processes.startOne(place, rank, rendezvous, arguments, out);
            }
            System.err.println("Rank " + place.first() + " waits for all " + place.count() + " ranks at " + place.host()
                    + ":" + rendezvous.port() + ".");
            processes.ranks = rendezvous.join(System.getProperty("earsight.log", ""));
            return processes;
        } catch (RuntimeException failure) {
            rendezvous.close();
            processes.end(0);
            throw failure;
        }
    }

    private void startOne(Place place, int rank, Rendezvous rendezvous, List<String> arguments, Path out) {
        Path log = out.resolve("rank-" + rank + ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(
                List.of("-Dearsight.log=" + log, "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(arguments);
        command.addAll(List.of(
                "--world-size", Integer.toString(place.count()),
                "--rank", Integer.toString(rank),
                "--rendezvous", place.host() + ":" + rendezvous.port(),
                "--device", Device.after(rank - place.first())));
        try {
            Files.createDirectories(out);
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            others.add(process);
            process.onExit().thenAccept(ended -> {
                if (ended.exitValue() != 0) {
                    rendezvous.tell("Rank " + rank + " ended with code " + ended.exitValue() + "; see " + log + ".");
                }
            });
        } catch (IOException failure) {
            throw new EarsightException(
                    "Rank " + rank + " cannot be started, or its log " + log + " not written: " + failure.getMessage(),
                    failure);
        }
    }

    /** This process among them. */
    Ranks ranks() {
        return ranks;
    }

    /** Another rank is lost while this one waits for it in native code, which nothing wakes. */
    private void endAtOnce(String reason) {
        System.err.println("earsight: " + reason);
        others.forEach(Process::destroyForcibly);
        ProcessExit.atOnce(1);
    }

    private void end(long patienceSeconds) {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(patienceSeconds);
        for (Process process : others) {
            try {
                if (!process.waitFor(Math.max(0, endNanos - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException stopped) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Does this rank's part, and tells the others why when it fails. */
    void run(Runnable part) {
        try {
            part.run();
        } catch (RuntimeException failure) {
            ranks.fail(Optional.ofNullable(failure.getMessage()).orElse(failure.toString()));
            throw failure;
        }
    }

    @Override
    public void close() {
        ranks.close();
        end(FAREWELL_SECONDS);
    }
}
