package dev.earsight.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.EarsightException;
import dev.earsight.clip.Augmentation;
import dev.earsight.clip.PairBatch;
import dev.earsight.clip.PairLoader;
import dev.earsight.clip.PairSampler;
import dev.earsight.clip.PictureInput;
import dev.earsight.clip.SamplingRule;
import dev.earsight.clip.SyntheticClips;
import dev.earsight.loss.Loss;
import dev.earsight.net.Model;
import dev.earsight.net.Network;
import dev.earsight.ranks.Ranks;
import dev.earsight.ranks.TogetherRanks;
import dev.earsight.tensor.Scope;
import dev.earsight.tensor.Tensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several ranks take the steps that one with the whole batch takes. */
class RanksTest {
    private static final SyntheticClips CLIPS = Tiny.clips(16, 6, 1);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "AVE, LOGISTIC, 2",
        "AVE, INFO_NCE, 2",
        "AVE, INFO_NCE, 4",
        "AVOL, INFO_NCE, 2",
        "AVOL, LOGISTIC, 2",
        "AVE, ALL_PAIRS, 2",
        "L3, LOGISTIC, 2",
    })
    void ranksGiveTheGradientsOfTheWholeBatch(Model model, Loss loss, int count) throws Exception {
        TrainConfig config = Tiny.config(model, loss, 1, "batch-size=16", "network.normalized-embedding=true");
        Map<String, float[]> whole = tensorsAfterBackward(config, Ranks.alone());
        List<Map<String, float[]>> shared = TogetherRanks.run(count, ranks -> tensorsAfterBackward(config, ranks));
        double largest = whole.entrySet().stream()
                .filter(each -> each.getKey().startsWith("gradient "))
                .mapToDouble(each -> largest(each.getValue()))
                .max()
                .orElseThrow();
        assertThat(largest).isGreaterThan(1e-3);
        for (Map<String, float[]> ofRank : shared) {
            assertThat(ofRank.keySet()).isEqualTo(whole.keySet());
            whole.forEach((name, expected) -> assertThat(Objects.requireNonNull(ofRank.get(name)))
                    .as(name)
                    .containsExactly(expected, within((float) (1e-4 * Math.max(1, largest)))));
        }
    }

    /** Steps 1 to 4 by one rank and 5 to 8 by another number of them, beside one rank all along. */
    @ParameterizedTest
    @CsvSource({"AVE, INFO_NCE, 2, 4", "AVOL, LOGISTIC, 4, 1", "AVOL, INFO_NCE, 1, 2"})
    void aRunGoesOnWithAnotherNumberOfRanks(Model model, Loss loss, int before, int after) throws Exception {
        TrainConfig config = Tiny.config(
                model,
                loss,
                8,
                "cosine-decay=true",
                "weight-averaging=0.8",
                "gradient-clip=0.5",
                "pooling-sharpness=2",
                "soft-pooling-share=0.5",
                "validation-pairs=24");
        List<Double> alone = train(folder.resolve("alone"), config, 1, 8);
        List<Double> shared = new ArrayList<>(train(folder.resolve("shared"), config, before, 4));
        shared.addAll(train(folder.resolve("shared"), config, after, 8));
        assertThat(shared).hasSameSizeAs(alone);
        for (int i = 0; i < alone.size(); i++) {
            assertThat(shared.get(i)).as("number %d", i).isCloseTo(alone.get(i), within(2e-3));
        }
    }

    /** Losses, norms and validation losses that rank 0 saw, up to a step; other ranks must end with the same weights. */
    private static List<Double> train(Path into, TrainConfig config, int count, long lastStep) throws Exception {
        List<Double> seen = new ArrayList<>();
        Function<Ranks, Map<String, float[]>> part = ranks -> {
            TrainingListener listener = new TrainingListener() {
                private long step;

                @Override
                public void afterStep(Step taken) {
                    step = taken.step();
                    if (ranks.rank() == 0) {
                        seen.addAll(List.of(taken.loss(), taken.gradientNorm()));
                    }
                }

                @Override
                public void afterValidation(Validation validation) {
                    if (ranks.rank() == 0) {
                        seen.add(validation.loss());
                    }
                }

                @Override
                public boolean wantsToStop() {
                    return ranks.rank() == count - 1 && step == lastStep;
                }
            };
            try (TrainingRun run = new TrainingRun(into, config, CLIPS, CLIPS, Map.of("data-hash", "cafe"), ranks)) {
                run.run(List.of(listener));
                Map<String, float[]> state = new LinkedHashMap<>();
                run.trainer().state().forEach((name, tensor) -> put(state, name, tensor));
                return state;
            }
        };
        if (count == 1) {
            assertThat(part.apply(Ranks.alone())).isNotEmpty();
        } else {
            List<Map<String, float[]>> states = TogetherRanks.run(count, part);
            for (Map<String, float[]> state : states) {
                assertThat(state).usingRecursiveComparison().isEqualTo(states.getFirst());
            }
        }
        return seen;
    }

    @Test
    void normalizedEachByItselfTheRanksStillAgree() throws Exception {
        TrainConfig config = Tiny.config(Model.AVE, Loss.INFO_NCE, 4, "local-normalization=true");
        List<Double> itself = train(folder.resolve("local"), config, 2, 4);
        List<Double> together = train(folder.resolve("together"), Tiny.config(Model.AVE, Loss.INFO_NCE, 4), 2, 4);
        assertThat(itself.getFirst()).isNotCloseTo(together.getFirst(), within(1e-4));
    }

    @Test
    void aBatchThatCannotBeSharedIsRefused() {
        TrainConfig config = Tiny.config(Model.AVE, Loss.INFO_NCE, 4, "batch-size=9");
        assertThatThrownBy(() -> TogetherRanks.run(2, ranks -> new Trainer(config, CLIPS, CLIPS, ranks)))
                .hasRootCauseInstanceOf(EarsightException.class)
                .hasMessageContaining("set --batch-size to a multiple of 2");
    }

    private static Map<String, float[]> tensorsAfterBackward(TrainConfig config, Ranks ranks) {
        PairBatch batch = batch(config, ranks);
        Tensors.useThreads(1);
        try (Scope scope = Scope.open();
                Network network = config.model().create(config.network(), 5)) {
            if (ranks.count() > 1) {
                network.normalizeOver(ranks);
            }
            Map<String, float[]> found = new LinkedHashMap<>();
            try (BatchGradients gradients =
                    new BatchGradients(network, config.loss(), config.hardNegatives(), config.precision(), ranks)) {
                Loss.Result result = gradients.add(batch);
                found.put("loss", Tensors.toArray(result.loss()));
                network.parameters().trained().forEach((name, tensor) -> put(found, "gradient " + name, tensor.grad()));
                network.parameters().statistics().forEach((name, tensor) -> put(found, name, tensor));
            }
            return found;
        }
    }

    private static void put(Map<String, float[]> found, String name, Tensor tensor) {
        if (tensor.defined()) {
            found.put(name, Tensors.toArray(tensor));
        }
    }

    /** A rank's share of the first batch. */
    private static PairBatch batch(TrainConfig config, Ranks ranks) {
        PictureInput input = PictureInput.still(config.network().imageSide());
        PairLoader.Settings settings = PairLoader.Settings.of(
                        config.batchSize(),
                        input,
                        config.loss().comparesAll() ? PairLoader.Mix.MATCHED : PairLoader.Mix.BALANCED,
                        3)
                .share(ranks.rank(), ranks.count());
        PairSampler sampler = new PairSampler(CLIPS, SamplingRule.standard(), input);
        try (PairLoader loader = new PairLoader(CLIPS, sampler, Augmentation.standard(), settings)) {
            return loader.next();
        }
    }

    private static double largest(float[] values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
