package dev.earsight.localize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earsight.EarsightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatingPointTest {
    @TempDir
    Path run;

    @Test
    void whatIsWrittenIsReadAndBelongsToOneNetwork() throws IOException {
        Path checkpoint = Files.writeString(run.resolve("best.safetensors"), "abc");
        OperatingPoint point = new OperatingPoint(
                0.73, 0.05, 0.4, 0.06, 0.39, 676, 676, "data", "val", OperatingPoint.sha256(checkpoint));
        point.write(run);
        assertThat(OperatingPoint.of(run)).contains(point);
        assertThat(point.networkSha256()).startsWith("ba7816bf"); // SHA-256 of "abc", FIPS 180
        assertThat(point.belongsTo(checkpoint)).isTrue();
        Files.writeString(checkpoint, "abd");
        assertThat(point.belongsTo(checkpoint)).isFalse();
    }

    @Test
    void aFolderOrFileWithoutOneHasNone() throws IOException {
        assertThat(OperatingPoint.of(run)).isEmpty();
        assertThat(OperatingPoint.of(Files.writeString(run.resolve("x.safetensors"), "")))
                .isEmpty();
        assertThat(OperatingPoint.of(run.resolve("nowhere"))).isEmpty();
    }

    @Test
    void aBrokenOneIsNamed() throws IOException {
        for (String text : new String[] {"{", "[]", "{\"probability\": 2}"}) {
            Files.writeString(run.resolve(OperatingPoint.FILE), text);
            assertThatThrownBy(() -> OperatingPoint.of(run))
                    .isInstanceOf(EarsightException.class)
                    .hasMessageContaining(OperatingPoint.FILE)
                    .hasMessageContaining("earsight diagnose");
        }
    }
}
