package dev.earsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrepareCommandTest {
    @TempDir
    Path folder;

    @Test
    void saysSoWhereNothingCanBeUsed() throws IOException {
        Path videos = Files.createDirectory(folder.resolve("videos"));
        Files.writeString(videos.resolve("a.mp4"), "words, not a video\n".repeat(100));
        Files.writeString(videos.resolve("b.mp4"), "other words\n".repeat(100));
        Files.createFile(videos.resolve("c.mp4"));
        Path data = folder.resolve("data");

        Made.Run run = Made.run("prepare", videos, "--out", data, "--workers", 1);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains("None of the 3 files")
                .contains("(2 not-media, 1 empty)")
                .contains(data.resolve("skipped.csv").toString())
                .doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
        assertThat(Files.readAllLines(data.resolve("skipped.csv"))).hasSize(4);
        assertThat(data.resolve("manifest.json")).doesNotExist();
    }

    @Test
    void trainingOnDataWithoutEnoughClipsSaysWhatToDo() {
        Path videos = folder.resolve("videos/train");
        folder.resolve("videos/train").toFile().mkdirs();
        Made.video(videos.resolve("a.mp4"), 50, 2);
        Path data = folder.resolve("data");
        Made.Run prepared =
                Made.run("prepare", folder.resolve("videos"), "--out", data, "--split-by-folder", "--workers", 1);
        assertThat(prepared.code()).as(prepared.err()).isZero();

        Made.Run run = Made.run("train", "--data", data, "--out", folder.resolve("run"));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("earsight: The prepared data has clips of one file only for training")
                .contains("prepare more videos");
        assertThat(folder.resolve("run")).doesNotExist();
    }
}
