package dev.earsight.evaluate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The training task itself: does this sound belong to this picture (paper, section 3.1).
 *
 * <p>A pair with a probability of one half or more counts as declared a match.
 */
public final class CorrespondenceAccuracy {
    private CorrespondenceAccuracy() {}

    /** Share of right decisions at one half. */
    public static double accuracy(double[] probabilities, boolean[] matched) {
        int right = 0;
        for (int i = 0; i < matched.length; i++) {
            right += (probabilities[i] >= 0.5) == matched[i] ? 1 : 0;
        }
        return (double) right / matched.length;
    }

    /** Mean of the shares of right decisions among matches and among mismatches; NaN where one kind is missing. */
    public static double balancedAccuracy(double[] probabilities, boolean[] matched) {
        double[] right = new double[2];
        int[] count = new int[2];
        for (int i = 0; i < matched.length; i++) {
            int kind = matched[i] ? 1 : 0;
            count[kind]++;
            right[kind] += (probabilities[i] >= 0.5) == matched[i] ? 1 : 0;
        }
        return (right[0] / count[0] + right[1] / count[1]) / 2;
    }

    /** Chance that a match scores higher than a mismatch, equal scores counting half; NaN where one kind is missing. */
    public static double areaUnderRoc(double[] scores, boolean[] matched) {
        int[] ones = new int[scores.length];
        Arrays.fill(ones, 1);
        return areaUnderRoc(order(scores), scores, matched, ones);
    }

    /**
     * Accuracy, balanced accuracy and area under the ROC with intervals.
     *
     * @param sources the clip each pair's picture comes from
     * @param baselines what others reach in accuracy, e.g. the same network with shuffled sound
     */
    public static List<Measure> measures(
            double[] probabilities, boolean[] matched, String[] sources, List<Baseline> baselines, long seed) {
        Numbers.requireSameLength(probabilities.length, matched.length, sources.length);
        Numbers.requireFinite(probabilities, "probability");
        int n = matched.length;
        int[] sourceOf = Bootstrap.numbered(sources);
        int sourceCount = Bootstrap.sourceCount(sourceOf);
        double accuracy = accuracy(probabilities, matched);
        double[] right = new double[n];
        double matches = 0;
        for (int i = 0; i < n; i++) {
            right[i] = (probabilities[i] >= 0.5) == matched[i] ? 1 : 0;
            matches += matched[i] ? 1 : 0;
        }
        Interval ofAccuracy = sourceCount == n
                ? Interval.wilson(Arrays.stream(right).sum(), n)
                : Bootstrap.mean(right, sources, seed);
        Baseline majority = new Baseline("always the commoner answer", Math.max(matches, n - matches) / n);
        Interval ofBalanced = Bootstrap.of(sourceCount, seed, times -> {
            double[] hits = new double[2];
            double[] count = new double[2];
            for (int i = 0; i < n; i++) {
                int kind = matched[i] ? 1 : 0;
                count[kind] += times[sourceOf[i]];
                hits[kind] += times[sourceOf[i]] * right[i];
            }
            return (hits[0] / count[0] + hits[1] / count[1]) / 2;
        });
        int[] order = order(probabilities);
        Interval ofArea = Bootstrap.of(sourceCount, seed, times -> {
            int[] weights = new int[n];
            for (int i = 0; i < n; i++) {
                weights[i] = times[sourceOf[i]];
            }
            return areaUnderRoc(order, probabilities, matched, weights);
        });
        return List.of(
                new Measure("correspondence accuracy", accuracy, n, ofAccuracy, 0.5, List.of(majority))
                        .with(baselines.toArray(Baseline[]::new)),
                new Measure(
                        "balanced accuracy", balancedAccuracy(probabilities, matched), n, ofBalanced, 0.5, List.of()),
                new Measure("area under ROC", areaUnderRoc(probabilities, matched), n, ofArea, 0.5, List.of()));
    }

    /** Positions of the scores, lowest first. */
    static int[] order(double[] scores) {
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** The area where pair {@code i} counts {@code weights[i]} times. */
    static double areaUnderRoc(int[] order, double[] scores, boolean[] matched, int[] weights) {
        double mismatchesBelow = 0;
        double matches = 0;
        double wins = 0;
        for (int from = 0; from < order.length; ) {
            int to = from;
            double matchesHere = 0;
            double mismatchesHere = 0;
            while (to < order.length && scores[order[to]] == scores[order[from]]) {
                if (matched[order[to]]) {
                    matchesHere += weights[order[to]];
                } else {
                    mismatchesHere += weights[order[to]];
                }
                to++;
            }
            wins += matchesHere * (mismatchesBelow + mismatchesHere / 2);
            mismatchesBelow += mismatchesHere;
            matches += matchesHere;
            from = to;
        }
        return wins / (matches * mismatchesBelow);
    }
}
