package dev.earsight.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.EarsightException;
import dev.earsight.evaluate.Baseline;
import dev.earsight.evaluate.Box;
import dev.earsight.evaluate.Confusion;
import dev.earsight.evaluate.Interval;
import dev.earsight.evaluate.Measure;
import dev.earsight.media.JpegCodec;
import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportFilesTest {
    private static final String HOSTILE = "<img src='https://example.org/x.png'> & \"co\"";
    private static final Measure POINTING = new Measure(
            "pointing accuracy",
            0.5,
            200,
            new Interval(0.4, 0.6, "Wilson"),
            0.25,
            List.of(new Baseline("center point", 0.1)));

    @TempDir
    Path folder;

    @Test
    void thePageLoadsNothingWhateverThingsAreCalled() throws IOException {
        ReportFiles files = ReportFiles.at(folder.resolve("deep/page.html"));
        files.write(everything());
        String page = Files.readString(files.html());
        // Whatever could make a browser load something holds data or a place in the page.
        List<String> loads = new ArrayList<>();
        Matcher attribute = Pattern.compile("(?:src|href|srcset|action|poster|data)\\s*=\\s*[\"']?([^\"'\\s>]*)")
                .matcher(page);
        while (attribute.find()) {
            loads.add(attribute.group(1));
        }
        assertThat(loads)
                .isNotEmpty()
                .allSatisfy(value -> assertThat(
                                value.startsWith("data:") || value.startsWith("#") || value.startsWith("&#39;"))
                        .as(value)
                        .isTrue());
        assertThat(page)
                .contains("default-src 'none'")
                .doesNotContain("<img src='https", "url(", "@import", "<script", "<link", "<iframe");
        assertThat(page).contains("&lt;img src=&#39;https://example.org/x.png&#39;&gt; &amp; &quot;co&quot;");
        assertThat(page.split("<audio", -1)).hasSize(2);
        assertThat(page).contains("<i style=\"left:25.0%;top:0.0%;width:75.0%;height:50.0%\">");
    }

    @Test
    void theSameStandsInMarkdownAndJson() throws IOException {
        ReportFiles files = ReportFiles.at(folder.resolve("report"));
        assertThat(files.html()).isEqualTo(folder.resolve("report/report.html"));
        files.write(everything());
        assertThat(Files.readString(files.beside(".md")))
                .contains("# Title")
                .contains("| pointing accuracy | 0.500 | 0.400 – 0.600 | 200 | 0.250 | center point 0.100 |")
                .contains("| cat | 1 | 1 |")
                .contains("| what | after |\n|---|--:|\n", "| 1 \\| 2 |")
                .contains("- note");
        JsonNode json = JsonMapper.builder().build().readTree(Files.readString(files.beside(".json")));
        assertThat(json.path("format").asString()).isEqualTo("earsight-report");
        JsonNode section = json.path("sections").path(0);
        assertThat(section.path("name").asString()).isEqualTo("first");
        assertThat(section.at("/tables/0/measures/0/value").asDouble()).isEqualTo(0.5);
        assertThat(section.at("/matrices/0/counts/0/1").asInt()).isEqualTo(1);
        assertThat(section.at("/facts/run").asString()).isEqualTo(HOSTILE);
        assertThat(section.at("/tables/1/rows/0/1").asString()).isEqualTo("1 | 2");
        assertThat(section.at("/notes/0").asString()).isEqualTo("note");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> ReportFiles.at(file.resolve("report.html")).write(everything()))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("report.html cannot be written");
    }

    @Test
    void rangesAreDrawnToScale() {
        // 170 wide from 5: one half at 90, 0.4 to 0.6 from 73 to 107, chance at 47.5, the center point at 22.
        assertThat(Drawings.range(POINTING))
                .contains("cx=\"90.00\"", "M73.00 9H107.00", "M47.50 4V14\"><title>chance 0.250", "M22.00 4V14");
        assertThat(Drawings.range(new Measure("rank", 12, 5, new Interval(3, 20, ""), 50, List.of())))
                .isEmpty();
    }

    @Test
    void picturesAreMadeSmall() {
        try (DataUri media = new DataUri();
                JpegCodec codec = new JpegCodec()) {
            String uri = media.photograph(new RgbImage(960, 480, new byte[3 * 960 * 480]));
            assertThat(uri).startsWith("data:image/jpeg;base64,");
            byte[] jpeg = Base64.getDecoder().decode(uri.substring(uri.indexOf(',') + 1));
            RgbImage image = codec.decode(jpeg, 0, jpeg.length);
            assertThat(image.width()).isEqualTo(DataUri.MOST_PIXELS_WIDE);
            assertThat(image.height()).isEqualTo(120);
        }
    }

    @Test
    void soundsKeepWhatIsHeardAndFoldNothingDown() {
        assertThat(level(DataUri.third(tone(1000)))).isCloseTo(0.5, within(0.01));
        // 15 kHz would be heard as 1 kHz at 16 kHz.
        assertThat(level(DataUri.third(tone(15_000)))).isLessThan(0.005);
        assertThat(DataUri.third(new float[3 * Sound.SAMPLE_RATE_HZ]))
                .as("a second at most")
                .hasSize(16_000);
        byte[] wav = Base64.getDecoder()
                .decode(DataUri.sound(new Sound(tone(1000))).substring("data:audio/wav;base64,".length()));
        assertThat(wav).hasSize(44 + 2 * 16_000);
    }

    private static float[] tone(double hertz) {
        float[] samples = new float[Sound.SAMPLE_RATE_HZ];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.5 * Math.sin(2 * Math.PI * hertz * i / Sound.SAMPLE_RATE_HZ));
        }
        return samples;
    }

    private static double level(float[] samples) {
        double highest = 0;
        for (int i = 200; i < samples.length - 200; i++) {
            highest = Math.max(highest, Math.abs(samples[i]));
        }
        return highest;
    }

    private static Report everything() {
        Block.Tile tile = new Block.Tile(
                Optional.of(new RgbImage(4, 4, new byte[48])),
                List.of(new Box(0.25, -0.1, 1.2, 0.5)),
                Optional.of(new Sound(new float[300])),
                HOSTILE,
                HOSTILE,
                Block.Mark.RIGHT);
        return new Report(
                "Title",
                HOSTILE,
                List.of(new Report.Section(
                        "first",
                        HOSTILE,
                        List.of(
                                new Block.Words(HOSTILE),
                                new Block.Notes(List.of("note")),
                                new Block.Headline(List.of(POINTING)),
                                new Block.Numbers("table", List.of(POINTING), true),
                                new Block.Facts(Map.of("run", HOSTILE)),
                                new Block.Table(
                                        "changes", List.of("what", "after"), List.of(List.of(HOSTILE, "1 | 2"))),
                                new Block.Verbatim("text", HOSTILE),
                                new Block.Chart(HOSTILE, new RgbImage(2, 2, new byte[12])),
                                new Block.Sheet(HOSTILE, List.of(new Block.Row(HOSTILE, List.of(tile)))),
                                new Block.Matrix(
                                        "confusion",
                                        new Confusion(List.of("cat", "dog"), List.of(List.of(1, 1), List.of(0, 2)))),
                                new Block.Scatter(
                                        HOSTILE,
                                        List.of(
                                                new Block.Point(0, 0, HOSTILE, false, HOSTILE),
                                                new Block.Point(1, 2, "dog", true, "b")))))));
    }
}
