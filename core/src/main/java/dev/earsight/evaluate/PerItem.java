package dev.earsight.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * One number for each item, so that two answers to the same items can be compared item by item: the difference of two means
 * is known far better than either mean.
 *
 * @param name what the mean is called
 * @param values one per item
 * @param sources where each item comes from, for intervals
 * @param chance what guessing reaches
 * @param baselines what simpler things reach
 */
@SuppressWarnings("ArrayRecordComponent") // as long as the data; nobody compares two of these
public record PerItem(String name, double[] values, String[] sources, double chance, List<Baseline> baselines) {
    private static final int SIGN_DRAWS = 10_000;

    /** Checks that there are items, each with a source. */
    public PerItem {
        Numbers.requireSameLength(values.length, sources.length);
        baselines = List.copyOf(baselines);
    }

    /** Without baselines. */
    public PerItem(String name, double[] values, String[] sources, double chance) {
        this(name, values, sources, chance, List.of());
    }

    /** The mean, with a bootstrap interval over sources. */
    public Measure measure(long seed) {
        return new Measure(name, mean(), values.length, Bootstrap.mean(values, sources, seed), chance, baselines);
    }

    /** The mean. */
    public double mean() {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    /** This less {@code other}, item by item; with no difference between the two, 0 is what comes out. */
    public PerItem minus(PerItem other) {
        requireSameItems(other);
        double[] differences = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            differences[i] = values[i] - other.values[i];
        }
        return new PerItem(name, differences, sources, 0);
    }

    /** The mean of several answers to the same items, e.g. of networks trained from several seeds. */
    public static PerItem mean(List<PerItem> answers) {
        PerItem first = answers.getFirst();
        double[] sums = new double[first.values.length];
        for (PerItem answer : answers) {
            first.requireSameItems(answer);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += answer.values[i] / answers.size();
            }
        }
        List<Baseline> baselines = new ArrayList<>();
        for (int i = 0; i < first.baselines.size(); i++) {
            int at = i;
            baselines.add(new Baseline(
                    first.baselines.get(i).name(),
                    answers.stream()
                            .mapToDouble(answer -> answer.baselines.get(at).value())
                            .average()
                            .orElse(Double.NaN)));
        }
        double chance = answers.stream().mapToDouble(PerItem::chance).average().orElse(Double.NaN);
        return new PerItem(first.name, sums, first.sources, chance, baselines);
    }

    /** The sums over the items of each source, in the order of the sources: items of one source are not exchanged one by one. */
    public PerItem perSource() {
        Map<String, Double> sums = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            sums.merge(sources[i], values[i], Double::sum);
        }
        return new PerItem(
                name,
                sums.values().stream().mapToDouble(Double::doubleValue).toArray(),
                sums.keySet().toArray(String[]::new),
                chance,
                List.of());
    }

    /**
     * How often the mean would be as high as it is if the sign of each value were a coin's: the one-sided permutation test
     * for paired items whose two halves may be exchanged. {@code (1 + as high) / (1 + draws)} with {@value #SIGN_DRAWS} draws.
     */
    public double signFlipProbability(long seed) {
        double observed = Arrays.stream(values).sum();
        SplittableRandom random = new SplittableRandom(seed);
        int asHigh = 0;
        for (int draw = 0; draw < SIGN_DRAWS; draw++) {
            double sum = 0;
            for (double value : values) {
                sum += random.nextBoolean() ? value : -value;
            }
            asHigh += sum >= observed - 1e-9 ? 1 : 0;
        }
        return (1.0 + asHigh) / (1.0 + SIGN_DRAWS);
    }

    private void requireSameItems(PerItem other) {
        if (!Arrays.equals(sources, other.sources)) {
            throw new IllegalArgumentException(
                    "'" + name + "' and '" + other.name + "' are about different items and cannot be paired");
        }
    }
}
