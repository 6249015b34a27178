package dev.earsight.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What the verbs cost as a user starts them: time by the clock and the most memory, that of worker processes included. {@code VerbCost VIDEOS AVE_RUN AVOL_RUN
 * FOLDER}: a folder of videos, two finished runs, and a new folder for what is written. Linux only, for memory is read from {@code /proc}.
 */
public final class VerbCost {
    private static final int POLL_MILLIS = 20;
    private static final int TRAINING_STEPS = 100;

    private VerbCost() {}

    /** Prints a line for each verb. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path videos = Path.of(arguments[0]);
        String ave = arguments[1];
        String avol = arguments[2];
        Path out = Files.createDirectories(Path.of(arguments[3]));
        String data = out.resolve("data").toString();
        String index = out.resolve("index").toString();
        List<String> files;
        try (Stream<Path> all = Files.walk(videos)) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.(mp4|mkv|webm|mov|avi)"))
                    .map(Path::toString)
                    .sorted()
                    .toList();
        }
        cost("prepare", "prepare", videos.toString(), "--out", data);
        for (String preset : List.of("small", "paper")) {
            cost(
                    "train " + preset,
                    "train",
                    "--data",
                    data,
                    "--model",
                    "ave",
                    "--preset",
                    preset,
                    "--steps",
                    Integer.toString(preset.equals("paper") ? TRAINING_STEPS / 10 : TRAINING_STEPS),
                    "--out",
                    out.resolve(preset).toString());
        }
        cost("evaluate", "evaluate", "--run", avol, "--data", data, "--split", "train");
        List<String> embed = new ArrayList<>(List.of("embed", "embed", "--run", ave, "--out", out + "/vectors.npz"));
        embed.addAll(files);
        cost(embed.toArray(String[]::new));
        cost("localize", "localize", "--run", avol, files.getFirst(), "--out", out + "/map.mp4");
        cost("index", "index", videos.toString(), "--run", ave, "--out", index);
        cost("search", "search", "--index", index, files.getFirst());
        cost("diagnose", "diagnose", "--run", avol, "--data", data, "--split", "train");
    }

    /** The name of a line, then what the launcher is given. */
    private static void cost(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(System.getProperty("earsight.home") + "/earsight"));
        command.addAll(List.of(words).subList(1, words.length));
        Path log = Files.createTempFile("verb", ".log");
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        long most = 0;
        while (process.isAlive()) {
            most = Math.max(
                    most,
                    Stream.concat(Stream.of(process.toHandle()), process.descendants())
                            .mapToLong(one -> residentBytes(one.pid()))
                            .sum());
            Thread.sleep(POLL_MILLIS);
        }
        System.out.printf(
                Locale.ROOT,
                "%-12s %7.1f s  %,6d MB%s%n",
                words[0],
                (System.nanoTime() - start) / 1e9,
                most >> 20,
                process.exitValue() == 0 ? "" : "  ended with " + process.exitValue() + ", see " + log);
    }

    private static long residentBytes(long process) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .sum();
        } catch (IOException e) {
            return 0; // it has ended
        }
    }
}
