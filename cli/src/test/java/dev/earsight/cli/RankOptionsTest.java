package dev.earsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earsight.train.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RankOptionsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --world-size 2                                          | one of them is missing
            --world-size 2 --rank 2 --rendezvous host:1             | There are 2 ranks, counted from 0
            --local-processes 0                                     | There are 0 ranks
            --world-size 4 --rank 3 --local-processes 2 --rendezvous host:1 | --rank 3 with 2 local processes
            --world-size 2 --rank 0 --rendezvous host               | is not HOST:PORT
            --world-size 2 --rank 0 --rendezvous host:1             | is not prepared data
            """)
    void whatDoesNotFitTogetherIsSaid(String options, String words) {
        String[] split = options.split(" +");
        Object[] command = new Object[split.length + 5];
        System.arraycopy(new Object[] {"train", "--data", folder, "--out", folder.resolve("run")}, 0, command, 0, 5);
        System.arraycopy(split, 0, command, 5, split.length);
        Made.Run run = Made.run(command);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).startsWith("earsight: ").contains(words);
    }

    @Test
    void twoLocalProcessesTrainOneNetwork() throws IOException {
        for (String name : new String[] {"train/a", "train/b", "val/c", "val/d"}) {
            Path file = folder.resolve("videos/" + name + ".mp4");
            Files.createDirectories(file.getParent());
            Made.video(file, 40 + name.charAt(name.length() - 1) - 'a', 1.6);
        }
        Path data = folder.resolve("data");
        assertThat(Made.run("prepare", folder.resolve("videos"), "--out", data, "--split-by-folder", "--workers", 1)
                        .code())
                .isZero();
        Path out = folder.resolve("run");
        Made.Run run = Made.run(
                "train",
                "--data=" + data,
                "--out",
                out,
                "--model=ave",
                "--loss=logistic",
                "--steps=2",
                "--batch-size=4",
                "--local-processes=2",
                "--set=validation-pairs=4",
                "--set=network.image-side=32",
                "--set=network.widths=[4,4,4,4]");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("Rank 0 waits for all 2 ranks at 127.0.0.1:");
        assertThat(run.out()).contains(out + ": 2 steps").hasLineCount(1);
        assertThat(Files.readString(out.resolve("rank-1.log"))).contains("Rank 1 waits", ": 2 steps");
        assertThat(TrainingRun.bestCheckpoint(out)).exists();
        assertThat(TrainingRun.configOf(out).batchSize()).isEqualTo(4);
    }
}
