package dev.earsight.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.net.AveNet;
import dev.earsight.net.Network;
import dev.earsight.net.NetworkConfig;
import dev.earsight.tensor.Scope;
import dev.earsight.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** On two unit vectors a side, whose cosines are known, so that every loss can be worked out by hand. */
class LossTest {
    private static final NetworkConfig TINY =
            new NetworkConfig(32, List.of(2, 2, 2, 2), 2, 4, false, NetworkConfig.Padding.ZERO);

    // Pictures at 0 and 90 degrees, sounds at 60 and 90: cosines (0.5, 0) and (0.866, 1).
    private static final float[] PICTURES = {1, 0, 0, 1};
    private static final float[] SOUNDS = {0.5f, (float) Math.sqrt(0.75), 0, 1};
    private static final double[][] COSINES = {{0.5, 0}, {Math.sqrt(0.75), 1}};

    @Test
    void logisticIsTheMeanCrossEntropy() {
        double expected = 0.5 * (softplus(-logit(COSINES[0][0])) + softplus(logit(COSINES[1][1])));
        check(Loss.LOGISTIC, new float[] {1, 0}, expected);
    }

    @Test
    void allPairsWeighsMatchesAndMismatchesAlike() {
        double matches = (softplus(-logit(COSINES[0][0])) + softplus(-logit(COSINES[1][1]))) / 2;
        double others = (softplus(logit(COSINES[0][1])) + softplus(logit(COSINES[1][0]))) / 2;
        check(Loss.ALL_PAIRS, new float[] {1, 1}, 0.5 * matches + 0.5 * others);
    }

    @Test
    void infoNceIsTheMeanOfBothDirections() {
        double contrast = 0;
        for (int i = 0; i < 2; i++) {
            double own = 10 * COSINES[i][i];
            contrast += Math.log(Math.exp(10 * COSINES[i][0]) + Math.exp(10 * COSINES[i][1])) - own;
            contrast += Math.log(Math.exp(10 * COSINES[0][i]) + Math.exp(10 * COSINES[1][i])) - own;
        }
        check(Loss.INFO_NCE, new float[] {1, 1}, contrast / 4);
    }

    private static void check(Loss loss, float[] matched, double expected) {
        try (Scope scope = Scope.open();
                Network network = new AveNet(TINY, 1)) {
            Tensor vision = Tensors.of(PICTURES, 2, 2);
            Tensor sound = Tensors.of(SOUNDS, 2, 2);
            Loss.Result result = loss.of(network, vision, sound, Tensors.of(matched, 2));
            assertThat((double) Tensors.toFloat(result.loss())).isCloseTo(expected, within(1e-3));
            assertThat(Tensors.shape(result.logits())).isEqualTo(Tensors.shape(result.matched()));
        }
    }

    private static double logit(double cosine) {
        return 8 * (Math.sqrt(2) - Math.sqrt(Math.max(2 - 2 * cosine, 1e-8)));
    }

    private static double softplus(double x) {
        return Math.log1p(Math.exp(x));
    }
}
