package dev.earsight.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.earsight.clip.SyntheticClips;
import dev.earsight.loss.Loss;
import dev.earsight.net.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The memory of a process that trains must stay as it is: the garbage collector knows nothing of the engine's tensors. */
class NativeMemoryTest {
    private static final Path STATM = Path.of("/proc/self/statm");
    private static final int WARM_UP_STEPS = 600;
    private static final int STEPS = 2_000;

    @Test
    void staysFlatOverTwoThousandSteps() throws IOException, InterruptedException {
        assumeTrue(Files.exists(STATM), "only Linux tells a process its resident memory in /proc");
        // In a process of its own with a heap of fixed size, so that all growth is outside the heap.
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms256m",
                        "-Xmx256m",
                        "-XX:+AlwaysPreTouch",
                        "-XX:+UseSerialGC",
                        "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NativeMemoryTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        // As the launcher has it: memory that is kept must not grow either.
        builder.environment()
                .putAll(Map.of(
                        "MALLOC_ARENA_MAX", "1",
                        "MALLOC_MMAP_MAX_", "0",
                        "MALLOC_TRIM_THRESHOLD_", Integer.toString(1 << 30)));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        String[] pages = output.strip().split("\\s+");
        double before = Double.parseDouble(pages[0]);
        double after = Double.parseDouble(pages[pages.length - 1]);
        assertThat(after / before).as("resident pages: %s", output).isLessThan(1.02);
    }

    /** Trains and prints the resident pages after the warm-up and after every 500 steps. */
    public static void main(String[] none) {
        SyntheticClips clips = Tiny.clips(8, 4, 1);
        TrainConfig config = Tiny.config(
                Model.AVOL,
                Loss.INFO_NCE,
                WARM_UP_STEPS + STEPS,
                "batch-size=4",
                "validate-every-steps=200",
                "pooling-sharpness=1",
                "soft-pooling-share=0.5",
                "weight-averaging=0.9",
                "negative-focus=0.5",
                "ignored-negatives-share=0.3",
                "loader-threads=1");
        try (Trainer trainer = new Trainer(config, clips, clips)) {
            trainer.run(List.of(new TrainingListener() {
                @Override
                public void afterStep(Step step) {
                    if (step.step() >= WARM_UP_STEPS && (step.step() - WARM_UP_STEPS) % 500 == 0) {
                        System.out.println(residentPages());
                    }
                }

                @Override
                public void afterValidation(Validation validation) {
                    // A checkpoint copies every tensor: that must not stay either.
                    trainer.state().values().forEach(dev.earsight.tensor.Tensors::toArray);
                }
            }));
        }
    }

    private static String residentPages() {
        try {
            return Files.readString(STATM).split(" ")[1];
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
