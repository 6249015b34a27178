package dev.earsight.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several ranks take the steps that one with the whole batch takes. */
class RanksTest {
    private static final SyntheticClips CLIPS = Tiny.clips(16, 6, 1);

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
        List<Map<String, float[]>> shared =
                TogetherRanks.run(count, ranks -> tensorsAfterBackward(config, ranks));
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

    private static Map<String, float[]> tensorsAfterBackward(TrainConfig config, Ranks ranks) {
        PairBatch batch = batch(config, ranks);
        Tensors.useThreads(1);
        try (Scope scope = Scope.open();
                Network network = config.model().create(config.network(), 5)) {
            if (ranks.count() > 1) {
                network.normalizeOver(ranks);
            }
            Map<String, float[]> found = new LinkedHashMap<>();
            try (BatchGradients gradients = new BatchGradients(
                    network, config.loss(), config.hardNegatives(), config.precision(), ranks)) {
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
