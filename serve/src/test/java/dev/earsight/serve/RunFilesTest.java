package dev.earsight.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies beside a network. */
class RunFilesTest {
    @TempDir
    Path folder;

    @Test
    void anEmptyFolderHasNothing() {
        RunFiles files = new RunFiles(folder);
        assertThat(files.measures()).isEmpty();
        assertThat(files.curve()).isEmpty();
        assertThat(files.diagnosis()).isEmpty();
        assertThat(new RunFiles(folder.resolve("net.safetensors")).measures()).isEmpty();
    }

    @Test
    void numbersComeWithWhatStandsBesideThem() throws Exception {
        Files.writeString(folder.resolve("evaluation.json"), """
                [{"name":"pointing accuracy","value":0.9,"n":200,"interval95":{"low":0.85,"high":0.93,"method":"x"},
                  "chance":0.33,"baselines":{"center":0.16}}]""");
        Files.writeString(folder.resolve("other.json"), "not json at all");
        RunFiles.Figure figure = new RunFiles(folder).measures().orElseThrow().getFirst();
        assertThat(figure.value()).isEqualTo(0.9);
        assertThat(figure.low()).hasValue(0.85);
        assertThat(figure.n()).hasValue(200);
        assertThat(figure.percent()).isTrue();
        assertThat(figure.baselines())
                .containsExactly(new RunFiles.Named("chance", 0.33), new RunFiles.Named("center", 0.16));
    }

    @Test
    void sentencesOfADiagnosis() throws Exception {
        Files.writeString(folder.resolve("diagnosis.json"), "{\"findings\":[\"It leans on color.\"],\"n\":3}");
        assertThat(new RunFiles(folder).diagnosis()).contains(List.of("It leans on color."));
    }

    @Test
    void aLongCurveIsThinnedAndKeepsItsLastRow() throws Exception {
        StringBuilder csv = new StringBuilder("step,loss,validation-loss\n");
        for (int i = 1; i <= 1234; i++) {
            csv.append(i).append(",0.5,").append(i % 100 == 0 ? "0.4" : "").append('\n');
        }
        Files.writeString(folder.resolve("metrics.csv"), csv);
        RunFiles.Curve curve = new RunFiles(folder).curve().orElseThrow();
        assertThat(curve.columns()).containsExactly("step", "loss", "validation-loss");
        assertThat(curve.rows()).hasSizeLessThanOrEqualTo(501);
        assertThat(curve.rows().getLast().getFirst()).isEqualTo(1234);
        assertThat(curve.rows().getFirst().getLast()).isNull();
        assertThat(curve.rows().stream().filter(row -> row.getLast() != null))
                .as("validations stay")
                .hasSize(12);
    }
}
