package dev.earsight.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceTest {
    /** Another process, since a process has one device; it prints why it could not have it. */
    static final class Asks {
        public static void main(String[] arguments) {
            try {
                System.out.println(Tensors.toFloat(Tensors.of(new float[] {3}, 1)));
            } catch (ExceptionInInitializerError failure) {
                System.out.println(String.valueOf(failure.getCause()));
            }
        }
    }

    private static String ask(String device) throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-D" + Device.PROPERTY + "=" + device,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Asks.class.getName()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said.strip();
    }

    @Test
    void cpuIsThereAndAnEngineWithoutCudaSaysWhatIsMissing() throws Exception {
        assertThat(ask("cpu")).isEqualTo("3.0");
        assertThat(ask("cuda"))
                .satisfiesAnyOf(
                        said -> assertThat(said).contains("EARSIGHT_PROFILES=cuda"),
                        said -> assertThat(said).contains("no NVIDIA GPU"),
                        said -> assertThat(said).isEqualTo("3.0"));
    }
}
