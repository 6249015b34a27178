package dev.earsight.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrincipalComponentsTest {
    @Test
    void pointsAlongTwoAxesByHand() {
        // (3, 4) / 5 with deviation 5, (4, -3) / 5 with deviation 1: variances 25 and 1 over two, halved each.
        float[][] points = {{4, 6}, {-2, -2}, {1.8f, 1.4f}, {0.2f, 2.6f}};
        PrincipalComponents components = PrincipalComponents.of(points, 2);
        assertThat(components.mean()).containsExactly(new double[] {1, 2}, within(1e-6));
        assertThat(components.directions()[0]).containsExactly(new double[] {0.6, 0.8}, within(1e-6));
        assertThat(components.directions()[1]).containsExactly(new double[] {0.8, -0.6}, within(1e-6));
        assertThat(components.shares()).containsExactly(new double[] {25 / 26.0, 1 / 26.0}, within(1e-6));
        assertThat(components.project(points[0])).containsExactly(new double[] {5, 0}, within(1e-5));
        assertThat(PrincipalComponents.of(new float[][] {{1, 1}, {1, 1}}, 2).shares())
                .containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noOtherDirectionHoldsMore(long seed) {
        Random random = new Random(seed);
        float[][] points = new float[50][6];
        for (float[] point : points) {
            for (int i = 0; i < 6; i++) {
                point[i] = (float) (random.nextGaussian() * (i + 1));
            }
        }
        PrincipalComponents components = PrincipalComponents.of(points, 2);
        double most = variance(points, components.directions()[0]);
        for (int trial = 0; trial < 500; trial++) {
            double[] direction = random.doubles(6, -1, 1).toArray();
            double length =
                    Math.sqrt(java.util.Arrays.stream(direction).map(v -> v * v).sum());
            for (int i = 0; i < 6; i++) {
                direction[i] /= length;
            }
            assertThat(variance(points, direction)).isLessThanOrEqualTo(most + 1e-9);
        }
    }

    private static double variance(float[][] points, double[] direction) {
        double sum = 0;
        double squares = 0;
        for (float[] point : points) {
            double along = 0;
            for (int i = 0; i < point.length; i++) {
                along += direction[i] * point[i];
            }
            sum += along;
            squares += along * along;
        }
        double mean = sum / points.length;
        return squares / points.length - mean * mean;
    }

    @Test
    void confusionCountsAndGathersTheRare() {
        Confusion confusion = Confusion.of(
                List.of("cat", "cat", "dog", "dog", "ant", "cat"),
                List.of("cat", "dog", "dog", "ant", "cat", "fly"),
                2);
        assertThat(confusion.names()).containsExactly("cat", "dog", Confusion.OTHERS);
        assertThat(confusion.counts()).containsExactly(List.of(1, 1, 1), List.of(0, 1, 1), List.of(1, 0, 0));
        assertThat(confusion.rightShare()).isEqualTo(2 / 6.0);
    }
}
