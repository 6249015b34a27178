package dev.earsight.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether probabilities are what they say: of the pairs given 80 %, do 80 % match? The expected calibration error is the mean
 * distance between the two over {@value #BINS} bins of equal width, weighted by the pairs in each (Guo et al., ICML 2017, with
 * the probability of a match in the place of the top class's).
 *
 * @param bins from probability 0 to 1; also the empty ones
 * @param error 0 (what is said is true) to 1
 */
public record Reliability(List<Bin> bins, double error) {
    /** Bins between probability 0 and 1. */
    public static final int BINS = 15;

    /**
     * Pairs whose probabilities lie close together.
     *
     * @param low from here
     * @param high to here, not included but for the last
     * @param count pairs
     * @param meanProbability what was said; NaN where empty
     * @param matchedShare what was so; NaN where empty
     */
    public record Bin(double low, double high, int count, double meanProbability, double matchedShare) {}

    /** Keeps its own list. */
    public Reliability {
        bins = List.copyOf(bins);
    }

    /** Of pairs with these probabilities of matching. */
    public static Reliability of(double[] probabilities, boolean[] matched) {
        Numbers.requireSameLength(probabilities.length, matched.length);
        Numbers.requireFinite(probabilities, "probability");
        double[][] sums = new double[BINS][3];
        for (int i = 0; i < matched.length; i++) {
            add(sums[bin(probabilities[i])], probabilities[i], matched[i], 1);
        }
        List<Bin> bins = new ArrayList<>();
        for (int b = 0; b < BINS; b++) {
            double[] sum = sums[b];
            bins.add(new Bin(
                    b / (double) BINS, (b + 1) / (double) BINS, (int) sum[0], sum[1] / sum[0], sum[2] / sum[0]));
        }
        return new Reliability(bins, error(sums));
    }

    /**
     * The error as a measure. Chance is one who names any probability, each as likely; the baseline says one half to everything,
     * which is perfectly calibrated on balanced pairs and knows nothing. Resamples repeat pairs, so their errors and the interval
     * tend to lie a little above the value.
     */
    public static Measure measure(double[] probabilities, boolean[] matched, String[] sources, long seed) {
        Reliability all = of(probabilities, matched);
        int[] sourceOf = Bootstrap.numbered(sources);
        int sourceCount = Bootstrap.sourceCount(sourceOf);
        Interval interval = Bootstrap.of(sourceCount, seed, times -> {
            double[][] sums = new double[BINS][3];
            for (int i = 0; i < matched.length; i++) {
                add(sums[bin(probabilities[i])], probabilities[i], matched[i], times[sourceOf[i]]);
            }
            return error(sums);
        });
        double matches = 0;
        for (boolean match : matched) {
            matches += match ? 1 : 0;
        }
        double share = matches / matched.length;
        double chance = 0;
        for (int b = 0; b < BINS; b++) {
            chance += Math.abs((b + 0.5) / BINS - share) / BINS;
        }
        return new Measure(
                "expected calibration error",
                all.error,
                matched.length,
                interval,
                chance,
                List.of(new Baseline("always one half", Math.abs(share - 0.5))));
    }

    private static int bin(double probability) {
        return Math.clamp((int) (probability * BINS), 0, BINS - 1);
    }

    private static void add(double[] sum, double probability, boolean matched, int times) {
        sum[0] += times;
        sum[1] += times * probability;
        sum[2] += matched ? times : 0;
    }

    private static double error(double[][] sums) {
        double all = 0;
        double distance = 0;
        for (double[] sum : sums) {
            all += sum[0];
            distance += Math.abs(sum[1] - sum[2]);
        }
        return distance / all;
    }
}
