package dev.earsight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earsight.EarsightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {
    private static final String CELL = """
            [{"name":"pointing, learned","value":%s,"n":%d,"interval95":{"low":0.1,"high":0.9},"baselines":{"center":0.2}},
             {"name":"pointing, fused","value":0.75,"n":%d,"interval95":{"low":0.5,"high":1.0},"baselines":{}},
             {"name":"pointing and said to be visible, fused","value":0.3,"n":4,"baselines":{}}]
            """;

    @TempDir
    private Path folder;

    private Path cell(String name, String value, int n) throws IOException {
        return Files.writeString(folder.resolve(name), String.format(CELL, value, n, n));
    }

    @Test
    void contestantsStandInColumnsAndCellsInOrder() throws IOException {
        Sweep sweep =
                Sweep.read("pointing", "spacing in cm", Map.of(10.0, cell("a", "0.5", 7), 2.5, cell("b", "0.25", 8)));

        assertThat(sweep.table()).isEqualTo("""
                | spacing in cm | n | learned | fused |
                |---|---|---|---|
                | 2.5 | 8 | 0.250 (0.100-0.900) | 0.750 (0.500-1.000) |
                | 10 | 7 | 0.500 (0.100-0.900) | 0.750 (0.500-1.000) |
                """);
        assertThat(sweep.picture().width()).isPositive();
    }

    @Test
    void badFilesAreNamed() throws IOException {
        Path text = Files.writeString(folder.resolve("text.json"), "no JSON");
        Path whole = cell("whole.json", "0.5", 7);
        Path none = folder.resolve("none.json");

        assertThatThrownBy(() -> Sweep.read("pointing", "x", Map.of(1.0, text)))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("text.json is not what");
        assertThatThrownBy(() -> Sweep.read("pointing", "x", Map.of(1.0, none)))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("none.json is no file");
        assertThatThrownBy(() -> Sweep.read("hearing", "x", Map.of(1.0, whole)))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("hearing");
    }
}
