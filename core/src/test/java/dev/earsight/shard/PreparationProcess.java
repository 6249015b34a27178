package dev.earsight.shard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Prepares a folder of fake videos in a process of its own, with worker processes below it, to be killed by a test. */
final class PreparationProcess {
    private PreparationProcess() {}

    /** @param holdAtStored how many sources are stored when the process stops and waits to be killed */
    static Process start(PreparedFolder folder, int holdAtStored) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.awt.headless=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PreparationProcess.class.getName(),
                        folder.videos().toString(),
                        folder.data().toString(),
                        "" + holdAtStored)
                .inheritIO()
                .start();
    }

    public static void main(String[] arguments) {
        PreparedFolder folder = new PreparedFolder(Path.of(arguments[0]), Path.of(arguments[1]));
        int holdAtStored = Integer.parseInt(arguments[2]);
        Preparation.run(
                folder.options(),
                PreparationListener.NONE,
                () -> DecodeTask.process(FakeDecoder.Opener.class, _ -> Duration.ofMinutes(5)),
                _ -> {
                    if (stored(folder) >= holdAtStored) {
                        hold();
                    }
                });
    }

    /** How many sources the journal says are stored. */
    static long stored(PreparedFolder folder) {
        try {
            Path journal = folder.data().resolve(ShardStore.JOURNAL);
            return Files.exists(journal)
                    ? Files.readString(journal)
                            .lines()
                            .filter(line -> line.contains("\"what\":\"stored\""))
                            .count()
                    : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void hold() {
        try {
            Thread.sleep(Duration.ofHours(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
