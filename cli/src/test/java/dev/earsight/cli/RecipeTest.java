package dev.earsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earsight.net.Model;
import dev.earsight.weights.Safetensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes beyond the paper's recipe, as a user switches it on: scenes, prepared data, a run, its evaluation. */
class RecipeTest {
    @TempDir
    Path folder;

    @Test
    void everyChangeIsASettingOfTrainAndAnOptionOfEvaluate() throws Exception {
        Path scenes = folder.resolve("scenes");
        for (String split : List.of("train", "val", "test")) {
            succeeds(
                    "scene --clips 4 --seconds 1.2 --width 64 --height 48 --frame-rate 5 --format mov --first "
                            + 10 * split.length(),
                    "--out",
                    scenes.resolve(split));
        }
        Path data = folder.resolve("data");
        succeeds("prepare --split-by-folder --workers 1 --frames-per-second 5", scenes, "--out", data);
        Path run = folder.resolve("run");
        succeeds(
                "train --model avol --steps 3 --batch-size 4 --set warmup-steps=0 --set validate-every-steps=3 "
                        + "--set validation-pairs=8 --set network.image-side=32 --set network.widths=[4,4,6,8] "
                        + "--set network.attention-sharpness=0.3 --set negative-focus=0.5 "
                        + "--set ignored-negatives-share=0.3 --set weight-averaging=0.9",
                "--data",
                data,
                "--out",
                run);
        assertThat(Files.readString(run.resolve("config.yaml")))
                .contains("attention-sharpness: 0.3")
                .contains("negative-focus: 0.5")
                .contains("ignored-negatives-share: 0.3")
                .contains("weight-averaging: 0.9");
        assertThat(Safetensors.read(run.resolve("last.safetensors")).floats())
                .containsKey("average.vision.conv1_1.weight");

        String single = succeeds("evaluate", "--run", run, "--data", data);
        String several = succeeds("evaluate --scales 1,2 --flip", "--run", run, "--data", data);
        assertThat(single).contains("correspondence accuracy").contains("pointing accuracy");
        assertThat(several)
                .contains("pointing accuracy")
                .as("another look, another answer")
                .isNotEqualTo(single);
    }

    @Test
    void impossibleScalesEndInASentence() {
        Path network = Made.network(folder.resolve("net.safetensors"), Model.AVOL, 1, 0);
        Path video = Made.video(folder.resolve("in.mp4"), 3, 0.12);
        Made.Run run = Made.run("localize", "--run", network, video, "--scales", "1,0");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("[1.0, 0.0]").contains("such as 1,1.5").doesNotContain("\tat ");
        assertThat(Made.run("localize", "--run", network, video, "--scales", "big")
                        .code())
                .isEqualTo(2);
    }

    private static String succeeds(String words, Object... more) {
        List<Object> arguments = new ArrayList<>(Arrays.asList(words.split(" ")));
        arguments.addAll(Arrays.asList(more));
        Made.Run run = Made.run(arguments.toArray());
        assertThat(run.code()).as(words + ": " + run.err()).isZero();
        return run.out();
    }
}
