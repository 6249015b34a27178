package dev.earsight.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Pairs a second of training in two processes with a core each, over twice those of one process with one core: whole processes, started
 * as a user would, data included. The ways take turns round by round, so that a change of load cannot pass for a difference.
 *
 * <p>Arguments: the launcher ({@code ./earsight}), prepared data, a folder for runs, rounds, and options of {@code train} for all.
 */
public final class RankScaling {
    private static final int PAIRS_A_RANK = 64;
    private static final int STEPS = 40;

    private RankScaling() {}

    /** A way to train: so many processes, on a global batch, with further options. */
    private record Way(String name, int ranks, int batchSize, List<String> options) {}

    public static void main(String[] arguments) throws Exception {
        List<Way> ways = List.of(
                new Way("one process", 1, PAIRS_A_RANK, List.of()),
                new Way("two, the same batch each", 2, 2 * PAIRS_A_RANK, List.of()),
                new Way("two, half the batch each", 2, PAIRS_A_RANK, List.of()),
                new Way(
                        "two, each normalized by itself",
                        2,
                        2 * PAIRS_A_RANK,
                        List.of("--set", "local-normalization=true")));
        int rounds = Integer.parseInt(arguments[3]);
        Map<Way, double[]> speeds = new LinkedHashMap<>();
        ways.forEach(way -> speeds.put(way, new double[rounds]));
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<Way, double[]> each : speeds.entrySet()) {
                each.getValue()[round] = pairsPerSecond(each.getKey(), arguments);
            }
        }
        double[] one = speeds.values().iterator().next();
        speeds.forEach((way, measured) -> {
            double[] efficiencies = new double[rounds];
            Arrays.setAll(efficiencies, i -> measured[i] / (way.ranks * one[i]));
            Arrays.sort(efficiencies);
            System.out.printf(
                    Locale.ROOT,
                    "%-32s %6.1f pairs/s (median of %d), efficiency %.2f (%.2f to %.2f)%n",
                    way.name,
                    median(measured),
                    rounds,
                    median(efficiencies),
                    efficiencies[0],
                    efficiencies[rounds - 1]);
        });
    }

    private static double pairsPerSecond(Way way, String[] arguments) throws IOException, InterruptedException {
        Path run = Path.of(arguments[2]).resolve("run");
        delete(run);
        String at = "127.0.0.1:" + freePort();
        List<Process> processes = new ArrayList<>();
        for (int rank = 0; rank < way.ranks; rank++) {
            List<String> command = new ArrayList<>(List.of("taskset", "-c", Integer.toString(rank), arguments[0]));
            command.addAll(List.of("train", "--data", arguments[1], "--out", run.toString(), "--model", "ave"));
            command.addAll(
                    List.of("--steps", Integer.toString(STEPS), "--batch-size", Integer.toString(way.batchSize)));
            command.addAll(List.of("--set", "validate-every-steps=1000", "--set", "validation-pairs=2"));
            command.addAll(Arrays.asList(arguments).subList(4, arguments.length));
            command.addAll(way.options);
            if (way.ranks > 1) {
                command.addAll(List.of("--world-size", "2", "--rank", Integer.toString(rank), "--rendezvous", at));
            }
            processes.add(new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        }
        for (Process process : processes) {
            if (process.waitFor() != 0) {
                throw new IllegalStateException(way.name + " failed");
            }
        }
        return median(Files.readAllLines(run.resolve("metrics.csv")).stream()
                .map(line -> line.split(",", -1))
                .filter(fields ->
                        fields[0].matches("[234]0") && !fields[6].isEmpty()) // warm, and none for a validation
                .mapToDouble(fields -> Double.parseDouble(fields[6]))
                .toArray());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }
}
