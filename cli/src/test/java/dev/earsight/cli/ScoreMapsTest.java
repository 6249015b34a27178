package dev.earsight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.embed.NpyArray;
import dev.earsight.embed.NpzFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code earsight evaluate --maps}: three pictures, the left half sounds in two of them, the right half in one. */
class ScoreMapsTest {
    @TempDir
    Path folder;

    private Path truth = Path.of("");
    private Path maps = Path.of("");

    @BeforeEach
    void write() throws IOException {
        truth = Files.writeString(folder.resolve("truth.json"), """
                [{"file": "a_000001", "class": "dog", "bbox": [[0, 0, 0.5, 1]]},
                 {"file": "b_000001", "class": "dog", "bbox": [[0, 0, 0.5, 1]]},
                 {"file": "c_000001", "class": "cat", "bbox": [[0.5, 0, 1, 1]]}]
                """);
        maps = folder.resolve("maps");
        map("a_000001", 1, 0);
        map("b_000001", 0, 1);
        map("c_000001", 0, 1);
    }

    @Test
    void scoresFilesUnderOurOwnRules() throws IOException {
        Path json = folder.resolve("numbers.json");
        Path csv = folder.resolve("items.csv");
        Made.Run run = score("--json", json, "--csv", csv, "--by-class", "--by-size");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("Protocol ours: bilinear, half-pixel centers")
                .contains("center disc")
                .contains("By size:")
                .contains("cIoU@0.5 huge")
                .contains("cIoU@0.5 cat");
        JsonNode success =
                JsonMapper.builder().build().readTree(Files.readString(json)).get(0);
        assertThat(success.get("name").asString()).isEqualTo("cIoU@0.5");
        assertThat(success.get("value").asDouble()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(success.get("n").asInt()).isEqualTo(3);
        assertThat(success.get("baselines").has("mean box of other sources")).isTrue();
        List<String> rows = Files.readAllLines(csv);
        assertThat(rows).hasSize(4);
        assertThat(rows.get(0)).startsWith("item,source,class,group,boxes,size,area_pixels,ciou");
        assertThat(rows.get(1)).startsWith("a_000001,a,dog,a_000001,1,huge,25088.0,1.0");
        assertThat(rows.get(2)).startsWith("b_000001,b,dog,b_000001,1,huge,25088.0,0.0");
    }

    @Test
    void whatIsMissingOrTooMuchIsSaid() throws IOException {
        Files.delete(maps.resolve("b_000001.npz"));
        map("stranger", 1, 0);
        Made.Run run = score();
        assertThat(run.code()).isEqualTo(5);
        assertThat(run.out())
                .contains("1 of 3 items have no map and were not counted")
                .contains(": b_000001.")
                .contains("1 maps belong to no item and were not looked at: stranger.");
    }

    @Test
    void negativesAndNegativeAudioAreScored() throws IOException {
        Path list = Files.writeString(
                folder.resolve("plus.csv"), "video,audio,label\r\na_000001,x_000001,non-sounding\r\n");
        map("a_000001@x_000001", 0, 0);
        Made.Run extended = score("--protocol", "slavc", "--negatives", list);
        assertThat(extended.code()).as(extended.err()).isZero();
        assertThat(extended.out()).contains("LocAcc").contains("max-F1").contains("AP huge");
        for (String kind : List.of("silence", "noise", "offscreen")) {
            for (String name : List.of("a_000001", "b_000001", "c_000001")) {
                map(kind + "/" + name, 0.25f, 0.25f);
            }
        }
        Made.Run negative = score("--protocol", "negative-audio");
        assertThat(negative.code()).as(negative.err()).isZero();
        assertThat(negative.out()).contains("pIA silence", "F_LOC", "F_AUC", "one threshold for all pictures: 0.25");
        assertThat(score("--protocol", "negative-audio", "--universal-threshold", "0.5")
                        .out())
                .contains("one threshold for all pictures: 0.5 (given)");
    }

    @Test
    void withoutMapsTheDiscIsScored() {
        Made.Run run = Made.run("evaluate", "--truth", truth, "--truth-format", "vggss", "--protocol", "lvs");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("no maps were given")
                .contains("> sorted[25088]")
                .contains("whole picture");
    }

    @Test
    void saysWhatToChange() {
        fails(2, "Give --run and --data", "evaluate");
        fails(2, "--truth-format", "evaluate", "--maps", maps);
        fails(2, "without --run", "evaluate", "--truth", truth, "--truth-format", "vggss", "--run", maps);
        fails(2, "none of lvs, ez-vsl", "evaluate", "--truth", truth, "--truth-format", "vggss", "--protocol", "best");
        fails(1, "--negatives belongs", scoring("--protocol", "lvs", "--negatives", truth));
        fails(2, "none of q3", scoring("--protocol", "negative-audio", "--universal-threshold", "high"));
        fails(1, "not a folder", "evaluate", "--maps", truth, "--truth", truth, "--truth-format", "vggss");
        fails(1, "truth.json", "evaluate", "--maps", maps, "--truth", truth, "--truth-format", "is3");
        map("b_000001", 1, Float.NaN);
        fails(1, "'b_000001'", scoring());
    }

    private static void fails(int code, String message, Object... arguments) {
        Made.Run run = Made.run(arguments);
        assertThat(run.err()).contains(message).doesNotContain("\tat ");
        assertThat(run.code()).isEqualTo(code);
    }

    private Made.Run score(Object... more) {
        return Made.run(scoring(more));
    }

    private Object[] scoring(Object... more) {
        Object[] first = {"evaluate", "--maps", maps, "--truth", truth, "--truth-format", "vggss"};
        Object[] all = Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return all;
    }

    private void map(String name, float left, float right) {
        NpzFile.write(maps.resolve(name + ".npz"), Map.of("map", new NpyArray.Floats(new int[] {1, 2}, new float[] {
            left, right
        })));
    }
}
