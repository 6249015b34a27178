package dev.earsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earsight.net.Model;
import dev.earsight.shard.KeepOptions;
import dev.earsight.shard.PreparationOptions;
import dev.earsight.shard.PreparedData;
import dev.earsight.shard.Split;
import dev.earsight.shard.SplitRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code earsight evaluate --run}: untrained networks on eight small scenes; what they say is chance, how it is said is not. */
class NetworkEvaluationTest {
    @TempDir
    static Path folder;

    private static Path data = Path.of("");
    private static Path avol = Path.of("");
    private static Path ave = Path.of("");

    @BeforeAll
    static void prepare() {
        Path scenes = folder.resolve("videos/test");
        Object[] scene = {
            "scene",
            "--out",
            scenes,
            "--clips",
            8,
            "--seconds",
            1.6,
            "--width",
            96,
            "--height",
            72,
            "--frame-rate",
            5,
            "--format",
            "mov",
            "--silent-objects",
            1
        };
        assertThat(Made.run(scene).code()).isZero();
        data = folder.resolve("data");
        PrepareCommand.prepare(PreparationOptions.of(folder.resolve("videos"), data)
                .withKeep(new KeepOptions(72, 90, 5, 600, 3600))
                .withSplit(new SplitRule.ByFolder()));
        avol = Made.network(folder.resolve("avol.safetensors"), Model.AVOL, 1, 0);
        ave = Made.network(folder.resolve("ave.safetensors"), Model.AVE, -1, 1);
    }

    @Test
    void mapsAreScoredUnderAProtocolBesideTheSameNetworkWithoutTheSound() throws IOException {
        Path page = folder.resolve("maps/page.html");
        Path json = folder.resolve("maps.json");
        Made.Run run = evaluate(avol, "--protocol", "fnac", "--report", page, "--json", json, "--by-size");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("Protocol fnac: bicubic, half-pixel centers", "By size:", "Report: " + page);
        JsonNode pointing = measure(json, "pointing accuracy");
        assertThat(pointing.path("n").asInt()).isEqualTo(8);
        assertThat(pointing.path("baselines").propertyNames())
                .contains("center point", "mean box of other sources", "shuffled sound", "silence", "object prior");
        assertThat(measure(json, "cIoU@0.5").path("baselines").propertyNames())
                .contains("center disc", "whole picture", "shuffled sound", "silence", "object prior");
        assertThat(measure(json, "expected calibration error").path("n").asInt())
                .isEqualTo(64);
        assertThat(measure(json, "nDCG@30 sound to image").path("n").asInt()).isPositive();
        assertThat(measure(json, "recall@1 image to sound").path("n").asInt()).isEqualTo(8);
        String html = Files.readString(page);
        assertThat(html)
                .contains(
                        "id=\"maps\"",
                        "Best",
                        "Worst",
                        "What sounds (rows)",
                        "id=\"embeddings\"",
                        "<audio",
                        "Asked with a sound",
                        "by t-SNE",
                        "mean over places")
                .doesNotContain("://");
        assertThat(Files.readAllLines(folder.resolve("maps/page-items.csv"))).hasSize(9);
        assertThat(Files.readAllLines(folder.resolve("maps/page-pairs.csv"))).hasSize(65);
        assertThat(folder.resolve("maps/page.md")).isNotEmptyFile();
        assertThat(folder.resolve("maps/page.json")).isNotEmptyFile();
        assertThat(evaluate(avol, "--protocol", "negative-audio").out())
                .contains("pIA silence", "pIA noise", "pIA offscreen", "F_LOC");
    }

    @Test
    void picturesWithForeignSoundsJoinAnExtendedSet() throws IOException {
        Path json = folder.resolve("extended.json");
        Made.Run drawn = evaluate(avol, "--protocol", "slavc", "--negatives", "offscreen", "--json", json);
        assertThat(drawn.code()).as(drawn.err()).isZero();
        assertThat(drawn.out()).contains("8 pictures with a sound that nothing in them makes were asked about too");
        assertThat(measure(json, "AP").path("n").asInt()).isEqualTo(16);
        assertThat(measure(json, "max-F1").path("n").asInt()).isEqualTo(16);
        assertThat(measure(json, "LocAcc").path("n").asInt()).isEqualTo(8);
        assertThat(measure(json, "pointing accuracy").path("n").asInt()).isEqualTo(8);
        String first = names().get(0).replace(".mov", "");
        String second = names().get(1).replace(".mov", "");
        Path list = Files.writeString(
                folder.resolve("silent.csv"),
                "video,audio,label\n%1$s,%2$s,non-sounding\n%2$s,%2$s,non-sounding\ngone_000001,%1$s,non-sounding\n"
                        .formatted(first, second));
        Made.Run listed = evaluate(avol, "--protocol", "slavc", "--negatives", list, "--json", json);
        assertThat(listed.code()).as(listed.err()).isZero();
        assertThat(listed.out())
                .contains("1 of 3 negatives are not in this split and were not counted: gone_000001@" + first);
        assertThat(measure(json, "AP").path("n").asInt()).isEqualTo(10);
        fails("Only AVOL-Net has maps", ave, "--negatives", "offscreen");
        fails("--negatives belongs to --protocol slavc", avol, "--protocol", "lvs", "--negatives", "offscreen");
        assertThat(evaluate(avol, "--negatives", "offscreen", "--json", json).code())
                .isZero();
        assertThat(measure(json, "AP, pointing").path("n").asInt()).isEqualTo(16);
        assertThat(measure(json, "max-F1, adaptive").path("n").asInt()).isEqualTo(16);
        Path strangers =
                Files.writeString(folder.resolve("others.csv"), "video,audio,label\na_000001,b_000001,non-sounding\n");
        fails("None of the 1 negatives of " + strangers, avol, "--protocol", "slavc", "--negatives", strangers);
    }

    @Test
    void pairsAreStoredAndAskedAgain() throws IOException {
        Path pairs = folder.resolve("pairs.csv");
        Path first = folder.resolve("first.json");
        Path again = folder.resolve("again.json");
        Made.Run written = evaluate(ave, "--pairs", pairs, "--json", first, "--moments", 2);
        assertThat(written.out()).contains("32 pairs were drawn and written to " + pairs);
        assertThat(evaluate(ave, "--pairs", pairs, "--json", again).out()).contains("32 pairs were read from " + pairs);
        assertThat(Files.readString(again)).isEqualTo(Files.readString(first));
        Path strange = folder.resolve("strange.csv");
        Files.writeString(strange, Files.readString(pairs).replaceFirst("test/[^,]*", "test/gone.mov"));
        fails(
                "strange.csv line 2 names the clip 'test/gone.mov', which the data does not hold",
                ave,
                "--pairs",
                strange);
    }

    @Test
    void searchIsJudgedByLabelsFromAList() throws IOException {
        Path json = folder.resolve("search.json");
        Path page = folder.resolve("search");
        List<String> names = names();
        assertThat(names).hasSize(8);
        StringBuilder list = new StringBuilder("clip,label\n");
        for (int i = 0; i < 7; i++) {
            list.append(names.get(i)).append(i % 2 == 0 ? ",dog\n" : ",\"cat, big\"\n");
        }
        Path labels = Files.writeString(folder.resolve("labels.csv"), list);
        Made.Run run = evaluate(ave, "--labels", labels, "--json", json, "--report", page);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("1 clips have no class and were left out of the search, e.g. test/" + names.get(7));
        assertThat(measure(json, "nDCG@30 image to sound").path("n").asInt()).isEqualTo(7);
        for (String name : List.of(
                "nDCG@30 sound to sound, own source kept",
                "mAP sound to image",
                "mAP image to image, own source kept",
                "recall@10 sound to image",
                "median rank image to sound")) {
            assertThat(measure(json, name).path("n").asInt()).as(name).isEqualTo(7);
        }
        assertThat(Files.readString(page.resolve("report.html")))
                .contains("Asked with a picture: the nearest sounds", "cat, big", "Class of a sound (rows)")
                .doesNotContain("://");
        assertThat(Files.readAllLines(page.resolve("report-items.csv"))).hasSize(8);
        Path graded = Files.writeString(folder.resolve("graded.csv"), "dog,animal\n\"cat, big\",animal\n");
        assertThat(evaluate(ave, "--labels", labels, "--class-tree", graded).out())
                .contains("nDCG@30 sound to sound (linear gain)");
        Path tree = Files.writeString(folder.resolve("tree.csv"), "dog,animal\n");
        fails("The class 'cat, big' is not in " + tree, ave, "--labels", labels, "--class-tree", tree);
        Path strangers = Files.writeString(folder.resolve("strangers.csv"), "nobody.mp4,dog\n");
        fails("None of the 8 clips has a label in " + strangers, ave, "--labels", strangers);
    }

    @Test
    void annotationsAreFoundByTheVideosNames() throws IOException {
        String name = names().getFirst().replace(".mov", "");
        Path truth = Files.writeString(folder.resolve("vggss.json"), """
                [{"file": "%s", "class": "dog", "bbox": [[0, 0, 1, 1]]},
                 {"file": "elsewhere_000001", "class": "cat", "bbox": [[0, 0, 0.5, 1]]}]
                """.formatted(name));
        fails("of one source", avol, "--truth", truth, "--truth-format", "vggss");
        Path none = Files.writeString(
                folder.resolve("none.json"),
                "[{\"file\": \"x_000001\", \"class\": \"cat\", \"bbox\": [[0, 0, 0.5, 1]]}]");
        fails("None of the 1 annotated items is in this split", avol, "--truth", none, "--truth-format", "vggss");
    }

    @Test
    void anEmptySplitIsNamed() {
        Made.Run run = Made.run("evaluate", "--run", avol, "--data", data, "--split", "val");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains("The split 'val' of " + data + " holds 0 clips")
                .doesNotContain("\tat ");
    }

    private static List<String> names() {
        try (PreparedData clips = PreparedData.open(data, Split.TEST)) {
            return IntStream.range(0, clips.size())
                    .mapToObj(clip -> clips.name(clip).replace("test/", ""))
                    .toList();
        }
    }

    private static JsonNode measure(Path json, String name) throws IOException {
        for (JsonNode node : JsonMapper.builder().build().readTree(Files.readString(json))) {
            if (node.path("name").asString().equals(name)) {
                return node;
            }
        }
        throw new AssertionError("no '" + name + "' in " + Files.readString(json));
    }

    private static void fails(String message, Path network, Object... more) {
        Made.Run run = evaluate(network, more);
        assertThat(run.err()).contains(message).doesNotContain("\tat ");
        assertThat(run.code()).isEqualTo(1);
    }

    private static Made.Run evaluate(Path network, Object... more) {
        Object[] first = {"evaluate", "--run", network, "--data", data};
        Object[] all = Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return Made.run(all);
    }
}
