package dev.earsight.evaluate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Intervals by resampling whole sources: items cut from one recording are alike, so counting them as independent would
 * make the interval too narrow. {@value #RESAMPLES} resamples, percentiles 2.5 and 97.5, the same for the same seed.
 */
public final class Bootstrap {
    /** Resamples drawn. */
    public static final int RESAMPLES = 2_000;

    private Bootstrap() {}

    /** Interval of the mean of {@code values}; {@code sources[i]} names where value {@code i} comes from. */
    public static Interval mean(double[] values, String[] sources, long seed) {
        int[] sourceOf = numbered(sources);
        int count = sourceCount(sourceOf);
        double[] sums = new double[count];
        int[] sizes = new int[count];
        for (int i = 0; i < values.length; i++) {
            sums[sourceOf[i]] += values[i];
            sizes[sourceOf[i]]++;
        }
        return of(count, seed, times -> {
            double sum = 0;
            long size = 0;
            for (int s = 0; s < count; s++) {
                sum += times[s] * sums[s];
                size += (long) times[s] * sizes[s];
            }
            return sum / size;
        });
    }

    /**
     * Interval of any statistic. {@code statistic} is told how many times each of the sources is in the resample; where
     * it answers NaN (e.g. only one class was drawn) the resample is drawn again, at most {@value #RESAMPLES} times in all.
     */
    public static Interval of(int sourceCount, long seed, ToDoubleFunction<int[]> statistic) {
        if (sourceCount < 1) {
            throw new IllegalArgumentException("There is nothing to resample");
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] found = new double[RESAMPLES];
        int[] times = new int[sourceCount];
        int tries = 0;
        int n = 0;
        while (n < RESAMPLES && tries < 2 * RESAMPLES) {
            tries++;
            Arrays.fill(times, 0);
            for (int i = 0; i < sourceCount; i++) {
                times[random.nextInt(sourceCount)]++;
            }
            double value = statistic.applyAsDouble(times);
            if (!Double.isNaN(value)) {
                found[n++] = value;
            }
        }
        if (n == 0) {
            return new Interval(Double.NaN, Double.NaN, "none");
        }
        double[] sorted = Arrays.copyOf(found, n);
        Arrays.sort(sorted);
        return new Interval(percentile(sorted, 0.025), percentile(sorted, 0.975), "bootstrap over sources");
    }

    /** Numbers 0, 1, 2 ... for the names, in the order in which they first appear. */
    static int[] numbered(String[] names) {
        Map<String, Integer> numbers = new HashMap<>();
        int[] result = new int[names.length];
        for (int i = 0; i < names.length; i++) {
            int next = numbers.size();
            result[i] = numbers.computeIfAbsent(names[i], name -> next);
        }
        return result;
    }

    static int sourceCount(int[] sourceOf) {
        return Arrays.stream(sourceOf).max().orElse(-1) + 1;
    }

    /** Between the two nearest order statistics, linearly. */
    static double percentile(double[] sorted, double fraction) {
        double at = fraction * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
