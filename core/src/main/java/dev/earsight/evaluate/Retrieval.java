package dev.earsight.evaluate;

import dev.earsight.EarsightException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Search from pictures and sounds to pictures and sounds, by Euclidean distance between vectors of length one
 * (paper, section 5.1: nDCG@30 in four directions, every item a query).
 *
 * <p>Choices where the paper is silent: the gain is exponential by default (2^r - 1; with a linear gain chance alone would
 * exceed the paper's table); the ideal order is that of the whole corpus; a query's own source is left out when it searches
 * its own kind. Equal distances count as every order of them on average, so vectors that are all the same score exactly
 * chance. A query for which nothing is relevant has no nDCG and is not counted.
 */
public final class Retrieval {
    /** How much an item of relevance r is worth. */
    public enum Gain {
        /** 2^r - 1. */
        EXPONENTIAL,
        /** r. */
        LINEAR;

        double of(double relevance) {
            return this == LINEAR ? relevance : Math.pow(2, relevance) - 1;
        }
    }

    /** Who asks and who answers. */
    public enum Direction {
        /** Picture to picture. */
        IMAGE_TO_IMAGE("image to image", true, true),
        /** Picture to sound. */
        IMAGE_TO_SOUND("image to sound", true, false),
        /** Sound to picture. */
        SOUND_TO_IMAGE("sound to image", false, true),
        /** Sound to sound. */
        SOUND_TO_SOUND("sound to sound", false, false);

        private final String words;
        private final boolean asksImage;
        private final boolean answersImage;

        Direction(String words, boolean asksImage, boolean answersImage) {
            this.words = words;
            this.asksImage = asksImage;
            this.answersImage = answersImage;
        }

        /** Whether both sides are of one kind. */
        public boolean withinOneKind() {
            return asksImage == answersImage;
        }
    }

    /** How relevant item {@code item} is to query {@code query}, 0 for not at all. */
    @FunctionalInterface
    public interface Relevance {
        /** The relevance, 0 to the highest of the {@link ClassTree}. */
        double of(int query, int item);
    }

    private final float[][] images;
    private final float[][] sounds;
    private final String[] sources;
    private final int[] sourceOf;
    private final Relevance relevance;

    /**
     * Item {@code i} has the picture {@code images[i]} and the sound {@code sounds[i]}, from {@code sources[i]}.
     *
     * @param images n vectors, normalized here
     * @param sounds n vectors of the same length
     */
    public Retrieval(float[][] images, float[][] sounds, String[] sources, Relevance relevance) {
        Numbers.requireSameLength(images.length, sounds.length, sources.length);
        this.images = normalized(images, "image");
        this.sounds = normalized(sounds, "sound");
        this.sources = sources.clone();
        this.sourceOf = Bootstrap.numbered(sources);
        this.relevance = relevance;
    }

    /** nDCG@{@code k} of each query; NaN where nothing is relevant. */
    public double[] ndcg(Direction direction, int k, Gain gain) {
        return scores(direction, k, gain, false);
    }

    /** The nDCG@{@code k} that a random order has on average for each query, exactly. */
    public double[] chanceNdcg(Direction direction, int k, Gain gain) {
        return scores(direction, k, gain, true);
    }

    /** The mean nDCG@{@code k} of a direction, chance computed exactly beside it. */
    public Measure ndcgMeasure(Direction direction, int k, Gain gain, long seed) {
        double[] all = ndcg(direction, k, gain);
        double[] byChance = chanceNdcg(direction, k, gain);
        int[] counted = IntStream.range(0, all.length)
                .filter(i -> !Double.isNaN(all[i]))
                .toArray();
        String name = String.format(
                Locale.ROOT, "nDCG@%d %s%s", k, direction.words, gain == Gain.LINEAR ? " (linear gain)" : "");
        if (counted.length == 0) {
            return new Measure(
                    name, Double.NaN, 0, new Interval(Double.NaN, Double.NaN, "none"), Double.NaN, List.of());
        }
        double[] values = Arrays.stream(counted).mapToDouble(i -> all[i]).toArray();
        String[] from = Arrays.stream(counted).mapToObj(i -> sources[i]).toArray(String[]::new);
        double chance =
                Arrays.stream(counted).mapToDouble(i -> byChance[i]).average().orElse(Double.NaN);
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        return new Measure(name, mean, values.length, Bootstrap.mean(values, from, seed), chance, List.of());
    }

    /** nDCG@{@code k} in all four directions. */
    public List<Measure> ndcgMeasures(int k, Gain gain, long seed) {
        List<Measure> measures = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            measures.add(ndcgMeasure(direction, k, gain, seed));
        }
        return measures;
    }

    /**
     * Where each query's own other half stands, 1 for first; equal distances share the mean of their places. For
     * directions between the two kinds only.
     */
    public double[] ranks(Direction direction) {
        return IntStream.range(0, images.length)
                .parallel()
                .mapToDouble(query -> {
                    int[] closerAndEqual = closerAndEqual(direction, query);
                    return 1 + closerAndEqual[0] + closerAndEqual[1] / 2.0;
                })
                .toArray();
    }

    /** Chance (0 to 1; between them where distances are equal) that each query's other half is among the first {@code k}. */
    public double[] recall(Direction direction, int k) {
        return IntStream.range(0, images.length)
                .parallel()
                .mapToDouble(query -> {
                    int[] closerAndEqual = closerAndEqual(direction, query);
                    return Math.clamp((k - closerAndEqual[0]) / (closerAndEqual[1] + 1.0), 0, 1);
                })
                .toArray();
    }

    /** Recall at 1, 5 and 10 and the median rank, both ways between pictures and sounds. */
    public List<Measure> recallMeasures(long seed) {
        List<Measure> measures = new ArrayList<>();
        int n = images.length;
        for (Direction direction : List.of(Direction.IMAGE_TO_SOUND, Direction.SOUND_TO_IMAGE)) {
            for (int k : new int[] {1, 5, 10}) {
                double[] hits = recall(direction, k);
                measures.add(new Measure(
                        "recall@" + k + " " + direction.words,
                        Arrays.stream(hits).average().orElse(Double.NaN),
                        n,
                        Bootstrap.mean(hits, sources, seed),
                        Math.min(1, (double) k / n),
                        List.of()));
            }
            double[] ranks = ranks(direction);
            Interval interval =
                    Bootstrap.of(Bootstrap.sourceCount(sourceOf), seed, times -> weightedMedian(ranks, times));
            measures.add(new Measure(
                    "median rank " + direction.words, median(ranks), n, interval, (n + 1) / 2.0, List.of()));
        }
        return measures;
    }

    private double[] scores(Direction direction, int k, Gain gain, boolean byChance) {
        return IntStream.range(0, images.length)
                .parallel()
                .mapToDouble(query -> {
                    int[] items = candidates(direction, query);
                    double[] gains = new double[items.length];
                    for (int i = 0; i < items.length; i++) {
                        gains[i] = gain.of(relevance.of(query, items[i]));
                    }
                    double[] distances = byChance ? new double[items.length] : distances(direction, query, items);
                    return ndcg(distances, gains, k);
                })
                .toArray();
    }

    /** nDCG@k of one list: distances and gains of its items, in any order. */
    static double ndcg(double[] distances, double[] gains, int k) {
        double[] best = gains.clone();
        Arrays.sort(best);
        double ideal = 0;
        for (int place = 0; place < Math.min(k, best.length); place++) {
            ideal += best[best.length - 1 - place] * discount(place);
        }
        if (ideal <= 0) {
            return Double.NaN;
        }
        Integer[] order = IntStream.range(0, gains.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, (a, b) -> Double.compare(distances[a], distances[b]));
        double found = 0;
        for (int from = 0; from < Math.min(k, order.length); ) {
            int to = from;
            double sum = 0;
            while (to < order.length && distances[order[to]] == distances[order[from]]) {
                sum += gains[order[to]];
                to++;
            }
            double discounts = 0;
            for (int place = from; place < Math.min(to, k); place++) {
                discounts += discount(place);
            }
            found += sum / (to - from) * discounts;
            from = to;
        }
        return found / ideal;
    }

    private static double discount(int place) {
        return Math.log(2) / Math.log(place + 2.0);
    }

    private int[] candidates(Direction direction, int query) {
        return IntStream.range(0, images.length)
                .filter(item -> !direction.withinOneKind() || sourceOf[item] != sourceOf[query])
                .toArray();
    }

    private double[] distances(Direction direction, int query, int[] items) {
        float[] asking = (direction.asksImage ? images : sounds)[query];
        float[][] corpus = direction.answersImage ? images : sounds;
        double[] distances = new double[items.length];
        for (int i = 0; i < items.length; i++) {
            distances[i] = squaredDistance(asking, corpus[items[i]]);
        }
        return distances;
    }

    private int[] closerAndEqual(Direction direction, int query) {
        if (direction.withinOneKind()) {
            throw new IllegalArgumentException("A query has no other half among its own kind");
        }
        double[] distances =
                distances(direction, query, IntStream.range(0, images.length).toArray());
        int closer = 0;
        int equal = 0;
        for (int i = 0; i < distances.length; i++) {
            closer += distances[i] < distances[query] ? 1 : 0;
            equal += i != query && distances[i] == distances[query] ? 1 : 0;
        }
        return new int[] {closer, equal};
    }

    private double weightedMedian(double[] ranks, int[] times) {
        return median(IntStream.range(0, ranks.length)
                .flatMap(i -> IntStream.generate(() -> i).limit(times[sourceOf[i]]))
                .mapToDouble(i -> ranks[i])
                .toArray());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return Bootstrap.percentile(sorted, 0.5);
    }

    private static double squaredDistance(float[] a, float[] b) {
        double even = 0;
        double odd = 0;
        int i = 0;
        for (; i + 1 < a.length; i += 2) {
            double d = a[i] - b[i];
            double e = a[i + 1] - b[i + 1];
            even += d * d;
            odd += e * e;
        }
        if (i < a.length) {
            double d = a[i] - b[i];
            even += d * d;
        }
        return even + odd;
    }

    private static float[][] normalized(float[][] vectors, String what) {
        float[][] result = new float[vectors.length][];
        for (int i = 0; i < vectors.length; i++) {
            double sum = 0;
            for (float value : vectors[i]) {
                sum += (double) value * value;
            }
            if (!Double.isFinite(sum) || vectors[i].length != vectors[0].length) {
                throw new EarsightException("The " + what + " vector of item " + i
                        + " is not a list of numbers as long as the others; embed its file again.");
            }
            double scale = sum > 0 ? 1 / Math.sqrt(sum) : 0;
            result[i] = new float[vectors[i].length];
            for (int j = 0; j < vectors[i].length; j++) {
                result[i][j] = (float) (vectors[i][j] * scale);
            }
        }
        return result;
    }
}
