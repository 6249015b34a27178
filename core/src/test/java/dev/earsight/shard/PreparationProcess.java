package dev.earsight.shard;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Prepares a folder of fake videos in a process of its own, with worker processes below it, to be killed by a test. */
final class PreparationProcess {
    private PreparationProcess() {}

    static Process start(PreparedFolder folder) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.awt.headless=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PreparationProcess.class.getName(),
                        folder.videos().toString(),
                        folder.data().toString())
                .inheritIO()
                .start();
    }

    public static void main(String[] folders) {
        PreparedFolder folder = new PreparedFolder(Path.of(folders[0]), Path.of(folders[1]));
        Preparation.run(
                folder.options(),
                PreparationListener.NONE,
                () -> new WorkerProcess(FakeDecoder.Opener.class.getName(), Duration.ofSeconds(60)),
                moment -> {
                    if (moment.equals("a journal line")) {
                        pause();
                    }
                });
    }

    /** Leaves the killer time to see the line: that it comes in time is not asserted, only likely. */
    private static void pause() {
        try {
            Thread.sleep(150);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
