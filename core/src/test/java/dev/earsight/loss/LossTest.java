package dev.earsight.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.net.AveNet;
import dev.earsight.net.AvolNet;
import dev.earsight.net.Network;
import dev.earsight.net.NetworkConfig;
import dev.earsight.tensor.Scope;
import dev.earsight.tensor.Tensors;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

    /** Of the scores 2, 1, 0 and -1 that go with a picture's own of 3, focus 1 weighs each by exp(s) over the mean of those. */
    @Test
    void harderMismatchesWeighMore() {
        double mean = (Math.exp(2) + Math.exp(1) + Math.exp(0) + Math.exp(-1)) / 4;
        double[] weights = {0, Math.log(Math.exp(2) / mean), Math.log(Math.exp(1) / mean), Math.log(1 / mean)};
        assertThat(logWeights(1, 0)).startsWith(weights, within(1e-5));
    }

    /** Of four mismatches a share of 0.3 is one, rounded down: the hardest. */
    @Test
    void theHardestMismatchesAreTakenForTheSameKind() {
        assertThat(logWeights(0, 0.3)).containsExactly(0, Double.NEGATIVE_INFINITY, 0, 0, 0);
        double mean = (Math.exp(2) + Math.exp(0) + Math.exp(-2)) / 3;
        assertThat(logWeights(2, 0.3)).startsWith(new double[] {0, Double.NEGATIVE_INFINITY}, within(1e-5));
        assertThat(logWeights(2, 0.3)[2]).isCloseTo(2 - Math.log(mean), within(1e-5));
    }

    private static double[] logWeights(double focus, double ignored) {
        try (Scope scope = Scope.open()) {
            Tensor scores = Tensors.of(new float[] {3, 2, 1, 0, -1}, 1, 5);
            Tensor matches = Tensors.of(new float[] {1, 0, 0, 0, 0}, 1, 5).gt(Tensors.scalar(0));
            float[] weights = Tensors.toArray(new HardNegatives(focus, ignored).logWeights(scores, matches, 1));
            double[] wide = new double[weights.length];
            for (int i = 0; i < wide.length; i++) {
                wide[i] = weights[i] + 0.0; // no minus zero
            }
            return wide;
        }
    }

    /** Loss and gradient of random scores against sums written out here, the weights held still while the scores move. */
    @ParameterizedTest
    @EnumSource
    void lossesWithHardNegativesAreTheWrittenOutSums(Loss loss) {
        int n = 6;
        for (long seed = 1; seed <= 5; seed++) {
            Random random = new Random(seed);
            HardNegatives negatives = new HardNegatives(random.nextDouble(), 0.2 * (seed % 3));
            double[][] scores = new double[n][n];
            float[] places = new float[n * n];
            for (int i = 0; i < n * n; i++) {
                places[i] = (float) random.nextGaussian();
                scores[i / n][i % n] = places[i];
            }
            boolean[] matched = new boolean[n];
            float[] labels = new float[n];
            for (int i = 0; i < n; i++) {
                matched[i] = loss != Loss.LOGISTIC || i % 2 == 0;
                labels[i] = matched[i] ? 1 : 0;
            }
            // Pictures of one place whose vectors are their scores, sounds that each pick one number out.
            NetworkConfig config = new NetworkConfig(32, List.of(2, 2, 2, 2), n, 4, false, NetworkConfig.Padding.ZERO);
            try (Scope scope = Scope.open();
                    Network network = new AvolNet(config, 1)) {
                Tensor vision = Tensors.of(places, n, 1, n);
                vision.set_requires_grad(true);
                Loss.Result result = loss.of(network, vision, Tensors.identity(n), Tensors.of(labels, n), negatives);
                result.loss().backward();
                float[] gradient = Tensors.toArray(vision.grad());
                assertThat((double) Tensors.toFloat(result.loss()))
                        .as("seed %d", seed)
                        .isCloseTo(writtenOut(loss, scores, scores, matched, negatives), within(1e-5));
                for (int i = 0; i < n * n; i++) {
                    double above = moved(loss, scores, i, 1e-5, matched, negatives);
                    double below = moved(loss, scores, i, -1e-5, matched, negatives);
                    assertThat((double) gradient[i])
                            .as("seed %d, score %d", seed, i)
                            .isCloseTo((above - below) / 2e-5, within(1e-5));
                }
            }
        }
    }

    private static double moved(
            Loss loss, double[][] scores, int index, double by, boolean[] matched, HardNegatives negatives) {
        double[][] changed = new double[scores.length][];
        for (int i = 0; i < scores.length; i++) {
            changed[i] = scores[i].clone();
        }
        changed[index / scores.length][index % scores.length] += by;
        return writtenOut(loss, changed, scores, matched, negatives);
    }

    private static double writtenOut(
            Loss loss, double[][] scores, double[][] weighed, boolean[] matched, HardNegatives negatives) {
        int n = scores.length;
        double sum = 0;
        if (loss == Loss.LOGISTIC) {
            double[] own = new double[n];
            for (int i = 0; i < n; i++) {
                own[i] = weighed[i][i];
            }
            double[] weights = weights(own, matched, negatives);
            for (int i = 0; i < n; i++) {
                sum += weights[i] * softplus(matched[i] ? -scores[i][i] : scores[i][i]) / n;
            }
            return sum;
        }
        double total = 0;
        double others = 0;
        for (int i = 0; i < n; i++) {
            double[] column = new double[n];
            boolean[] own = new boolean[n];
            own[i] = true;
            for (int j = 0; j < n; j++) {
                column[j] = weighed[j][i];
            }
            double[] ofRow = weights(weighed[i], own, negatives);
            double[] ofColumn = weights(column, own, negatives);
            double row = 0;
            double down = 0;
            for (int j = 0; j < n; j++) {
                row += ofRow[j] * Math.exp(scores[i][j]);
                down += ofColumn[j] * Math.exp(scores[j][i]);
                total += i == j ? 0 : ofRow[j];
                others += i == j ? 0 : ofRow[j] * softplus(scores[i][j]);
            }
            sum += loss == Loss.INFO_NCE
                    ? (Math.log(row) + Math.log(down) - 2 * scores[i][i]) / (2 * n)
                    : softplus(-scores[i][i]) / (2 * n);
        }
        return loss == Loss.INFO_NCE ? sum : sum + others / (2 * total);
    }

    private static double[] weights(double[] scores, boolean[] matched, HardNegatives negatives) {
        List<Integer> hardestFirst = IntStream.range(0, scores.length)
                .filter(i -> !matched[i])
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -scores[i]))
                .toList();
        List<Integer> counted =
                hardestFirst.subList((int) (negatives.ignoredShare() * hardestFirst.size()), hardestFirst.size());
        double mean = counted.stream()
                .mapToDouble(i -> Math.exp(negatives.focus() * scores[i]))
                .average()
                .orElseThrow();
        double[] weights = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            weights[i] = matched[i] ? 1 : counted.contains(i) ? Math.exp(negatives.focus() * scores[i]) / mean : 0;
        }
        return weights;
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
