package dev.earsight.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void findsTheCurveTheLabelsWereDrawnFrom(long seed) {
        Random random = new Random(seed);
        int n = 20_000;
        double[] scores = new double[n];
        boolean[] matched = new boolean[n];
        for (int i = 0; i < n; i++) {
            scores[i] = 100 + 0.1 * random.nextGaussian(); // far from zero, narrow
            matched[i] = random.nextDouble() < 1 / (1 + Math.exp(-(20 * (scores[i] - 100) - 0.5)));
        }
        Calibration fitted = Calibration.fit(scores, matched);
        assertThat(fitted.slope()).isCloseTo(20, within(1.0));
        for (double score : new double[] {99.8, 99.9, 100, 100.1, 100.2}) {
            double truth = 1 / (1 + Math.exp(-(20 * (score - 100) - 0.5)));
            assertThat(fitted.probability(score)).isCloseTo(truth, within(0.02));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6, 7})
    void noNeighborFitsBetter(long seed) {
        Random random = new Random(seed);
        int n = 5 + random.nextInt(60);
        double[] scores = new double[n];
        boolean[] matched = new boolean[n];
        int matches = 0;
        for (int i = 0; i < n; i++) {
            scores[i] = 3 * random.nextGaussian();
            matched[i] = random.nextBoolean();
            matches += matched[i] ? 1 : 0;
        }
        Calibration fitted = Calibration.fit(scores, matched);
        double best = loss(fitted, scores, matched, matches);
        for (double step : new double[] {-1e-3, 1e-3}) {
            Calibration steeper = new Calibration(fitted.slope() + step, fitted.intercept());
            Calibration shifted = new Calibration(fitted.slope(), fitted.intercept() + step);
            assertThat(loss(steeper, scores, matched, matches)).isGreaterThan(best);
            assertThat(loss(shifted, scores, matched, matches)).isGreaterThan(best);
        }
    }

    @Test
    void staysFiniteWhereTheKindsDoNotOverlapOrDoNotDiffer() {
        Calibration apart = Calibration.fit(new double[] {-2, -1, 1, 2}, new boolean[] {false, false, true, true});
        assertThat(apart.probability(2)).isBetween(0.6, 0.99);
        assertThat(apart.probability(-2)).isCloseTo(1 - apart.probability(2), within(1e-9));
        // The same score everywhere: the smoothed share of matches, (2 + 1) / (2 + 2) and 1 / (1 + 2), averaged 2 to 1.
        Calibration same = Calibration.fit(new double[] {5, 5, 5}, new boolean[] {true, true, false});
        assertThat(same.probability(5)).isCloseTo((2 * 0.75 + 1 / 3.0) / 3, within(1e-6));
    }

    @Test
    void operatingPointsByHand() {
        double[] scores = {0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2};
        boolean[] matched = {true, true, false, true, false, true, false, false};
        // J by threshold: .85 1/4, .75 2/4, .65 1/4, .55 2/4, .45 1/4, .35 2/4 ...: the highest of the best.
        CalibratedThreshold youden = CalibratedThreshold.youden(scores, matched);
        assertThat(youden.threshold()).isCloseTo(0.75, within(1e-12));
        assertThat(youden.hitRate()).isEqualTo(0.5);
        assertThat(youden.falseAlarmRate()).isZero();
        CalibratedThreshold quarter = CalibratedThreshold.falseAlarms(scores, matched, 0.25);
        assertThat(quarter.threshold()).isCloseTo(0.55, within(1e-12));
        assertThat(quarter.hitRate()).isEqualTo(0.75);
        assertThat(CalibratedThreshold.at(quarter.threshold(), scores, matched)).isEqualTo(quarter);
        // With the best score a mismatch, no false alarm at all means saying no to everything seen.
        CalibratedThreshold none = CalibratedThreshold.falseAlarms(new double[] {1, 2}, new boolean[] {true, false}, 0);
        assertThat(none.threshold()).isGreaterThan(2);
        assertThat(none.hitRate()).isZero();
        assertThatThrownBy(() -> CalibratedThreshold.youden(scores, new boolean[8]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {8, 9, 10, 11})
    void noThresholdDoesBetter(long seed) {
        Random random = new Random(seed);
        double[] scores = new double[50];
        boolean[] matched = new boolean[50];
        for (int i = 0; i < 50; i++) {
            scores[i] = random.nextInt(20);
            matched[i] = i % 2 == 0;
        }
        CalibratedThreshold youden = CalibratedThreshold.youden(scores, matched);
        CalibratedThreshold few = CalibratedThreshold.falseAlarms(scores, matched, 0.2);
        assertThat(CalibratedThreshold.at(youden.threshold(), scores, matched)).isEqualTo(youden);
        assertThat(few.falseAlarmRate()).isLessThanOrEqualTo(0.2);
        for (double threshold = -0.5; threshold < 21; threshold++) {
            CalibratedThreshold other = CalibratedThreshold.at(threshold, scores, matched);
            assertThat(other.hitRate() - other.falseAlarmRate())
                    .isLessThanOrEqualTo(youden.hitRate() - youden.falseAlarmRate());
            if (other.falseAlarmRate() <= 0.2) {
                assertThat(other.hitRate()).isLessThanOrEqualTo(few.hitRate());
            }
        }
    }

    private static double loss(Calibration c, double[] scores, boolean[] matched, int matches) {
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            double target = matched[i] ? (matches + 1.0) / (matches + 2) : 1.0 / (scores.length - matches + 2);
            double p = c.probability(scores[i]);
            sum -= target * Math.log(p) + (1 - target) * Math.log(1 - p);
        }
        return sum;
    }
}
