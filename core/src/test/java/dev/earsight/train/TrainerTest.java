package dev.earsight.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earsight.EarsightException;
import dev.earsight.clip.SyntheticClips;
import dev.earsight.loss.Loss;
import dev.earsight.net.Model;
import dev.earsight.tensor.Tensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainerTest {
    private static final String[] LEARNER = {
        "network.widths=[8, 8, 16, 16]",
        "network.sound-pooling=4",
        "batch-size=16",
        "learning-rate=0.005",
        "validate-every-steps=100",
        "validation-pairs=256"
    };

    @TempDir
    Path folder;

    private static final class Notes implements TrainingListener {
        final List<Step> steps = new ArrayList<>();
        final List<Validation> validations = new ArrayList<>();

        @Override
        public void afterStep(Step step) {
            steps.add(step);
        }

        @Override
        public void afterValidation(Validation validation) {
            validations.add(validation);
        }
    }

    /** Six kinds of things: one mismatch in six is of one kind and cannot be told, so about 92 % is the best possible. */
    @ParameterizedTest
    @CsvSource({"AVOL, INFO_NCE", "AVE, INFO_NCE", "L3, LOGISTIC"})
    void learnsWhichThingsMakeWhichSounds(Model model, Loss loss) {
        TrainConfig config = Tiny.config(model, loss, loss == Loss.LOGISTIC ? 400 : 200, LEARNER);
        Notes notes = new Notes();
        try (Trainer trainer = new Trainer(config, Tiny.clips(48, 6, 1), Tiny.clips(30, 6, 2))) {
            trainer.run(List.of(notes));
            assertThat(trainer.bestAccuracy()).isGreaterThan(0.7);
        }
        TrainingListener.Validation last = notes.validations.getLast();
        assertThat(last.accuracy()).isGreaterThan(0.7);
        assertThat(last.pairs()).isEqualTo(256);
        assertThat(last.loss()).isLessThan(Math.log(2));
    }

    @ParameterizedTest
    @CsvSource({"AVOL, INFO_NCE", "AVE, ALL_PAIRS"})
    void learnsTenClipsByHeart(Model model, Loss loss) {
        TrainConfig config = Tiny.config(model, loss, 300, LEARNER);
        config = ConfigFile.with(config, Map.of("batch-size", "10", "validate-every-steps", "300"));
        Notes notes = new Notes();
        try (Trainer trainer = new Trainer(config, Tiny.clips(10, 5, 3), Tiny.clips(10, 5, 3))) {
            trainer.run(List.of(notes));
        }
        assertThat(meanAccuracy(notes.steps.subList(0, 5))).isLessThan(0.7);
        assertThat(meanAccuracy(notes.steps.subList(250, 300))).isGreaterThan(0.85);
    }

    @Test
    void soundThatIsNotNumbersStopsWithTheClipsName() {
        SyntheticClips clips = Tiny.clips(6, 6, 1);
        TrainConfig config = Tiny.config(Model.AVE, Loss.INFO_NCE, 20);
        try (Trainer trainer = new Trainer(config, new Tiny.Spoiled(clips, 3), clips)) {
            assertThatThrownBy(() -> trainer.run(List.of()))
                    .isInstanceOf(EarsightException.class)
                    .hasMessageContaining("'class3/clip0003.mp4'")
                    .hasMessageContaining("NaN");
        }
    }

    @Test
    void aLossThatIsNotANumberStopsBeforeTheWeightsAreTouched() {
        SyntheticClips clips = Tiny.clips(6, 6, 1);
        TrainConfig config = Tiny.config(Model.AVE, Loss.LOGISTIC, 20);
        try (Trainer trainer = new Trainer(config, clips, clips)) {
            Map<String, Tensor> weights = trainer.network().parameters().trained();
            Tensor spoiled = Objects.requireNonNull(weights.get("sound.fc2.bias"));
            Tensor other = Objects.requireNonNull(weights.get("vision.conv1_1.weight"));
            try (var none = Tensors.withoutGradients()) {
                spoiled.fill_(Tensors.scalar(Double.NaN));
            }
            float[] before = Tensors.toArray(other);
            assertThatThrownBy(() -> trainer.run(List.of()))
                    .isInstanceOf(EarsightException.class)
                    .hasMessageContaining("not a number any more at step 1")
                    .hasMessageContaining("class0/clip0000.mp4");
            assertThat(Tensors.toArray(other)).isEqualTo(before);
            assertThat(trainer.steps()).isZero();
        }
    }

    @Test
    void stopsWhenValidationsBringNothingNew() {
        SyntheticClips clips = Tiny.clips(8, 4, 1);
        // Nearly standing still, so that no validation after the first ones is better.
        TrainConfig config = Tiny.config(
                Model.AVE, Loss.LOGISTIC, 400, "learning-rate=1e-12", "validate-every-steps=1", "patience=3");
        Notes notes = new Notes();
        try (TrainingRun run = new TrainingRun(folder, config, clips, clips, Map.of())) {
            run.run(List.of(notes));
        }
        assertThat(notes.validations).hasSizeLessThan(200);
        int best = notes.validations.size() - 4;
        assertThat(notes.validations.get(best).best()).isTrue();
        assertThat(notes.validations.subList(best + 1, best + 4)).noneMatch(TrainingListener.Validation::best);
        assertThat(folder.resolve("best.safetensors")).exists();
        // Started again it knows that it was done.
        Notes again = new Notes();
        try (TrainingRun run = new TrainingRun(folder, config, clips, clips, Map.of())) {
            assertThat(run.resumed()).isTrue();
            run.run(List.of(again));
        }
        assertThat(again.steps).isEmpty();
    }

    @Test
    void stopsInGoodOrderWhenTimeIsOver() {
        SyntheticClips clips = Tiny.clips(8, 4, 1);
        TrainConfig config = Tiny.config(
                Model.AVOL, Loss.INFO_NCE, 1_000_000, "time-limit-minutes=1e-6", "validate-every-steps=5000");
        Notes notes = new Notes();
        try (TrainingRun run = new TrainingRun(folder, config, clips, clips, Map.of())) {
            run.run(List.of(notes));
            assertThat(notes.steps).hasSize((int) run.trainer().steps());
        }
        assertThat(notes.steps).isNotEmpty();
        assertThat(notes.validations).hasSize(1);
        assertThat(notes.validations.getFirst().step()).isEqualTo(notes.steps.size());
        assertThat(folder).isDirectoryContaining(file -> Files.isRegularFile(file.resolveSibling("last.safetensors")));
        assertThat(TrainingRun.bestCheckpoint(folder)).exists();
    }

    @Test
    void aFolderWithoutARunIsNamed() {
        assertThatThrownBy(() -> TrainingRun.bestCheckpoint(folder))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining(folder.toString());
        assertThatThrownBy(() -> TrainingRun.configOf(folder))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("config.yaml");
    }

    private static double meanAccuracy(List<TrainingListener.Step> steps) {
        return steps.stream()
                .mapToDouble(TrainingListener.Step::accuracy)
                .average()
                .orElseThrow();
    }
}
