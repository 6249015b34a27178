package dev.earsight.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Search from pictures and sounds to pictures and sounds, by Euclidean distance between vectors of length one
 * (paper, section 5.1: nDCG@30 in four directions, every item a query) or other {@link Distances}.
 *
 * <p>Choices where the paper is silent: the gain is exponential by default (2^r - 1; with a linear gain chance alone would
 * exceed the paper's table); the ideal order is that of the whole corpus; a query's own source is left out when it searches
 * its own kind, unless {@link SameSource#KEPT} is asked for. Equal distances count as every order of them on average, so vectors that are all the same score exactly
 * chance. A query for which nothing is relevant has no nDCG and no average precision and is not counted. Of more than {@value
 * #MOST_QUERIES} items so many ask, evenly spaced; all answer.
 */
public final class Retrieval {
    /** How much an item of relevance r is worth. */
    public enum Gain {
        /** 2^r - 1. */
        EXPONENTIAL,
        /** r. */
        LINEAR;

        double of(double relevance) {
            if (this == LINEAR) {
                return relevance;
            }
            // Relevances are whole in practice, and a power of two is then only an exponent.
            int whole = (int) relevance;
            return (whole == relevance ? Math.scalb(1.0, whole) : Math.pow(2, relevance)) - 1;
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

        /** In words. */
        public String label() {
            return words;
        }

        boolean asksImage() {
            return asksImage;
        }

        boolean answersImage() {
            return answersImage;
        }

        /** Whether both sides are of one kind. */
        public boolean withinOneKind() {
            return asksImage == answersImage;
        }
    }

    /** What becomes of a query's own source, itself included, where it searches its own kind. */
    public enum SameSource {
        /** It is no answer. */
        LEFT_OUT(""),
        /** It is one, as in lists nobody cleaned: what is cut from one recording is easily found. */
        KEPT(", own source kept");

        private final String words;

        SameSource(String words) {
            this.words = words;
        }
    }

    /** How relevant item {@code item} is to query {@code query}, 0 for not at all. */
    @FunctionalInterface
    public interface Relevance {
        /** The relevance, 0 to the highest of the {@link ClassTree}. */
        double of(int query, int item);
    }

    /** More would ask for hours and change the figures little. */
    public static final int MOST_QUERIES = 5_000;

    private final Distances distances;
    private final String[] sources;
    private final int[] sourceOf;
    private final Relevance relevance;
    private final int[] asked;

    /**
     * Item {@code i} has the picture {@code images[i]} and the sound {@code sounds[i]}, from {@code sources[i]}.
     *
     * @param images n vectors, normalized here
     * @param sounds n vectors of the same length
     */
    public Retrieval(float[][] images, float[][] sounds, String[] sources, Relevance relevance) {
        this(Distances.ofVectors(images, sounds), sources, relevance);
        Numbers.requireSameLength(images.length, sounds.length, sources.length);
    }

    /** Item {@code i} comes from {@code sources[i]}; {@code distances} knows as many. */
    public Retrieval(Distances distances, String[] sources, Relevance relevance) {
        this.distances = distances;
        this.sources = sources.clone();
        this.sourceOf = Bootstrap.numbered(sources);
        this.relevance = relevance;
        int queries = Math.min(sources.length, MOST_QUERIES);
        asked = IntStream.range(0, queries)
                .map(i -> (int) ((long) i * sources.length / queries))
                .toArray();
    }

    /** The items that ask, ascending: all of them, or {@value #MOST_QUERIES}. */
    public int[] asked() {
        return asked.clone();
    }

    /** The {@code count} nearest answers to a query, nearest first; among equals the first. Its own source is left out. */
    public int[] nearest(Direction direction, int query, int count) {
        float[] far = distances.of(direction, query);
        return IntStream.range(0, far.length)
                .filter(item -> sourceOf[item] != sourceOf[query])
                .boxed()
                .sorted(Comparator.comparingDouble(item -> far[item]))
                .limit(count)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** nDCG@{@code k} of each query; NaN where nothing is relevant. */
    public double[] ndcg(Direction direction, int k, Gain gain) {
        return ndcg(direction, k, gain, SameSource.LEFT_OUT, false);
    }

    /** The nDCG@{@code k} that a random order has on average for each query, exactly. */
    public double[] chanceNdcg(Direction direction, int k, Gain gain) {
        return ndcg(direction, k, gain, SameSource.LEFT_OUT, true);
    }

    private double[] ndcg(Direction direction, int k, Gain gain, SameSource own, boolean byChance) {
        return queries(query -> {
            RankedList answers = answers(direction, query, own, byChance);
            double[] gains = Arrays.stream(answers.relevances()).map(gain::of).toArray();
            return RankedList.ndcg(answers.distances(), gains, k);
        });
    }

    /** As the other, a query's own source left out where it searches its own kind. */
    public Measure ndcgMeasure(Direction direction, int k, Gain gain, long seed) {
        return ndcgMeasure(direction, k, gain, SameSource.LEFT_OUT, seed);
    }

    /** The mean nDCG@{@code k} of a direction, chance computed exactly beside it. */
    public Measure ndcgMeasure(Direction direction, int k, Gain gain, SameSource own, long seed) {
        String name = String.format(
                Locale.ROOT,
                "nDCG@%d %s%s%s",
                k,
                direction.words,
                gain == Gain.LINEAR ? " (linear gain)" : "",
                own.words);
        return mean(name, ndcg(direction, k, gain, own, false), ndcg(direction, k, gain, own, true), seed);
    }

    /**
     * The mean over queries of average precision, where an answer is right whose relevance is {@code right} or more: of the
     * share of right answers down to each right one. Equal distances count as every order of them on average.
     */
    public Measure precisionMeasure(Direction direction, double right, SameSource own, long seed) {
        return mean(
                "mAP " + direction.words + own.words,
                queries(query -> answers(direction, query, own, false).averagePrecision(right)),
                queries(query -> answers(direction, query, own, true).averagePrecision(right)),
                seed);
    }

    private Measure mean(String name, double[] all, double[] byChance, long seed) {
        int[] counted = IntStream.range(0, all.length)
                .filter(i -> !Double.isNaN(all[i]))
                .toArray();
        if (counted.length == 0) {
            return new Measure(
                    name, Double.NaN, 0, new Interval(Double.NaN, Double.NaN, "none"), Double.NaN, List.of());
        }
        double[] values = Arrays.stream(counted).mapToDouble(i -> all[i]).toArray();
        String[] from = Arrays.stream(counted).mapToObj(i -> sources[asked[i]]).toArray(String[]::new);
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
        return Arrays.stream(closerAndEqual(direction))
                .mapToDouble(counts -> 1 + counts[0] + counts[1] / 2.0)
                .toArray();
    }

    /** Chance (0 to 1; between them where distances are equal) that each query's other half is among the first {@code k}. */
    public double[] recall(Direction direction, int k) {
        return recall(closerAndEqual(direction), k);
    }

    private static double[] recall(int[][] closerAndEqual, int k) {
        return Arrays.stream(closerAndEqual)
                .mapToDouble(counts -> Math.clamp((k - counts[0]) / (counts[1] + 1.0), 0, 1))
                .toArray();
    }

    /** Recall at 1, 5 and 10 and the median rank, both ways between pictures and sounds. */
    public List<Measure> recallMeasures(long seed) {
        List<Measure> measures = new ArrayList<>();
        int n = asked.length;
        String[] from = Arrays.stream(asked).mapToObj(i -> sources[i]).toArray(String[]::new);
        for (Direction direction : List.of(Direction.IMAGE_TO_SOUND, Direction.SOUND_TO_IMAGE)) {
            int[][] closerAndEqual = closerAndEqual(direction);
            for (int k : new int[] {1, 5, 10}) {
                double[] hits = recall(closerAndEqual, k);
                measures.add(new Measure(
                        "recall@" + k + " " + direction.words,
                        Arrays.stream(hits).average().orElse(Double.NaN),
                        n,
                        Bootstrap.mean(hits, from, seed),
                        Math.min(1, (double) k / sources.length),
                        List.of()));
            }
            double[] ranks = Arrays.stream(closerAndEqual)
                    .mapToDouble(counts -> 1 + counts[0] + counts[1] / 2.0)
                    .toArray();
            int[] order = RankedList.ascending(ranks);
            Interval interval =
                    Bootstrap.of(Bootstrap.sourceCount(sourceOf), seed, times -> weightedMedian(ranks, order, times));
            int[] once = new int[Bootstrap.sourceCount(sourceOf)];
            Arrays.fill(once, 1);
            measures.add(new Measure(
                    "median rank " + direction.words,
                    weightedMedian(ranks, order, once),
                    n,
                    interval,
                    (sources.length + 1) / 2.0,
                    List.of()));
        }
        return measures;
    }

    private double[] queries(IntToDoubleFunction value) {
        return Arrays.stream(asked).parallel().mapToDouble(value).toArray();
    }

    private RankedList answers(Direction direction, int query, SameSource own, boolean byChance) {
        int n = sources.length;
        // All at the same distance is what a random order is on average.
        float[] toAll = byChance ? new float[n] : distances.of(direction, query);
        double[] far = new double[n];
        double[] relevances = new double[n];
        int count = 0;
        for (int item = 0; item < n; item++) {
            if (own == SameSource.KEPT || !direction.withinOneKind() || sourceOf[item] != sourceOf[query]) {
                far[count] = toAll[item];
                relevances[count++] = relevance.of(query, item);
            }
        }
        return new RankedList(Arrays.copyOf(far, count), Arrays.copyOf(relevances, count));
    }

    /** For each query: how many items are closer than its own other half, and how many others as close. */
    private int[][] closerAndEqual(Direction direction) {
        if (direction.withinOneKind()) {
            throw new IllegalArgumentException("A query has no other half among its own kind");
        }
        return Arrays.stream(asked)
                .parallel()
                .mapToObj(query -> {
                    float[] far = distances.of(direction, query);
                    int[] counts = new int[2];
                    for (int i = 0; i < far.length; i++) {
                        counts[0] += far[i] < far[query] ? 1 : 0;
                        counts[1] += i != query && far[i] == far[query] ? 1 : 0;
                    }
                    return counts;
                })
                .toArray(int[][]::new);
    }

    /** The median where each item counts as often as its source was drawn. */
    private double weightedMedian(double[] ranks, int[] order, int[] times) {
        long total = 0;
        for (int item : order) {
            total += times[sourceOf[asked[item]]];
        }
        long lower = (total - 1) / 2;
        long upper = total / 2;
        long passed = 0;
        double sum = 0;
        for (int item : order) {
            long next = passed + times[sourceOf[asked[item]]];
            if (lower >= passed && lower < next) {
                sum += ranks[item];
            }
            if (upper >= passed && upper < next) {
                return (sum + ranks[item]) / 2;
            }
            passed = next;
        }
        return Double.NaN;
    }
}
