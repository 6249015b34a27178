package dev.earsight.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void theEffectiveRankCountsDirectionsUsedAlike() {
        // Plus and minus along each of k axes: k equal singular values.
        for (int k : new int[] {1, 2, 5}) {
            double[][] vectors = new double[2 * k][6];
            for (int i = 0; i < k; i++) {
                vectors[2 * i][i] = 3;
                vectors[2 * i + 1][i] = -3;
            }
            assertThat(Spread.effectiveRank(vectors)).isCloseTo(k, within(1e-9));
        }
    }

    @Test
    void unequalDirectionsCountByTheEntropyOfTheirSingularValues() {
        double[][] vectors = {{3, 0}, {-3, 0}, {0, 1}, {0, -1}};
        double expected = Math.exp(-(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25)));
        assertThat(Spread.effectiveRank(vectors)).isCloseTo(expected, within(1e-9));
    }

    @Test
    void oneVectorForAllHasCollapsed() {
        float[][] vectors = new float[12][];
        Arrays.fill(vectors, new float[] {1, -2, 3, 0});
        Spread spread = Spread.of("sounds", vectors, 1);
        assertThat(spread.similarity()).isCloseTo(1, within(1e-9));
        assertThat(spread.similarityInterval().low()).isCloseTo(1, within(1e-9));
        assertThat(spread.effectiveRank()).isZero();
    }

    @Test
    void noiseIsAlikeInAllDirections() {
        SplittableRandom random = new SplittableRandom(4);
        float[][] vectors = new float[150][8];
        for (float[] vector : vectors) {
            for (int k = 0; k < vector.length; k++) {
                vector[k] = (float) random.nextGaussian();
            }
        }
        Spread spread = Spread.of("pictures", vectors, 1);
        assertThat(spread.similarity()).isCloseTo(0, within(0.03)).isCloseTo(meanCosineOfPairs(vectors), within(1e-12));
        assertThat(spread.similarityInterval().low()).isLessThan(spread.similarity());
        assertThat(spread.similarityInterval().high()).isGreaterThan(spread.similarity());
        assertThat(spread.effectiveRank()).isCloseTo(spread.roundRank(), within(0.3));
    }

    private static double meanCosineOfPairs(float[][] vectors) {
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < vectors.length; i++) {
            for (int j = 0; j < i; j++) {
                sum += product(vectors[i], vectors[j])
                        / Math.sqrt(product(vectors[i], vectors[i]) * product(vectors[j], vectors[j]));
                pairs++;
            }
        }
        return sum / pairs;
    }

    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += (double) a[k] * b[k];
        }
        return sum;
    }

    @Test
    void fewerVectorsThanTheirLengthAreNoTrouble() {
        float[][] vectors = {{1, 0, 0, 0, 0}, {0, 1, 0, 0, 0}, {0, 0, 1, 0, 0}};
        Spread spread = Spread.of("pictures", vectors, 1);
        assertThat(spread.effectiveRank()).isCloseTo(2, within(1e-9)); // three points span a plane
        assertThat(spread.similarity()).isCloseTo(0, within(1e-9));
    }
}
