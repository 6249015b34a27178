package dev.earsight.opensearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earsight.EarsightException;
import dev.earsight.index.Neighbor;
import dev.earsight.index.NeighborFilter;
import dev.earsight.index.UnitVectors;
import dev.earsight.index.VectorIndex;
import dev.earsight.index.VectorIndexContract;
import dev.earsight.index.Vectors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class OpenSearchIndexTest extends VectorIndexContract {
    private static final String NETWORK = "0123456789abcdef".repeat(4);
    private static ClusterConnection cluster;

    private String name = "";

    @BeforeAll
    static void connect() {
        cluster = TestCluster.shared().connect(_ -> {});
    }

    @AfterAll
    static void disconnect() {
        cluster.close();
    }

    @BeforeEach
    void choose(TestInfo test) {
        name = "index-" + Integer.toHexString(test.getDisplayName().hashCode()) + "-" + System.nanoTime();
    }

    private static String name(Path folder) {
        return "contract-" + Integer.toHexString(folder.toString().hashCode()) + "-" + folder.getFileName();
    }

    private static IndexPlan plan(String name, int dimensions) {
        return new IndexPlan(name, NETWORK, dimensions, 2);
    }

    @Override
    protected VectorIndex write(Path folder, int dimensions) {
        return OpenSearchIndex.write(cluster, plan(name(folder), dimensions));
    }

    @Override
    protected VectorIndex read(Path folder) {
        return OpenSearchIndex.read(cluster, name(folder));
    }

    @Override
    protected double recall() {
        return 0.99;
    }

    private static float[] direction(double degrees) {
        return new float[] {(float) Math.cos(Math.toRadians(degrees)), (float) Math.sin(Math.toRadians(degrees))};
    }

    @Test
    void comparesWithAllWhereMoreAreWantedThanOneAnswerHolds() {
        int count = StoredVectors.PAGE + 700;
        Random random = new Random(4);
        List<float[]> vectors = new ArrayList<>();
        List<Neighbor> all = new ArrayList<>();
        float[] query = direction(30);
        for (int i = 0; i < count; i++) {
            vectors.add(direction(random.nextDouble(360)));
            all.add(new Neighbor("a", "sound", i, UnitVectors.product(query, vectors.get(i))));
        }
        try (OpenSearchIndex index = OpenSearchIndex.write(cluster, plan(name, 2))) {
            index.put("a", "sound", Vectors.of(vectors));
            index.commit();
            int k = count - 100;
            List<Neighbor> found = index.nearest(query, k, NeighborFilter.ALL);
            assertThat(found).hasSize(k).isSorted().doesNotHaveDuplicates();
            assertThat(found.getLast().score())
                    .isCloseTo(
                            all.stream().sorted().toList().get(k - 1).score(),
                            org.assertj.core.api.Assertions.within(1e-5f));
        }
    }

    @Test
    void ofTwoWritersTheLaterWinsAndNothingOfTheEarlierIsFound() {
        try (OpenSearchIndex earlier = OpenSearchIndex.write(cluster, plan(name, 2))) {
            earlier.put("lost", "sound", Vectors.of(List.of(direction(0))));
            try (OpenSearchIndex later = OpenSearchIndex.write(cluster, plan(name, 2))) {
                earlier.put("lost too", "sound", Vectors.of(List.of(direction(0))));
                later.put("kept", "sound", Vectors.of(List.of(direction(0))));
                later.commit();
                assertThatThrownBy(earlier::commit)
                        .isInstanceOf(EarsightException.class)
                        .hasMessageContaining("Somebody else has begun to write to " + name);
                assertThat(later.groups()).containsExactly("kept");
                assertThat(later.size()).isEqualTo(1);
            }
        }
        try (OpenSearchIndex reader = OpenSearchIndex.read(cluster, name)) {
            assertThat(reader.groups()).containsExactly("kept");
        }
    }

    @Test
    void whatAKilledWriterHadDeadIsClearedAwayByTheNext() {
        String concrete;
        try (OpenSearchIndex index = OpenSearchIndex.write(cluster, plan(name, 2))) {
            index.put("a", "sound", Vectors.of(List.of(direction(0), direction(90))));
            index.put("b", "sound", Vectors.of(List.of(direction(0))));
            index.commit();
            concrete = index.concreteName();
        }
        // As if killed after its second commit and before it deleted what that replaced and removed.
        StoredVectors stored = new StoredVectors(cluster, concrete);
        CommitPoint first = stored.commit().point();
        stored.change(stored.commit(), first.claimedByAnother().next(Map.of("sound", List.of("a")), List.of("b")));
        try (OpenSearchIndex reader = OpenSearchIndex.read(cluster, name)) {
            assertThat(reader.size()).as("found by a reader").isZero();
            assertThat(reader.nearest(direction(0), 9, NeighborFilter.ALL)).isEmpty();
        }
        assertThat(stored.count(Map.of("exists", Map.of("field", "commit")))).isEqualTo(3);
        OpenSearchIndex.write(cluster, plan(name, 2)).close();
        assertThat(stored.count(Map.of("exists", Map.of("field", "commit"))))
                .as("there at all")
                .isZero();
        assertThat(stored.commit().point().hasDead()).isFalse();
    }

    @Test
    void refusesAnotherNetworkAndNamesNoIndexCanHave() {
        OpenSearchIndex.write(cluster, plan(name, 2)).close();
        assertThat(OpenSearchIndex.network(cluster, name)).contains(NETWORK);
        assertThat(OpenSearchIndex.network(cluster, name + "-none")).isEmpty();
        IndexPlan other = new IndexPlan(name, "f".repeat(64), 2, 1);
        assertThatThrownBy(() -> OpenSearchIndex.write(cluster, other))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("another network")
                .hasMessageContaining("replace it");
        assertThatThrownBy(() -> OpenSearchIndex.read(cluster, "No Name"))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("small letters");
    }
}
