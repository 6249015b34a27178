package dev.earsight.protocol;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Detection with confidences, as SLAVC's evaluator counts it. At a threshold, an item that sounds with at least that confidence
 * is a true positive where its map succeeds and a false positive where it does not; below, it is a false negative; an item in
 * which nothing sounds is a false positive at or above the threshold and nothing below. An item localized in the wrong place is
 * so never a false negative, and recall always ends at 1. Precision without any positive is 1, as is recall.
 */
final class PrecisionRecall {
    private static final int THRESHOLDS = 200;
    private static final int PERCENTILES = 10;

    private final boolean[] sounds;
    private final boolean[] success;
    private final double[] confidence;
    private final int[] ascending;

    PrecisionRecall(boolean[] sounds, boolean[] success, double[] confidence) {
        this.sounds = sounds;
        this.success = success;
        this.confidence = confidence;
        ascending = IntStream.range(0, confidence.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> confidence[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /**
     * Average precision and the best F1.
     *
     * @param averagePrecision over every {@code floor(n / 200)}-th confidence downwards from the second highest: precision made
     *     monotone, times the step in recall; what lies left of the first recall is left out
     * @param bestF1 over every {@code floor(n / 10)}-th confidence upwards from the lowest
     */
    record Summary(double averagePrecision, double bestF1) {}

    /** Of the items, each counted so many times. */
    Summary summary(int[] times) {
        int n = 0;
        for (int item : ascending) {
            n += times[item];
        }
        int[] items = new int[n];
        int at = 0;
        for (int item : ascending) {
            for (int i = 0; i < times[item]; i++) {
                items[at++] = item;
            }
        }
        // Below an index: how many sound, how many are successes, where its run of equal confidences begins.
        int[] soundingBelow = new int[n + 1];
        int[] successesBelow = new int[n + 1];
        int[] runStart = new int[n];
        for (int i = 0; i < n; i++) {
            boolean sounding = sounds[items[i]];
            soundingBelow[i + 1] = soundingBelow[i] + (sounding ? 1 : 0);
            successesBelow[i + 1] = successesBelow[i] + (sounding && success[items[i]] ? 1 : 0);
            runStart[i] = i > 0 && confidence[items[i]] == confidence[items[i - 1]] ? runStart[i - 1] : i;
        }
        int step = Math.max(1, n / THRESHOLDS);
        int count = n < 2 ? 0 : (n - 2) / step + 1;
        double[] precision = new double[count];
        double[] recall = new double[count];
        for (int i = 0; i < count; i++) {
            int from = runStart[n - 2 - i * step];
            precision[i] = precision(from, n, successesBelow);
            recall[i] = recall(from, n, successesBelow, soundingBelow);
        }
        double average = 0;
        double highest = count == 0 ? 0 : precision[count - 1];
        for (int i = count - 2; i >= 0; i--) {
            highest = Math.max(highest, precision[i]);
            average += highest * (recall[i + 1] - recall[i]);
        }
        double bestF1 = 0;
        int stride = Math.max(1, n / PERCENTILES);
        for (int i = 0; i < n; i += stride) {
            double p = precision(runStart[i], n, successesBelow);
            double r = recall(runStart[i], n, successesBelow, soundingBelow);
            bestF1 = Math.max(bestF1, p + r > 0 ? 2 * p * r / (p + r) : 0);
        }
        return new Summary(average, bestF1);
    }

    private static double precision(int from, int n, int[] successesBelow) {
        // Everything at or above the threshold is declared to sound: right where it is a success, wrong otherwise.
        return from == n ? 1 : (double) (successesBelow[n] - successesBelow[from]) / (n - from);
    }

    private static double recall(int from, int n, int[] successesBelow, int[] soundingBelow) {
        int truePositives = successesBelow[n] - successesBelow[from];
        int falseNegatives = soundingBelow[from];
        return truePositives + falseNegatives == 0 ? 1 : (double) truePositives / (truePositives + falseNegatives);
    }
}
