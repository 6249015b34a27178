package dev.earsight.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earsight.EarsightException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link VectorIndex} must do; a backend's test extends this and says how one is opened. It travels in {@code
 * earsight-core}'s test jar, so that backends of other modules hold to it too.
 */
public abstract class VectorIndexContract {
    private static final int DIMENSIONS = 16;

    @TempDir
    Path folder;

    /** Opens, or begins, the index of this name for reading and writing. */
    protected abstract VectorIndex write(Path folder, int dimensions);

    /** Opens the same for reading only. */
    protected abstract VectorIndex read(Path folder);

    /** The share of the true {@code k} nearest that must be among those found; 1 for an exact index. */
    protected abstract double recall();

    private VectorIndex fresh() {
        return write(folder.resolve("index"), DIMENSIONS);
    }

    /** What is in the index, as a list to search by brute force. */
    private static final class Oracle {
        private final Map<String, Map<String, List<float[]>>> blocks = new HashMap<>();

        void put(String group, String label, List<float[]> vectors) {
            blocks.computeIfAbsent(group, _ -> new HashMap<>()).put(label, vectors);
        }

        List<Neighbor> nearest(float[] query, int k, NeighborFilter filter) {
            List<Neighbor> all = new ArrayList<>();
            blocks.forEach((group, labels) -> labels.forEach((label, vectors) -> {
                for (int i = 0; i < vectors.size() && filter.admits(group, label); i++) {
                    double product = 0;
                    for (int j = 0; j < query.length; j++) {
                        product += (double) query[j] * vectors.get(i)[j];
                    }
                    all.add(new Neighbor(group, label, i, (float) product));
                }
            }));
            return all.stream().sorted().limit(k).toList();
        }
    }

    static float[] unit(Random random, int dimensions) {
        float[] vector = new float[dimensions];
        double squares = 0;
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) random.nextGaussian();
            squares += vector[i] * vector[i];
        }
        for (int i = 0; i < dimensions; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }

    private static List<float[]> units(Random random, int count) {
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            vectors.add(unit(random, DIMENSIONS));
        }
        return vectors;
    }

    private static float[] axis(int which) {
        float[] vector = new float[DIMENSIONS];
        vector[which] = 1;
        return vector;
    }

    private static float[] between(int a, int b, double cosine) {
        float[] vector = new float[DIMENSIONS];
        vector[a] = (float) cosine;
        vector[b] = (float) Math.sqrt(1 - cosine * cosine);
        return vector;
    }

    private static List<String> names(List<Neighbor> neighbors) {
        return neighbors.stream()
                .map(one -> one.group() + " " + one.label() + " " + one.key())
                .toList();
    }

    /** How much of what the oracle found was found; every score must be the true one. */
    private double found(List<Neighbor> answer, List<Neighbor> truth) {
        assertThat(answer).isSorted().doesNotHaveDuplicates();
        Map<String, Float> scores = new HashMap<>();
        truth.forEach(one -> scores.put(one.group() + one.label() + one.key(), one.score()));
        int hits = 0;
        for (Neighbor neighbor : answer) {
            Float score = scores.get(neighbor.group() + neighbor.label() + neighbor.key());
            if (score != null) {
                assertThat(neighbor.score()).isCloseTo(score, org.assertj.core.api.Assertions.within(1e-5f));
                hits++;
            }
        }
        return truth.isEmpty() ? 1 : hits / (double) truth.size();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void findsWhatBruteForceFinds(long seed) {
        Random random = new Random(seed);
        Oracle oracle = new Oracle();
        try (VectorIndex index = fresh()) {
            for (int group = 0; group < 60; group++) {
                for (String label : new String[] {"picture", "sound"}) {
                    List<float[]> vectors = units(random, random.nextInt(20));
                    index.put("group" + group, label, Vectors.of(vectors));
                    oracle.put("group" + group, label, vectors);
                }
                if (group % 17 == 0) {
                    index.commit();
                }
            }
            index.commit();
            double found = 0;
            int questions = 40;
            for (int i = 0; i < questions; i++) {
                float[] query = unit(random, DIMENSIONS);
                int k = 1 + random.nextInt(40);
                NeighborFilter filter = filter(random);
                List<Neighbor> answer = index.nearest(query, k, filter);
                List<Neighbor> truth = oracle.nearest(query, k, filter);
                assertThat(answer).hasSameSizeAs(truth).allMatch(one -> filter.admits(one.group(), one.label()));
                found += found(answer, truth) / questions;
            }
            assertThat(found).as("recall, seed " + seed).isGreaterThanOrEqualTo(recall());
        }
    }

    private static NeighborFilter filter(Random random) {
        NeighborFilter filter = NeighborFilter.ALL;
        if (random.nextBoolean()) {
            filter = filter.withLabels(Set.of(random.nextBoolean() ? "picture" : "sound"));
        }
        return switch (random.nextInt(3)) {
            case 0 -> filter.withGroups(Set.of("group3", "group" + random.nextInt(60), "no such group"));
            case 1 -> filter.withGroups(Set.of());
            default -> filter;
        };
    }

    @Test
    void anEmptyIndexFindsNothing() {
        try (VectorIndex index = fresh()) {
            assertThat(index.size()).isZero();
            assertThat(index.groups()).isEmpty();
            assertThat(index.dimensions()).isEqualTo(DIMENSIONS);
            assertThat(index.nearest(axis(0), 5, NeighborFilter.ALL)).isEmpty();
        }
    }

    @Test
    void ordersByProductAndTiesByName() {
        try (VectorIndex index = fresh()) {
            index.put("b", "sound", Vectors.of(List.of(between(0, 1, 0.5), axis(0), axis(0))));
            index.put("a", "sound", Vectors.of(List.of(axis(0), between(0, 1, -0.5))));
            index.put("a", "picture", Vectors.of(List.of(axis(0))));
            index.commit();
            List<Neighbor> all = index.nearest(axis(0), 10, NeighborFilter.ALL);
            assertThat(names(all))
                    .containsExactly("a picture 0", "a sound 0", "b sound 1", "b sound 2", "b sound 0", "a sound 1");
            assertThat(all.getFirst().score()).isEqualTo(1f);
            assertThat(all.get(4).score()).isCloseTo(0.5f, org.assertj.core.api.Assertions.within(1e-6f));
            assertThat(all.getLast().score()).isCloseTo(-0.5f, org.assertj.core.api.Assertions.within(1e-6f));
            assertThat(names(index.nearest(axis(0), 2, NeighborFilter.ALL)))
                    .as("the tie is cut by name, too")
                    .containsExactly("a picture 0", "a sound 0");
            assertThat(index.nearest(axis(0), 0, NeighborFilter.ALL)).isEmpty();
        }
    }

    @Test
    void replacesOneBlockAndRemovesWholeGroups() {
        try (VectorIndex index = fresh()) {
            index.put("a", "sound", Vectors.of(List.of(axis(0), axis(1))));
            index.put("a", "picture", Vectors.of(List.of(axis(2))));
            index.put("b", "sound", Vectors.of(List.of(axis(3))));
            index.commit();
            index.put("a", "sound", Vectors.of(List.of(axis(4))));
            index.commit();
            assertThat(index.size()).isEqualTo(3);
            assertThat(names(index.nearest(axis(4), 1, NeighborFilter.ALL))).containsExactly("a sound 0");
            assertThat(index.nearest(axis(0), 9, NeighborFilter.ALL)).noneMatch(one -> one.score() > 0.5);

            index.remove("a");
            index.remove("never there");
            index.commit();
            assertThat(index.groups()).containsExactly("b");
            assertThat(names(index.nearest(axis(2), 9, NeighborFilter.ALL))).containsExactly("b sound 0");

            index.put("a", "picture", Vectors.of(List.of(axis(5))));
            index.remove("a");
            index.put("a", "sound", Vectors.of(List.of(axis(6))));
            index.commit();
            assertThat(names(index.nearest(axis(6), 9, NeighborFilter.ALL)))
                    .as("in the order it was asked for")
                    .containsExactly("a sound 0", "b sound 0");
        }
    }

    @Test
    void whatIsNotCommittedHasNotHappened() {
        try (VectorIndex index = fresh()) {
            index.put("a", "sound", Vectors.of(List.of(axis(0))));
            index.commit();
            index.put("b", "sound", Vectors.of(List.of(axis(1))));
            index.remove("a");
            assertThat(index.groups()).containsExactly("a");
            assertThat(index.size()).isEqualTo(1);
        }
        try (VectorIndex index = fresh()) {
            assertThat(index.groups()).containsExactly("a");
            index.put("c", "sound", Vectors.of(List.of(axis(2))));
            index.commit();
        }
        try (VectorIndex index = read(folder.resolve("index"))) {
            assertThat(index.groups()).containsExactlyInAnyOrder("a", "c");
            assertThat(index.dimensions()).isEqualTo(DIMENSIONS);
            assertThat(names(index.nearest(axis(2), 1, NeighborFilter.ALL))).containsExactly("c sound 0");
        }
    }

    @Test
    void aReaderSeesWhatAWriterCommittedOnceItRefreshes() {
        try (VectorIndex writer = fresh()) {
            writer.put("a", "sound", Vectors.of(List.of(axis(0))));
            writer.commit();
            try (VectorIndex reader = read(folder.resolve("index"))) {
                assertThat(reader.refresh()).isFalse();
                for (int i = 1; i < 12; i++) {
                    writer.put("b" + i, "sound", Vectors.of(List.of(axis(i), axis(i), axis(i))));
                    writer.commit();
                    assertThat(reader.size()).isEqualTo(1 + 3L * (i - 1));
                    assertThat(reader.refresh()).isTrue();
                    assertThat(reader.size()).isEqualTo(1 + 3L * i);
                }
                for (int i = 2; i < 12; i++) {
                    writer.remove("b" + i);
                    writer.commit();
                    assertThat(reader.refresh()).isTrue();
                    assertThat(names(reader.nearest(axis(1), 3, NeighborFilter.ALL)))
                            .containsExactly("b1 sound 0", "b1 sound 1", "b1 sound 2");
                }
                assertThat(reader.groups()).containsExactlyInAnyOrder("a", "b1");
            }
        }
    }

    @Test
    void manyThreadsMayAskWhileOneWrites() throws Exception {
        Random random = new Random(5);
        try (VectorIndex index = fresh();
                ExecutorService threads = Executors.newFixedThreadPool(3)) {
            index.put("a", "sound", Vectors.of(List.of(axis(0))));
            index.commit();
            List<Future<Boolean>> asked = new ArrayList<>();
            AtomicBoolean written = new AtomicBoolean();
            Callable<Boolean> asking = () -> {
                while (!written.get()) {
                    assertThat(names(index.nearest(axis(0), 1, NeighborFilter.ALL)))
                            .containsExactly("a sound 0");
                }
                return true;
            };
            for (int i = 0; i < 3; i++) {
                asked.add(threads.submit(asking));
            }
            try {
                for (int i = 0; i < 10; i++) {
                    index.put("other" + i % 3, "sound", Vectors.of(units(random, 10)));
                    index.commit();
                }
            } finally {
                written.set(true);
            }
            for (Future<Boolean> one : asked) {
                assertThat(one.get()).isTrue();
            }
        }
    }

    @Test
    void refusesWhatIsNoUnitVectorAndKeepsTheRest() {
        try (VectorIndex index = fresh()) {
            float[] longer = axis(0);
            longer[1] = 1;
            float[] none = axis(0);
            none[0] = Float.NaN;
            assertThatThrownBy(() -> index.put("a", "sound", Vectors.of(List.of(axis(1), longer))))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> index.put("a", "sound", Vectors.of(List.of(none))))
                    .isInstanceOf(IllegalArgumentException.class);
            index.put("b", "sound", Vectors.of(List.of(axis(2))));
            index.commit();
            assertThat(index.groups()).containsExactly("b");
            assertThat(names(index.nearest(axis(2), 9, NeighborFilter.ALL))).containsExactly("b sound 0");
            assertThatThrownBy(() -> index.nearest(new float[3], 1, NeighborFilter.ALL))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void saysWhatIsWrongWithTheFolder() {
        assertThatThrownBy(() -> read(folder.resolve("nothing")))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("nothing")
                .hasMessageContaining("make an index first");
        fresh().close();
        assertThatThrownBy(() -> write(folder.resolve("index"), DIMENSIONS + 1))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("16")
                .hasMessageContaining("17");
    }

    @Test
    void isOfNoUseOnceClosed() {
        VectorIndex index = fresh();
        index.close();
        index.close();
        assertThatThrownBy(index::size).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> index.nearest(axis(0), 1, NeighborFilter.ALL))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(index::commit).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(index::refresh).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aReaderDoesNotWrite() {
        fresh().close();
        try (VectorIndex reader = read(folder.resolve("index"))) {
            assertThatThrownBy(() -> reader.put("a", "sound", Vectors.of(List.of(axis(0)))))
                    .isInstanceOf(IllegalStateException.class);
        }
    }
}
