package dev.earsight.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Indexes in a process of its own, to be killed by a test: it stops where it is told to and waits for that. */
final class IndexingProcess {
    private static final String HELD = "held";

    private IndexingProcess() {}

    /** @param holdAtFile how many files are embedded when the process stops and waits to be killed */
    static Process start(Path index, Path network, Path media, int holdAtFile) throws IOException {
        Files.deleteIfExists(marker(index));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Djava.awt.headless=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        IndexingProcess.class.getName(),
                        index.toString(),
                        network.toString(),
                        media.toString(),
                        "" + holdAtFile)
                .inheritIO()
                .start();
    }

    /** Where it leaves word that it waits. */
    static Path marker(Path index) {
        return index.resolveSibling(index.getFileName() + "." + HELD);
    }

    public static void main(String[] arguments) {
        Path index = Path.of(arguments[0]);
        Path network = Path.of(arguments[1]);
        int holdAtFile = Integer.parseInt(arguments[3]);
        Indexing.run(
                IndexingOptions.of(index, network, List.of(Path.of(arguments[2])))
                        .withWorkers(1),
                state -> {
                    if (state.stage() == IndexingListener.Stage.EMBEDDING && state.filesDone() >= holdAtFile) {
                        hold(index);
                    }
                },
                new MadeMedia.InProcess(network));
    }

    private static void hold(Path index) {
        try {
            Files.createFile(marker(index));
            Thread.sleep(Duration.ofHours(1));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
