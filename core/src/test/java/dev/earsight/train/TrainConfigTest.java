package dev.earsight.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.EarsightException;
import dev.earsight.loss.Loss;
import dev.earsight.net.Model;
import dev.earsight.tensor.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TrainConfigTest {
    private static final TrainConfig BASE = Tiny.config(Model.AVE, Loss.LOGISTIC, 1000);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void presetsSurviveYaml(Model model) {
        for (String name : List.of("small", "small-normalized", "paper")) {
            TrainConfig preset = Presets.named(name, model);
            assertThat(preset.model()).isEqualTo(model);
            assertThat(ConfigFile.fromYaml(ConfigFile.toYaml(preset))).isEqualTo(preset);
        }
        assertThat(Presets.named("small-normalized", model).network().normalizedEmbedding())
                .isTrue();
        TrainConfig paper = Presets.paper(model);
        assertThat(paper.weightDecay()).isEqualTo(1e-5);
        assertThat(paper.decayFactor()).isEqualTo(0.94);
        assertThat(paper.decayEveryEpochs()).isEqualTo(16);
        assertThat(paper.network().imageSide()).isEqualTo(224);
        assertThat(paper.loss()).isEqualTo(Loss.LOGISTIC);
    }

    /** Runs of before a setting was there can be read, and go on, with it off. */
    @Test
    void settingsYoungerThanARunAreOff() {
        String older = ConfigFile.toYaml(BASE)
                .lines()
                .filter(line -> !line.matches(" *(negative-focus|ignored-.*|weight-averaging|attention-sharpness):.*"))
                .collect(java.util.stream.Collectors.joining("\n"));
        assertThat(older).isNotEqualTo(ConfigFile.toYaml(BASE).strip());
        assertThat(ConfigFile.fromYaml(older)).isEqualTo(BASE);
        assertThat(BASE.weightAveraging() + BASE.negativeFocus() + BASE.ignoredNegativesShare())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "weight-averaging, 1, weight-averaging",
        "negative-focus, -1, negative-focus",
        "ignored-negatives-share, 1, ignored-negatives-share",
        "network.attention-sharpness, -0.1, attention sharpness",
        "network.attention-sharpness, 0.1, --model avol",
    })
    void whatCannotBeMeantIsRefused(String key, String value, String named) {
        assertThatThrownBy(() -> ConfigFile.with(BASE, Map.of(key, value)))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining(named);
    }

    @Test
    void unknownPresetNamesTheKnown() {
        assertThatThrownBy(() -> Presets.named("tiny", Model.AVE))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("'tiny'")
                .hasMessageContaining("small")
                .hasMessageContaining("paper");
    }

    @Test
    void aFileSaysOnlyWhatDiffers() throws IOException {
        Path file = folder.resolve("mine.yaml");
        Files.writeString(file, "loss: info_nce\nnetwork:\n  image-side: 64\nprecision: BFLOAT16\n");
        TrainConfig read = ConfigFile.read(file, BASE);
        assertThat(read.loss()).isEqualTo(Loss.INFO_NCE);
        assertThat(read.network().imageSide()).isEqualTo(64);
        assertThat(read.network().widths()).isEqualTo(BASE.network().widths());
        assertThat(read.precision()).isEqualTo(Precision.BFLOAT16);
        assertThat(ConfigFile.differences(BASE, read)).hasSize(3);
        Files.writeString(file, "# nothing\n");
        assertThat(ConfigFile.read(file, BASE)).isEqualTo(BASE);
    }

    @Test
    void singleSettingsOverride() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("learning-rate", "5e-4");
        settings.put("network.widths", "[8, 8, 8, 8]");
        settings.put("sampling.misalignment-seconds", "0.5");
        settings.put("augmentation.flip", "false");
        TrainConfig changed = ConfigFile.with(BASE, settings);
        assertThat(changed.learningRate()).isEqualTo(5e-4);
        assertThat(changed.network().widths()).containsExactly(8, 8, 8, 8);
        assertThat(changed.sampling().misalignmentSeconds()).isEqualTo(0.5);
        assertThat(changed.augmentation().flip()).isFalse();
        assertThat(changed.batchSize()).isEqualTo(BASE.batchSize());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "learnin-rate        | 0.1     | no setting 'learnin-rate'           | did you mean 'learning-rate'?",
                "network.image_side  | 64      | no setting 'image_side'             | did you mean 'image-side'?",
                "learningRate        | 0.1     | no setting 'learningRate'           | did you mean 'learning-rate'?",
                "batch-size          | 1       | 'batch-size'                        | at least 2, not 1",
                "batch-size          | 8.5     | --set batch-size                    | 8.5",
                "batch-size          | many    | --set batch-size                    | many",
                "learning-rate       | 0       | 'learning-rate'                     | above 0",
                "learning-rate       | .nan    | 'learning-rate'                     | NaN",
                "soft-pooling-share  | 1.5     | 'soft-pooling-share'                | 0 to 1",
                "whole-picture-share | -0.1    | 'whole-picture-share'               | 0 to 1",
                "validation-pairs    | 0       | 'validation-pairs'                  | at least 2",
                "patience            | -1      | 'patience'                          | at least 0",
                "model               | avoll   | --set model                         | AVOL",
                "network.image-side  | 100     | --set network.image-side            | multiple of 16",
                "network             | 5       | --set network                       | fit",
                "steps               | '[1'    | --set steps                         | valid YAML",
            })
    void whatIsWrongIsSaidInWords(String key, String value, String first, String second) {
        assertThatThrownBy(() -> ConfigFile.with(BASE, Map.of(key, value)))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining(first)
                .hasMessageContaining(second);
    }

    @Test
    void filesThatAreNoConfigurationAreRefused() throws IOException {
        Path file = folder.resolve("mine.yaml");
        assertThatThrownBy(() -> ConfigFile.read(file, BASE))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining(file.toString());
        Files.writeString(file, "- a\n- b\n");
        assertThatThrownBy(() -> ConfigFile.read(file, BASE))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("key: value");
        Files.writeString(file, "steps: [1\n");
        assertThatThrownBy(() -> ConfigFile.read(file, BASE))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("not valid YAML");
        assertThatThrownBy(() -> ConfigFile.fromYaml("a: 1")).isInstanceOf(EarsightException.class);
    }

    @Test
    void l3NetIsNotTrainedByInfoNce() {
        assertThatThrownBy(() -> Tiny.config(Model.L3, Loss.INFO_NCE, 1))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("L3-Net");
    }

    @ParameterizedTest
    @CsvSource({
        // 8 pairs a step, 100 pairs an epoch: 16 epochs are over after 200 steps.
        "0, 0.001",
        "1, 0.002",
        "2, 0.003",
        "9, 0.01",
        "10, 0.01",
        "199, 0.01",
        "200, 0.0094",
        "399, 0.0094",
        "400, 0.008836",
    })
    void rateGrowsThenFallsEverySixteenEpochs(long step, double expected) {
        TrainConfig config =
                ConfigFile.with(BASE, Map.of("learning-rate", "0.01", "warmup-steps", "10", "batch-size", "8"));
        assertThat(config.learningRateAt(step, 100)).isCloseTo(expected, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"0, 0.01", "250, 0.008535534", "500, 0.005", "750, 0.001464466", "1000, 0"})
    void cosineFallsToZero(long step, double expected) {
        TrainConfig config = ConfigFile.with(
                BASE, Map.of("learning-rate", "0.01", "warmup-steps", "0", "cosine-decay", "true", "steps", "1000"));
        assertThat(config.learningRateAt(step, 100)).isCloseTo(expected, within(1e-8));
    }
}
