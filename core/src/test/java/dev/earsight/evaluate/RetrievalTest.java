package dev.earsight.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.EarsightException;
import dev.earsight.evaluate.Retrieval.Direction;
import dev.earsight.evaluate.Retrieval.Gain;
import dev.earsight.evaluate.Retrieval.SameSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetrievalTest {
    @Test
    void oneListByHand() {
        // Relevances 2, 0, 1 by distance: gains 3, 0, 1; discounts 1, 1/log2(3), 1/2. Ideal order 3, 1, 0.
        double[] distances = {0.1, 0.2, 0.3};
        double third = Math.log(2) / Math.log(3);
        assertThat(RankedList.ndcg(distances, new double[] {3, 0, 1}, 3))
                .isCloseTo((3 + 0.5) / (3 + third), within(1e-12));
        assertThat(RankedList.ndcg(distances, new double[] {3, 0, 1}, 2)).isCloseTo(3 / (3 + third), within(1e-12));
        assertThat(RankedList.ndcg(distances, new double[] {0, 0, 0}, 2)).isNaN();
        // The last two share their places: each place is worth half a gain of 1.
        assertThat(RankedList.ndcg(new double[] {0.1, 0.2, 0.2}, new double[] {3, 0, 1}, 3))
                .isCloseTo((3 + 0.5 * third + 0.5 * 0.5) / (3 + third), within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void tiesAreTheMeanOverAllOrders(long seed) {
        Random random = new Random(seed);
        int n = 2 + random.nextInt(5);
        int k = 1 + random.nextInt(n + 1);
        double[] distances = random.ints(n, 0, 3).asDoubleStream().toArray();
        double[] gains = random.ints(n, 0, 4).asDoubleStream().toArray();
        gains[0] = 3;
        List<int[]> orders = new ArrayList<>();
        permute(new ArrayList<>(), n, orders);
        double sum = 0;
        int count = 0;
        double ideal = 0;
        for (int[] order : orders) {
            double value = 0;
            boolean sorted = true;
            for (int place = 0; place < n; place++) {
                sorted &= place == 0 || distances[order[place - 1]] <= distances[order[place]];
                value += place < k ? gains[order[place]] * Math.log(2) / Math.log(place + 2) : 0;
            }
            ideal = Math.max(ideal, value);
            if (sorted) {
                sum += value;
                count++;
            }
        }
        assertThat(RankedList.ndcg(distances, gains, k)).isCloseTo(sum / count / ideal, within(1e-12));
    }

    @Test
    void scoresRankBetweenTheKindsAndVectorsWithinOne() {
        // Picture 0 goes best with sound 1, picture 1 with sound 0, picture 2 with sound 2; sound 0 best with picture
        // 1.
        float[][] scores = {{0, 3, 1}, {2, -1, 0}, {0, 1, 5}};
        float[][] vectors = {{1, 0}, {0.9f, 0.1f}, {0, 1}};
        Retrieval retrieval = new Retrieval(
                Distances.ofScores(scores, vectors, vectors), new String[] {"a", "b", "c"}, (i, j) -> i == j ? 1 : 0);
        assertThat(retrieval.nearest(Direction.IMAGE_TO_SOUND, 0, 2)).containsExactly(1, 2); // its own is left out
        assertThat(retrieval.nearest(Direction.SOUND_TO_IMAGE, 1, 2)).containsExactly(0, 2);
        assertThat(retrieval.nearest(Direction.IMAGE_TO_IMAGE, 0, 2)).containsExactly(1, 2);
        assertThat(retrieval.ranks(Direction.IMAGE_TO_SOUND)).containsExactly(3, 3, 1);
        assertThat(retrieval.ranks(Direction.SOUND_TO_IMAGE)).containsExactly(2.5, 3, 1);
        scores[2][1] = Float.NaN;
        assertThatThrownBy(() -> Distances.ofScores(scores, vectors, vectors))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("picture of item 2");
    }

    @Test
    void vectorsThatAreAllTheSameScoreChance() {
        float[][] same = new float[40][8];
        for (float[] vector : same) {
            Arrays.fill(vector, 0.3f);
        }
        Retrieval retrieval = new Retrieval(same, same, IntervalsTest.names(40), (i, j) -> i % 4 == j % 4 ? 20 : 0);
        for (Measure measure : retrieval.ndcgMeasures(30, Gain.EXPONENTIAL, 1)) {
            assertThat(measure.n()).isEqualTo(40);
            assertThat(measure.value()).isCloseTo(measure.chance(), within(1e-12));
        }
        Measure precision = retrieval.precisionMeasure(Direction.IMAGE_TO_SOUND, 20, SameSource.LEFT_OUT, 1);
        assertThat(precision.value()).isCloseTo(precision.chance(), within(1e-12));
        for (Measure measure : retrieval.recallMeasures(1)) {
            assertThat(measure.value()).as(measure.name()).isCloseTo(measure.chance(), within(1e-12));
        }
    }

    @Test
    void vectorsOfTheClassScoreOneAndTheQueryItselfIsLeftOut() {
        float[][] images = new float[12][3];
        float[][] sounds = new float[12][3];
        for (int i = 0; i < 12; i++) {
            images[i][i % 3] = 1 + i; // length does not matter
            sounds[i][i % 3] = 0.5f;
        }
        Retrieval retrieval = new Retrieval(images, sounds, IntervalsTest.names(12), (i, j) -> i % 3 == j % 3 ? 5 : 0);
        for (Direction direction : Direction.values()) {
            assertThat(retrieval.ndcg(direction, 3, Gain.EXPONENTIAL)).containsOnly(1);
        }
        // Four of a class: three others within a kind of eleven, four of twelve across.
        double[] intra = retrieval.chanceNdcg(Direction.IMAGE_TO_IMAGE, 3, Gain.EXPONENTIAL);
        double[] cross = retrieval.chanceNdcg(Direction.IMAGE_TO_SOUND, 3, Gain.EXPONENTIAL);
        assertThat(intra[0]).isCloseTo(3 / 11.0, within(1e-12));
        assertThat(cross[0]).isCloseTo(4 / 12.0, within(1e-12));
        // Its own half is one of four at the same distance: place 2.5 on average, first with chance 1/4.
        assertThat(retrieval.ranks(Direction.SOUND_TO_IMAGE)).containsOnly(2.5);
        assertThat(retrieval.recall(Direction.SOUND_TO_IMAGE, 1)).containsOnly(0.25);
        assertThat(retrieval.recall(Direction.SOUND_TO_IMAGE, 4)).containsOnly(1);
        assertThatThrownBy(() -> retrieval.ranks(Direction.SOUND_TO_SOUND))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void allItemsOfTheQuerysSourceAreLeftOutAmongItsKind() {
        float[][] vectors = {{1, 0}, {1, 0}, {0, 1}};
        Retrieval retrieval =
                new Retrieval(vectors, vectors, new String[] {"a", "a", "b"}, (i, j) -> i == 2 || j == 2 ? 1 : 3);
        // Item 1 would come first for item 0 but is from the same clip; item 2 alone is left, and it is the ideal.
        assertThat(retrieval.ndcg(Direction.IMAGE_TO_IMAGE, 1, Gain.LINEAR)[0]).isEqualTo(1);
        // A query without any relevant item is not counted.
        Retrieval none = new Retrieval(vectors, vectors, new String[] {"a", "b", "c"}, (i, j) -> i == 0 ? 0 : 1);
        assertThat(none.ndcgMeasure(Direction.IMAGE_TO_SOUND, 2, Gain.LINEAR, 1).n())
                .isEqualTo(2);
    }

    @Test
    void anUncleanedListFindsTheQueryItself() {
        float[][] vectors = {{1, 0}, {1, 0}, {0, 1}};
        Retrieval retrieval =
                new Retrieval(vectors, vectors, new String[] {"a", "a", "b"}, (i, j) -> i == 2 || j == 2 ? 1 : 0);
        // First come items 0 and 1 for each other and themselves, which earns nothing; item 2 finds itself.
        Measure kept = retrieval.ndcgMeasure(Direction.IMAGE_TO_IMAGE, 1, Gain.LINEAR, SameSource.KEPT, 1);
        assertThat(kept.name()).isEqualTo("nDCG@1 image to image (linear gain), own source kept");
        assertThat(kept.value()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(retrieval
                        .precisionMeasure(Direction.IMAGE_TO_IMAGE, 1, SameSource.KEPT, 1)
                        .value())
                .isCloseTo((1 / 3.0 + 1 / 3.0 + 1) / 3, within(1e-12));
        // Left out, all that remains is right.
        assertThat(retrieval
                        .ndcgMeasure(Direction.IMAGE_TO_IMAGE, 1, Gain.LINEAR, SameSource.LEFT_OUT, 1)
                        .value())
                .isEqualTo(1);
        assertThat(retrieval.nearest(Direction.IMAGE_TO_IMAGE, 0, 5)).containsExactly(2);
        assertThat(retrieval.nearest(Direction.IMAGE_TO_SOUND, 2, 1)).containsExactly(0);
    }

    @Test
    void averagePrecisionByHand() {
        // Right at places 1 and 3: (1 + 2/3) / 2.
        assertThat(precision(new double[] {1, 2, 3}, 5, 0, 5)).isCloseTo(5 / 6.0, within(1e-12));
        // Two equal, one right: it is first or second, (1 + 1/2) / 2.
        assertThat(precision(new double[] {1, 1}, 5, 4)).isCloseTo(0.75, within(1e-12));
        assertThat(precision(new double[] {1, 2}, 4, 0)).isNaN();
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34, 35, 36})
    void averagePrecisionIsTheMeanOverAllOrdersOfTies(long seed) {
        Random random = new Random(seed);
        int n = 2 + random.nextInt(5);
        double[] distances = random.ints(n, 0, 3).asDoubleStream().toArray();
        double[] relevances = random.ints(n, 4, 6).asDoubleStream().toArray();
        relevances[random.nextInt(n)] = 5;
        List<int[]> orders = new ArrayList<>();
        permute(new ArrayList<>(), n, orders);
        double sum = 0;
        int count = 0;
        for (int[] order : orders) {
            boolean sorted = true;
            double right = 0;
            double precision = 0;
            for (int place = 0; place < n; place++) {
                sorted &= place == 0 || distances[order[place - 1]] <= distances[order[place]];
                if (relevances[order[place]] == 5) {
                    right++;
                    precision += right / (place + 1);
                }
            }
            if (sorted) {
                sum += precision / right;
                count++;
            }
        }
        assertThat(precision(distances, relevances)).isCloseTo(sum / count, within(1e-12));
    }

    private static double precision(double[] distances, double... relevances) {
        return new RankedList(distances, relevances).averagePrecision(5);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void agreesWithSortingByHand(long seed) {
        Random random = new Random(seed);
        int n = 15;
        int dimensions = 1 + random.nextInt(5);
        float[][] images = vectors(random, n, dimensions);
        float[][] sounds = vectors(random, n, dimensions);
        int[][] relevance = new int[n][n];
        for (int[] row : relevance) {
            Arrays.setAll(row, i -> random.nextInt(6));
        }
        Retrieval retrieval = new Retrieval(images, sounds, IntervalsTest.names(n), (i, j) -> relevance[i][j]);
        double[] found = retrieval.ndcg(Direction.SOUND_TO_IMAGE, 5, Gain.EXPONENTIAL);
        double[] chance = retrieval.chanceNdcg(Direction.SOUND_TO_IMAGE, 5, Gain.EXPONENTIAL);
        for (int query = 0; query < n; query++) {
            int q = query;
            // By cosine: the same order as by distance between vectors of length one.
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                order.add(i);
            }
            order.sort((a, b) -> Double.compare(cosine(sounds[q], images[b]), cosine(sounds[q], images[a])));
            assertThat(found[query]).isCloseTo(dcg(order, relevance[q]) / ideal(relevance[q]), within(1e-6));
            double sum = 0;
            for (int trial = 0; trial < 4000; trial++) {
                Collections.shuffle(order, random);
                sum += dcg(order, relevance[q]);
            }
            assertThat(chance[query]).isCloseTo(sum / 4000 / ideal(relevance[q]), within(0.03));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void ranksAgreeWithCounting(long seed) {
        Random random = new Random(seed);
        int n = 20 + random.nextInt(2);
        float[][] images = vectors(random, n, 3);
        float[][] sounds = vectors(random, n, 3);
        sounds[3] = sounds[4]; // a tie
        Retrieval retrieval = new Retrieval(images, sounds, IntervalsTest.names(n), (i, j) -> 0);
        double[] ranks = retrieval.ranks(Direction.IMAGE_TO_SOUND);
        double[] sorted = ranks.clone();
        for (int query = 0; query < n; query++) {
            double rank = 1;
            for (int item = 0; item < n; item++) {
                double difference = cosine(images[query], sounds[item]) - cosine(images[query], sounds[query]);
                boolean tie = item != query && sounds[item] == sounds[query];
                rank += tie ? 0.5 : difference > 0 ? 1 : 0;
            }
            assertThat(ranks[query]).isEqualTo(rank);
        }
        Arrays.sort(sorted);
        Measure median = retrieval.recallMeasures(1).get(3);
        assertThat(median.name()).isEqualTo("median rank image to sound");
        assertThat(median.value()).isEqualTo((sorted[(n - 1) / 2] + sorted[n / 2]) / 2);
        assertThat(median.interval().low()).isLessThanOrEqualTo(median.value());
        assertThat(median.interval().high()).isGreaterThanOrEqualTo(median.value());
    }

    @Test
    void aVectorThatIsNoNumberIsNamed() {
        float[][] bad = {{1, 0}, {Float.NaN, 0}};
        float[][] good = {{1, 0}, {0, 1}};
        assertThatThrownBy(() -> new Retrieval(good, bad, new String[] {"a", "b"}, (i, j) -> 1))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("sound vector of item 1");
    }

    private static double dcg(List<Integer> order, int[] relevance) {
        double sum = 0;
        for (int place = 0; place < 5; place++) {
            sum += (Math.pow(2, relevance[order.get(place)]) - 1) * Math.log(2) / Math.log(place + 2);
        }
        return sum;
    }

    private static double ideal(int[] relevance) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < relevance.length; i++) {
            order.add(i);
        }
        order.sort((a, b) -> relevance[b] - relevance[a]);
        return dcg(order, relevance);
    }

    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
            aa += (double) a[i] * a[i];
            bb += (double) b[i] * b[i];
        }
        return dot / Math.sqrt(aa * bb);
    }

    private static float[][] vectors(Random random, int n, int dimensions) {
        float[][] vectors = new float[n][dimensions + 1];
        for (float[] vector : vectors) {
            for (int i = 0; i < vector.length; i++) {
                vector[i] = (float) random.nextGaussian();
            }
        }
        return vectors;
    }

    private static void permute(List<Integer> start, int n, List<int[]> all) {
        if (start.size() == n) {
            all.add(start.stream().mapToInt(Integer::intValue).toArray());
        }
        for (int i = 0; i < n; i++) {
            if (!start.contains(i)) {
                List<Integer> longer = new ArrayList<>(start);
                longer.add(i);
                permute(longer, n, all);
            }
        }
    }
}
