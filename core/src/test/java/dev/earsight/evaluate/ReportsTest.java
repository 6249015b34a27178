package dev.earsight.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportsTest {
    private static final List<Measure> MEASURES = List.of(
            new Measure(
                    "pointing",
                    0.817,
                    500,
                    new Interval(0.78, 0.848, "Wilson"),
                    0.25,
                    List.of(new Baseline("center", 0.572))),
            new Measure("median rank", 120, 9, new Interval(Double.NaN, Double.NaN, "none"), 250.5, List.of()));

    @TempDir
    Path folder;

    @Test
    void theTableNeverShowsANumberAlone() {
        assertThat(Measure.table(MEASURES)).isEqualTo("""
                        measure      value  95 % interval    n  chance  baselines
                        pointing     0.817  0.780 - 0.848  500   0.250  center 0.572
                        median rank  120.0          - - -    9   250.5  -
                        """);
    }

    @Test
    void jsonHasTheSameNumbers() {
        JsonNode json = JsonMapper.builder().build().readTree(Measure.json(MEASURES));
        assertThat(json.size()).isEqualTo(2);
        JsonNode first = json.path(0);
        assertThat(first.path("name").asString()).isEqualTo("pointing");
        assertThat(first.path("value").asDouble()).isEqualTo(0.817);
        assertThat(first.path("n").asLong()).isEqualTo(500);
        assertThat(first.path("interval95").path("low").asDouble()).isEqualTo(0.78);
        assertThat(first.path("interval95").path("method").asString()).isEqualTo("Wilson");
        assertThat(first.path("chance").asDouble()).isEqualTo(0.25);
        assertThat(first.path("baselines").path("center").asDouble()).isEqualTo(0.572);
        assertThat(json.path(1).path("interval95").path("low").isNull()).isTrue();
    }

    @Test
    void furtherBaselinesAreAppended() {
        assertThat(MEASURES.getFirst().with(new Baseline("shuffled sound", 0.4)).baselines())
                .containsExactly(new Baseline("center", 0.572), new Baseline("shuffled sound", 0.4));
    }

    @Test
    void itemsGoIntoACsvThatSpreadsheetsRead() throws IOException {
        Path file = folder.resolve("deep/items.csv");
        new ItemTable(List.of("clip", "hit"), List.of(List.of("a, \"b\".mp4", 1), List.of("two\nlines", 0.25)))
                .write(file);
        assertThat(Files.readString(file)).isEqualTo("clip,hit\r\n\"a, \"\"b\"\".mp4\",1\r\n\"two\nlines\",0.25\r\n");
        assertThatThrownBy(() -> new ItemTable(List.of("a", "b"), List.of(List.of(1))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
