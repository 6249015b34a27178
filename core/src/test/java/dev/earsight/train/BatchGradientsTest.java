package dev.earsight.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.clip.Augmentation;
import dev.earsight.clip.BatchReader;
import dev.earsight.clip.Pair;
import dev.earsight.clip.PairBatch;
import dev.earsight.clip.PairSampler;
import dev.earsight.clip.PictureInput;
import dev.earsight.clip.SamplingRule;
import dev.earsight.loss.Loss;
import dev.earsight.net.Model;
import dev.earsight.net.Network;
import dev.earsight.ranks.Ranks;
import dev.earsight.tensor.Scope;
import dev.earsight.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchGradientsTest {
    /**
     * Parts that hold the same pairs have the same statistics, the whole batch's: then nothing but the order of sums may
     * differ.
     */
    @ParameterizedTest
    @CsvSource({"AVE, INFO_NCE", "AVE, ALL_PAIRS", "AVOL, INFO_NCE", "AVOL, LOGISTIC", "L3, ALL_PAIRS"})
    void partsGiveTheGradientsOfTheWhole(Model model, Loss loss) {
        TrainConfig config = Tiny.config(model, loss, 1);
        PairBatch batch = repeated(loss, 4, 3);
        Map<String, float[]> whole = gradients(config, batch, 0);
        Map<String, float[]> parts = gradients(config, batch, 4);
        assertThat(parts.keySet()).isEqualTo(whole.keySet());
        double largest = whole.values().stream()
                .mapToDouble(BatchGradientsTest::largest)
                .max()
                .orElseThrow();
        assertThat(largest).isGreaterThan(1e-3);
        whole.forEach((name, expected) ->
                assertThat(parts.get(name)).as(name).containsExactly(expected, within((float) (1e-3 * largest))));
    }

    /** {@code size} pairs, so many times over. */
    private static PairBatch repeated(Loss loss, int size, int times) {
        var clips = Tiny.clips(8, 4, 1);
        PairSampler sampler = new PairSampler(clips, SamplingRule.standard());
        Random random = new Random(3);
        List<Pair> once =
                loss.comparesAll() ? sampler.batchOfMatched(size, random) : sampler.batchBalanced(size, random);
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            pairs.addAll(once);
        }
        return new BatchReader(clips, Augmentation.off(), PictureInput.still(32)).read(pairs, random);
    }

    private static Map<String, float[]> gradients(TrainConfig config, PairBatch batch, int partSize) {
        try (Scope scope = Scope.open();
                Network network = config.model().create(config.network(), 5)) {
            BatchGradients gradients = new BatchGradients(
                    network, config.loss(), config.hardNegatives(), config.precision(), Ranks.alone());
            if (partSize == 0) {
                gradients.add(batch);
            } else {
                gradients.addInParts(batch, partSize);
            }
            Map<String, float[]> found = new LinkedHashMap<>();
            network.parameters().trained().forEach((name, tensor) -> {
                if (tensor.grad().defined()) {
                    found.put(name, Tensors.toArray(tensor.grad()));
                }
            });
            return found;
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
