package dev.earsight.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrecisionRecallTest {
    @Test
    void byHand() {
        // Confidence 0.9: right; 0.8: sounds, wrong place; 0.7: nothing sounds; 0.6 and 0.5: right.
        PrecisionRecall curve = new PrecisionRecall(
                new boolean[] {true, true, false, true, true},
                new boolean[] {true, false, false, true, true},
                new double[] {0.9, 0.8, 0.7, 0.6, 0.5});
        PrecisionRecall.Summary found = curve.summary(new int[] {1, 1, 1, 1, 1});
        // Thresholds 0.8, 0.7, 0.6, 0.5: precision 1/2, 1/3, 2/4, 3/5; recall 1/3, 1/3, 2/3, 1. Monotone precision is
        // 3/5
        // throughout, and what lies left of recall 1/3 is left out.
        assertThat(found.averagePrecision()).isCloseTo(0.6 * (1 - 1 / 3.0), within(1e-12));
        // Best at 0.5: precision 3/5, recall 1.
        assertThat(found.bestF1()).isCloseTo(0.75, within(1e-12));
    }

    @Test
    void whoIsAlwaysAsSureHasNoAveragePrecision() {
        PrecisionRecall curve = new PrecisionRecall(
                new boolean[] {true, true, false, false}, new boolean[] {true, true, false, false}, new double[4]);
        PrecisionRecall.Summary found = curve.summary(new int[] {1, 1, 1, 1});
        assertThat(found.averagePrecision()).isZero();
        assertThat(found.bestF1()).isCloseTo(2 * 0.5 / 1.5, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void agreesWithCountingAtEveryThreshold(long seed) {
        Random random = new Random(seed);
        int n = 5 + random.nextInt(900);
        boolean[] sounds = new boolean[n];
        boolean[] success = new boolean[n];
        double[] confidence = new double[n];
        int[] times = new int[n];
        for (int i = 0; i < n; i++) {
            sounds[i] = random.nextBoolean();
            success[i] = sounds[i] && random.nextBoolean();
            confidence[i] = random.nextInt(200) / 100.0 + (success[i] ? 0.5 : 0);
            times[i] = random.nextInt(3);
        }
        PrecisionRecall.Summary found = new PrecisionRecall(sounds, success, confidence).summary(times);
        List<Integer> items = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < times[i]; k++) {
                items.add(i);
            }
        }
        double[] sorted =
                items.stream().mapToDouble(i -> confidence[i]).sorted().toArray();
        List<double[]> points = new ArrayList<>();
        for (int at = sorted.length - 2; at >= 0; at -= Math.max(1, sorted.length / 200)) {
            points.add(point(items, sounds, success, confidence, sorted[at]));
        }
        double average = 0;
        for (int i = 0; i + 1 < points.size(); i++) {
            double highest = points.subList(i, points.size()).stream()
                    .mapToDouble(p -> p[0])
                    .max()
                    .orElseThrow();
            average += highest * (points.get(i + 1)[1] - points.get(i)[1]);
        }
        double best = 0;
        for (int at = 0; at < sorted.length; at += Math.max(1, sorted.length / 10)) {
            double[] p = point(items, sounds, success, confidence, sorted[at]);
            best = Math.max(best, p[0] + p[1] > 0 ? 2 * p[0] * p[1] / (p[0] + p[1]) : 0);
        }
        assertThat(found.averagePrecision()).isCloseTo(average, within(1e-9));
        assertThat(found.bestF1()).isCloseTo(best, within(1e-9));
        assertThat(Arrays.stream(times).sum()).isEqualTo(items.size());
    }

    private static double[] point(
            List<Integer> items, boolean[] sounds, boolean[] success, double[] confidence, double threshold) {
        int truePositives = 0;
        int falsePositives = 0;
        int falseNegatives = 0;
        for (int i : items) {
            boolean declared = confidence[i] >= threshold;
            truePositives += declared && success[i] ? 1 : 0;
            falsePositives += declared && !success[i] ? 1 : 0;
            falseNegatives += !declared && sounds[i] ? 1 : 0;
        }
        int declared = truePositives + falsePositives;
        int wanted = truePositives + falseNegatives;
        return new double[] {
            declared == 0 ? 1 : (double) truePositives / declared, wanted == 0 ? 1 : (double) truePositives / wanted
        };
    }
}
