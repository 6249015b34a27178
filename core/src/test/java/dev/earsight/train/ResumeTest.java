package dev.earsight.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.EarsightException;
import dev.earsight.clip.SyntheticClips;
import dev.earsight.loss.Loss;
import dev.earsight.net.Model;
import dev.earsight.weights.FloatTensor;
import dev.earsight.weights.Safetensors;
import dev.earsight.weights.TrainingSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that was interrupted gives, to the bit, what it would have given without. */
class ResumeTest {
    private static final SyntheticClips TRAINING = Tiny.clips(12, 6, 1);
    private static final SyntheticClips VALIDATION = Tiny.clips(6, 6, 2);
    private static final long STEPS = 13;

    @TempDir
    Path folder;

    private static final class PowerCut extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Notes the loss of every step, and may end the run after one: in good order, or as a crash does. */
    private static final class Losses implements TrainingListener {
        final Map<Long, Double> byStep = new TreeMap<>();
        private final long last;
        private final boolean crash;

        Losses(long last, boolean crash) {
            this.last = last;
            this.crash = crash;
        }

        static Losses toTheEnd() {
            return new Losses(Long.MAX_VALUE, false);
        }

        @Override
        public void afterStep(Step step) {
            byStep.put(step.step(), step.loss());
            if (crash && step.step() == last) {
                throw new PowerCut();
            }
        }

        @Override
        public boolean wantsToStop() {
            return !crash && byStep.containsKey(last);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // Validations (and checkpoints) are after steps 4, 8 and 12: stops on and off that grid, crashes after either.
        "AVE, LOGISTIC, 4, false, 0",
        "AVE, LOGISTIC, 7, true, 0.8",
        "AVE, INFO_NCE, 6, false, 0",
        "AVOL, INFO_NCE, 8, false, 0",
        "AVOL, INFO_NCE, 5, false, 0.8",
        "AVOL, INFO_NCE, 11, true, 0.8",
        "AVOL, LOGISTIC, 3, true, 0.8",
        "L3, ALL_PAIRS, 5, false, 0.8",
    })
    void interruptedRunRepeatsTheUninterrupted(
            Model model, Loss loss, long lastStep, boolean crash, String weightAveraging) throws IOException {
        TrainConfig config = ConfigFile.with(
                config(model, loss),
                Map.of("engine-threads", model == Model.L3 ? "2" : "1", "weight-averaging", weightAveraging));
        Losses whole = Losses.toTheEnd();
        run(folder.resolve("whole"), config, whole);
        assertThat(whole.byStep).hasSize((int) STEPS);

        Losses first = new Losses(lastStep, crash);
        Path cut = folder.resolve("cut");
        if (crash) {
            assertThatThrownBy(() -> run(cut, config, first)).isInstanceOf(PowerCut.class);
        } else {
            run(cut, config, first);
        }
        assertThat(first.byStep).hasSize((int) lastStep);
        Losses second = Losses.toTheEnd();
        // Other loaders must not matter.
        run(cut, ConfigFile.with(config, Map.of("loader-threads", "1")), second);

        assertThat(second.byStep.keySet()).contains(STEPS);
        long resumedAt = crash ? lastStep / 4 * 4 : lastStep;
        assertThat(second.byStep.keySet().iterator().next()).isEqualTo(resumedAt + 1);
        Map<Long, Double> joined = new TreeMap<>(first.byStep);
        joined.putAll(second.byStep);
        assertThat(joined).isEqualTo(whole.byStep);
        assertThat(first.byStep).allSatisfy((step, value) -> assertThat(value).isEqualTo(whole.byStep.get(step)));
        assertSameTensors(cut, folder.resolve("whole"), "last");
        if (crash || lastStep % 4 == 0) {
            // A stop in good order off the grid validates once more, and that may have been the best.
            assertSameTensors(cut, folder.resolve("whole"), "best");
        }
        assertThat(stepsInMetrics(cut)).doesNotHaveDuplicates().contains("10 train", "12 validation", "13 validation");
    }

    /** The mean of the weights is kept beside them and never trained from. */
    @ParameterizedTest
    @CsvSource({"AVOL, INFO_NCE", "AVE, LOGISTIC"})
    void averagingLeavesTheCourseOfTrainingAloneAndKeepsTheMean(Model model, Loss loss) throws IOException {
        Losses plain = Losses.toTheEnd();
        run(folder.resolve("plain"), config(model, loss), plain);
        Losses averaged = Losses.toTheEnd();
        Path mean = folder.resolve("mean");
        run(mean, ConfigFile.with(config(model, loss), Map.of("weight-averaging", "0.8")), averaged);
        assertThat(averaged.byStep).isEqualTo(plain.byStep);

        Map<String, FloatTensor> last =
                Safetensors.read(mean.resolve("last.safetensors")).floats();
        Map<String, FloatTensor> raw =
                Safetensors.read(folder.resolve("plain/last.safetensors")).floats();
        String layer = "vision.conv4_2.weight";
        assertThat(values(last, layer)).isEqualTo(values(raw, layer));
        assertThat(values(last, "average." + layer)).isNotEqualTo(values(raw, layer));
        String best =
                Safetensors.read(mean.resolve("best.safetensors")).metadata().get("step");
        if (Long.toString(STEPS).equals(best)) {
            assertThat(values(Safetensors.read(mean.resolve("best.safetensors")).floats(), layer))
                    .isEqualTo(values(last, "average." + layer));
        }
        if (!loss.trainsThreshold()) {
            assertThat(values(last, "conv7.weight")).isEqualTo(values(last, "average.conv7.weight"));
        }
    }

    private static float[] values(Map<String, FloatTensor> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name)).values();
    }

    @Test
    void halfAWrittenRowAndRowsBeyondTheCheckpointAreDropped() throws IOException {
        TrainConfig config = config(Model.AVE, Loss.LOGISTIC);
        run(folder, config, new Losses(8, false));
        Path metrics = folder.resolve("metrics.csv");
        List<String> before = Files.readAllLines(metrics);
        Files.writeString(metrics, "10,0.1,0.5,0.5,0.001,1.0,9.0,0.0,,\n1", StandardOpenOption.APPEND);
        run(folder, config, Losses.toTheEnd());
        assertThat(Files.readAllLines(metrics)).startsWith(before.toArray(String[]::new));
        assertThat(stepsInMetrics(folder))
                .containsExactly(
                        "4 train",
                        "4 validation",
                        "8 train",
                        "8 validation",
                        "10 train",
                        "12 train",
                        "12 validation",
                        "13 train",
                        "13 validation");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()).sorted())
                    .filteredOn(name -> !name.startsWith("events.out.tfevents."))
                    .containsExactly("best.safetensors", "config.yaml", "last.safetensors", "metrics.csv");
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("events.out.tfevents.")))
                    .as("one event file per start")
                    .hasSize(2);
        }
    }

    @Test
    void anotherConfigurationIsRefusedByTheSettingThatDiffers() {
        TrainConfig config = config(Model.AVOL, Loss.INFO_NCE);
        run(folder, config, new Losses(4, false));
        assertThatThrownBy(() -> run(
                        folder,
                        ConfigFile.with(config, Map.of("learning-rate", "0.5", "network.embedding-size", "8")),
                        Losses.toTheEnd()))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("learning-rate: 0.003, now 0.5")
                .hasMessageContaining("network.embedding-size: 16, now 8");
        // The schedule is stretched over all steps, so their number matters here.
        assertThatThrownBy(() -> run(folder, ConfigFile.with(config, Map.of("steps", "20")), Losses.toTheEnd()))
                .hasMessageContaining("steps: 13, now 20");
    }

    @Test
    void limitsMayChangeAndAFinishedRunMayBeProlonged() {
        TrainConfig config = Tiny.config(Model.AVE, Loss.LOGISTIC, 4);
        run(folder, config, Losses.toTheEnd());
        Losses more = Losses.toTheEnd();
        run(folder, ConfigFile.with(config, Map.of("steps", "6", "patience", "9")), more);
        assertThat(more.byStep.keySet()).containsExactly(5L, 6L);
    }

    @Test
    void otherDataIsRefused() {
        TrainConfig config = config(Model.AVE, Loss.LOGISTIC);
        run(folder, config, new Losses(4, false));
        assertThatThrownBy(() ->
                        new TrainingRun(folder, config, TRAINING, VALIDATION, Map.of("data-hash", "beef")).close())
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("other data");
    }

    @Test
    void filesOfFormerRunsAreRecorded() {
        TrainConfig config = Tiny.config(Model.AVE, Loss.LOGISTIC, 2, "validate-every-steps=2");
        Map<String, String> first = TrainingSources.of(List.of("a".repeat(64)), List.of("b".repeat(64)))
                .metadata();
        Map<String, String> second = TrainingSources.of(List.of("c".repeat(64)), List.of("d".repeat(64)))
                .metadata();
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        Path silent = folder.resolve("silent");
        try (TrainingRun run = new TrainingRun(one, config, TRAINING, VALIDATION, first)) {
            run.run(List.of());
        }
        try (TrainingRun run = new TrainingRun(two, config, TRAINING, VALIDATION, second)) {
            run.startFrom(one.resolve("best.safetensors"));
            run.run(List.of());
        }
        TrainConfig longer = ConfigFile.with(config, Map.of("steps", "4"));
        try (TrainingRun run = new TrainingRun(two, longer, TRAINING, VALIDATION, second)) {
            run.startFrom(one.resolve("best.safetensors")); // as the same command does again; it has its own weights
            run.run(List.of());
        }
        TrainingSources known = sources(two);
        assertThat(known.trainedOn("a".repeat(64)) && known.trainedOn("c".repeat(64)))
                .isTrue();
        assertThat(known.chosenOn("b".repeat(64)) && known.chosenOn("d".repeat(64)))
                .isTrue();
        assertThat(known.complete()).isTrue();

        run(silent, config, Losses.toTheEnd());
        Path three = folder.resolve("three");
        try (TrainingRun run = new TrainingRun(three, config, TRAINING, VALIDATION, first)) {
            run.startFrom(silent.resolve("best.safetensors"));
            run.run(List.of());
        }
        assertThat(sources(three).complete()).as("from weights that do not say").isFalse();
    }

    /** AVE-Net compares directions, AVOL-Net products: how long the vectors are that it is given must not matter. */
    @Test
    void avolNetStartsAlikeFromVectorsOfAnyLength() {
        run(folder.resolve("ave"), Tiny.config(Model.AVE, Loss.INFO_NCE, 4), Losses.toTheEnd());
        Path ave = folder.resolve("ave/best.safetensors");
        Path longer = folder.resolve("longer.safetensors");
        Safetensors weights = Safetensors.read(ave);
        Map<String, FloatTensor> scaled = new TreeMap<>(weights.floats());
        scaled.replaceAll(
                (name, tensor) -> name.contains(".fc2.") ? times(name.startsWith("sound") ? 30 : 7, tensor) : tensor);
        Safetensors.of(weights.metadata(), scaled).write(longer);

        double fromOne = firstLoss(folder.resolve("one"), ave);
        assertThat(firstLoss(folder.resolve("two"), longer)).isCloseTo(fromOne, within(1e-4));
    }

    private static double firstLoss(Path run, Path weights) {
        Losses losses = Losses.toTheEnd();
        try (TrainingRun started =
                new TrainingRun(run, Tiny.config(Model.AVOL, Loss.INFO_NCE, 1), TRAINING, VALIDATION, Map.of())) {
            started.startFrom(weights);
            started.run(List.of(losses));
        }
        return Objects.requireNonNull(losses.byStep.get(1L));
    }

    private static FloatTensor times(float factor, FloatTensor tensor) {
        float[] values = tensor.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        return new FloatTensor(tensor.shape(), values);
    }

    private static TrainingSources sources(Path run) {
        return TrainingSources.in(
                        Safetensors.read(run.resolve("last.safetensors")).metadata())
                .orElseThrow();
    }

    @Test
    void aForeignCheckpointIsRefused() throws IOException {
        TrainConfig config = config(Model.AVE, Loss.LOGISTIC);
        run(folder, config, new Losses(4, false));
        Files.copy(
                folder.resolve("best.safetensors"),
                folder.resolve("last.safetensors"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> run(folder, config, Losses.toTheEnd()))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("last.safetensors")
                .hasMessageContaining("adam.first.");
        Safetensors.of(Map.of("model", "AVE", "network", networkJson(folder)), Map.of())
                .write(folder.resolve("last.safetensors"));
        assertThatThrownBy(() -> run(folder, config, Losses.toTheEnd()))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("not the state of a training run");
    }

    @Test
    void whatWasMeasuredAtTheStartIsKept() {
        TrainConfig config = config(Model.AVE, Loss.LOGISTIC);
        assertThat(TrainingRun.asStarted(folder, config)).isEqualTo(config);
        run(folder, config, new Losses(4, false));
        TrainConfig elsewhere = ConfigFile.with(config, Map.of("precision", "bfloat16", "engine-threads", "5"));
        assertThat(TrainingRun.asStarted(folder, elsewhere)).isEqualTo(config);
        assertThat(TrainingRun.configOf(folder)).isEqualTo(config);
    }

    private static TrainConfig config(Model model, Loss loss) {
        return Tiny.config(
                model,
                loss,
                STEPS,
                "cosine-decay=true",
                "gradient-clip=0.5",
                "pooling-sharpness=2",
                "soft-pooling-share=0.5",
                "whole-picture-share=0.25");
    }

    private static void run(Path into, TrainConfig config, TrainingListener listener) {
        try (TrainingRun run = new TrainingRun(into, config, TRAINING, VALIDATION, Map.of("data-hash", "cafe"))) {
            run.run(List.of(listener));
        }
    }

    private static String networkJson(Path run) {
        return Safetensors.read(run.resolve("best.safetensors")).metadata().getOrDefault("network", "");
    }

    private static void assertSameTensors(Path a, Path b, String checkpoint) {
        Map<String, FloatTensor> left =
                Safetensors.read(a.resolve(checkpoint + ".safetensors")).floats();
        Map<String, FloatTensor> right =
                Safetensors.read(b.resolve(checkpoint + ".safetensors")).floats();
        assertThat(left.keySet()).isEqualTo(right.keySet()).isNotEmpty();
        assertThat(left.keySet().stream().anyMatch(name -> name.startsWith("adam.second.")))
                .isEqualTo(checkpoint.equals("last"));
        left.forEach((name, tensor) -> assertThat(tensor.values())
                .as(name)
                .isEqualTo(Objects.requireNonNull(right.get(name)).values()));
    }

    private static List<String> stepsInMetrics(Path run) throws IOException {
        List<String> steps = new ArrayList<>();
        List<String> lines = Files.readAllLines(run.resolve("metrics.csv"));
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split(",", -1);
            assertThat(fields).as(line).hasSameSizeAs(lines.getFirst().split(","));
            steps.add(fields[0] + (fields[2].isEmpty() ? " validation" : " train"));
        }
        return steps;
    }
}
