package dev.earsight.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerProcessTest {
    @TempDir
    Path temporary;

    @Test
    void decodersThatHangOrCrashCostOneFileEach() throws IOException {
        PreparedFolder folder = PreparedFolder.in(temporary)
                .video("a.mp4", "clip", 60, 120_000, 1)
                .video("b crashes.mp4", "halt", 0, 0, 0)
                .video("c.mp4", "clip", 50, 96_000, 2)
                .video("d hangs.mp4", "hang", 0, 0, 0)
                .video("e.mp4", "clip", 30, 57_600, 3)
                .video("f corrupt.mp4", "corrupt", 0, 0, 0);
        PreparationReport report = Preparation.run(
                folder.options().withWorkers(2),
                PreparationListener.NONE,
                () -> DecodeTask.process(
                        FakeDecoder.Opener.class,
                        // Generous with all but the one that never comes back, however busy the machine.
                        job -> Duration.ofSeconds(job.source().endsWith("d hangs.mp4") ? 1 : 300)),
                _ -> {});
        assertThat(report.sources()).isEqualTo(3);
        assertThat(folder.skipped())
                .containsExactly(
                        "b crashes.mp4,crashed,its decoder ended with code 139",
                        "d hangs.mp4,timed-out,its decoder brought nothing more for 1 s",
                        "f corrupt.mp4,corrupt,\"no, \"\"really\"\", corrupt\"");
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
                .as("workers left over")
                .isEmpty();

        PreparedFolder inProcess = new PreparedFolder(folder.videos(), temporary.resolve("again"));
        for (String name : new String[] {"b crashes.mp4", "d hangs.mp4"}) {
            Files.delete(folder.videos().resolve(name));
        }
        inProcess.prepare();
        assertThat(folder.everything()).isEqualTo(inProcess.everything());
    }
}
