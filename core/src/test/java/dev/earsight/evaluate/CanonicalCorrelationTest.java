package dev.earsight.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.EarsightException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalCorrelationTest {
    /** Columns a, b and c are orthogonal and sum to zero. */
    private static final float[][] ABC = {{1, 1, 1}, {1, -1, -1}, {-1, 1, -1}, {-1, -1, 1}};

    @Test
    void aCaseWorkedByHand() {
        // Pictures (a, b), sounds (a + c, b): b is in both, and a is half of the variance of a + c: 1 and 1/sqrt(2).
        // Shifting and mixing either side changes nothing.
        float[][] pictures = new float[4][];
        float[][] sounds = new float[4][];
        for (int i = 0; i < 4; i++) {
            float a = ABC[i][0];
            float b = ABC[i][1];
            float c = ABC[i][2];
            pictures[i] = new float[] {3 * a + b + 7, a - b};
            sounds[i] = new float[] {a + c, b + 5};
        }
        CanonicalCorrelation fitted = CanonicalCorrelation.fit(pictures, sounds, 128, 0);
        assertThat(fitted.correlations()).hasSize(2);
        assertThat(fitted.correlations()[0]).isCloseTo(1, within(1e-9));
        assertThat(fitted.correlations()[1]).isCloseTo(Math.sqrt(0.5), within(1e-9));
        float[][] seen = fitted.pictures(pictures);
        float[][] heard = fitted.sounds(sounds);
        for (int i = 0; i < 4; i++) {
            assertThat(seen[i][0])
                    .as("the first component is b, seen and heard")
                    .isCloseTo(heard[i][0], within(1e-5f));
            assertThat(Math.abs(seen[i][0])).isCloseTo((float) Math.sqrt(0.75), within(1e-5f)); // variance 1 of 4 items
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void noOtherDirectionsAgreeMore(long seed) {
        Random random = new Random(seed);
        int n = 60;
        float[][] pictures = new float[n][5];
        float[][] sounds = new float[n][3];
        for (int i = 0; i < n; i++) {
            double shared = random.nextGaussian();
            for (int j = 0; j < 5; j++) {
                pictures[i][j] = (float) (random.nextGaussian() + (j == 2 ? shared : 0));
            }
            for (int j = 0; j < 3; j++) {
                sounds[i][j] = (float) (random.nextGaussian() + (j == 1 ? 2 * shared : 0));
            }
        }
        CanonicalCorrelation fitted = CanonicalCorrelation.fit(pictures, sounds, 128, 0);
        float[][] seen = fitted.pictures(pictures);
        float[][] heard = fitted.sounds(sounds);
        for (int a = 0; a < 3; a++) {
            for (int b = 0; b < 3; b++) {
                double expected = a == b ? fitted.correlations()[a] : 0;
                assertThat(correlation(column(seen, a), column(heard, b))).isCloseTo(expected, within(1e-4));
            }
        }
        for (int draw = 0; draw < 2_000; draw++) {
            double[] u = random.doubles(5, -1, 1).toArray();
            double[] v = random.doubles(3, -1, 1).toArray();
            assertThat(Math.abs(correlation(along(pictures, u), along(sounds, v))))
                    .isLessThanOrEqualTo(fitted.correlations()[0] + 1e-9);
        }
    }

    @Test
    void aRidgeShrinksAndTooLittleIsRefused() {
        float[][] same = {{1, 1}, {1, 1}, {1, 1}};
        float[][] others = {{1, 2}, {3, 4}, {5, 0}};
        assertThat(CanonicalCorrelation.fit(others, others, 1, 1).correlations()[0])
                .isLessThan(0.9)
                .isGreaterThan(0.3);
        assertThatThrownBy(() -> CanonicalCorrelation.fit(same, others, 2, 0.1))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("pictures");
        assertThatThrownBy(() -> CanonicalCorrelation.fit(new float[2][2], new float[2][2], 2, 0.1))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("three pairs");
    }

    private static double[] column(float[][] rows, int j) {
        double[] unit = new double[rows[0].length];
        unit[j] = 1;
        return along(rows, unit);
    }

    private static double[] along(float[][] rows, double[] direction) {
        double[] values = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < direction.length; j++) {
                values[i] += rows[i][j] * direction[j];
            }
        }
        return values;
    }

    private static double correlation(double[] x, double[] y) {
        int n = x.length;
        double mx = 0;
        double my = 0;
        for (int i = 0; i < n; i++) {
            mx += x[i] / n;
            my += y[i] / n;
        }
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int i = 0; i < n; i++) {
            xx += (x[i] - mx) * (x[i] - mx);
            yy += (y[i] - my) * (y[i] - my);
            xy += (x[i] - mx) * (y[i] - my);
        }
        return xy / Math.sqrt(xx * yy);
    }
}
