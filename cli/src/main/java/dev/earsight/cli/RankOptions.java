package dev.earsight.cli;

import dev.earsight.EarsightException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which of several processes that train together this one is, and which others it starts. */
final class RankOptions {
    @Option(
            names = "--local-processes",
            paramLabel = "N",
            description = "Train in N processes on this machine, which share each batch: the same training, sooner where one process "
                    + "does not use all cores. Ends all of them with itself; RUN/rank-*.log has the others' output.")
    private @Nullable Integer localProcesses;

    @Option(
            names = "--world-size",
            paramLabel = "N",
            description = "Train in N processes on several machines, all of which have the same prepared data. Start the same command "
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

    /**
     * Starts the other processes of this machine and waits until all have come.
     *
     * @param arguments of this process, which the others repeat but for their rank and the data
     * @param data prepared
     */
    RankProcesses meet(List<String> arguments, Path data, Path out) {
        if (count() == 1 && rendezvous == null) {
            return RankProcesses.alone();
        }
        boolean complete = worldSize != null && rank != null && rendezvous != null;
        boolean none = worldSize == null && rank == null && rendezvous == null;
        if (!complete && !none) {
            throw new EarsightException(
                    "Training on several machines takes --world-size, --rank and --rendezvous; one of them is missing.");
        }
        int first = Optional.ofNullable(rank).orElse(0);
        if (local() < 1 || first < 0 || first + local() > count()) {
            throw new EarsightException("There are " + count() + " ranks, from 0; " + local() + " processes from rank "
                    + first + " on are not among them.");
        }
        String at = Optional.ofNullable(rendezvous).orElse("127.0.0.1:0");
        int colon = at.lastIndexOf(':');
        if (colon < 1 || !at.substring(colon + 1).matches("\\d{1,5}")) {
            throw new EarsightException("The rendezvous '" + at + "' is not HOST:PORT, such as 192.168.1.10:29500.");
        }
        return RankProcesses.start(
                new RankProcesses.Place(
                        at.substring(0, colon), Integer.parseInt(at.substring(colon + 1)), first, local(), count()),
                withoutRanks(arguments, data),
                out);
    }

    private static List<String> withoutRanks(List<String> arguments, Path data) {
        List<String> kept = new java.util.ArrayList<>();
        List<String> own = List.of("--local-processes", "--world-size", "--rank", "--rendezvous", "--data");
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
