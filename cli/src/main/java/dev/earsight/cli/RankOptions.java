package dev.earsight.cli;

import dev.earsight.EarsightException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which of several processes that train together this one is, and which others it starts. */
final class RankOptions {
    @Option(
            names = "--local-processes",
            paramLabel = "N",
            description =
                    "Train in N processes on this machine, which share each batch: the same training, sooner where one process "
                            + "does not use all cores. Ends all of them with itself; RUN/rank-*.log has the others' output.")
    private @Nullable Integer localProcesses;

    @Option(
            names = "--world-size",
            paramLabel = "N",
            description =
                    "Train in N processes on several machines, all of which have the same prepared data. Start the same command "
                            + "on each, with its own --rank. Rank 0 alone writes RUN, and its settings hold for all.")
    private @Nullable Integer worldSize;

    @Option(
            names = "--rank",
            paramLabel = "R",
            description = "Which of them this is, from 0; with --local-processes, the first one on this machine.")
    private @Nullable Integer rank;

    @Option(
            names = "--rendezvous",
            paramLabel = "HOST:PORT",
            description = "Where rank 0 listens: its address as the other machines reach it, and a free port.")
    private @Nullable String rendezvous;

    /** How many processes train together. */
    int count() {
        return Optional.ofNullable(worldSize).orElse(local());
    }

    private int local() {
        return Optional.ofNullable(localProcesses).orElse(1);
    }

    /** Whether data must lie prepared: other machines look at the same. */
    boolean onSeveralMachines() {
        return worldSize != null && count() > local();
    }

    /** Where this process meets the others; empty where it trains by itself. */
    Optional<RankProcesses.Place> place() {
        if (worldSize == null && rank == null && rendezvous == null) {
            return local() == 1 ? Optional.empty() : Optional.of(place("127.0.0.1:0", 0));
        }
        if (worldSize == null || rank == null || rendezvous == null) {
            throw new EarsightException(
                    "Training on several machines takes --world-size, --rank and --rendezvous; one of them is missing.");
        }
        return Optional.of(place(rendezvous, rank));
    }

    private RankProcesses.Place place(String address, int first) {
        if (local() < 1 || first < 0 || first + local() > count()) {
            throw new EarsightException("There are " + count() + " ranks, counted from 0; --rank " + first
                    + (local() == 1 ? "" : " with " + local() + " local processes") + " is not among them.");
        }
        int colon = address.lastIndexOf(':');
        if (colon < 1 || !address.substring(colon + 1).matches("\\d{1,5}")) {
            throw new EarsightException(
                    "The rendezvous '" + address + "' is not HOST:PORT, such as 192.168.1.10:29500.");
        }
        return new RankProcesses.Place(
                address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)), first, local(), count());
    }

    /** What another process of this machine is started with, beside its place and device: these arguments, on prepared data. */
    static List<String> withoutPlace(List<String> arguments, Path data) {
        List<String> kept = new ArrayList<>();
        List<String> own = List.of("--local-processes", "--world-size", "--rank", "--rendezvous", "--device", "--data");
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (own.contains(argument)) {
                i++; // its value
            } else if (own.stream().noneMatch(option -> argument.startsWith(option + "="))) {
                kept.add(argument);
            }
        }
        kept.addAll(List.of("--data", data.toString()));
        return kept;
    }
}
