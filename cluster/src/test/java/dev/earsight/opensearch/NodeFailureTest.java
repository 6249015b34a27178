package dev.earsight.opensearch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earsight.index.NeighborFilter;
import dev.earsight.index.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** One of two nodes is killed in the middle of loading and searching. */
class NodeFailureTest {
    private static final int DIMENSIONS = 32;
    private static final int BLOCKS = 40;
    private static final int BLOCK_VECTORS = 100;

    @Test
    void nothingIsLostAndSearchesGoOnAndSaySo() throws Exception {
        TestCluster nodes = TestCluster.shared();
        Assumptions.assumeTrue(nodes.mayKill(), "a cluster that is not ours keeps its nodes");
        assertThat(nodes.ask("/_cat/nodes?format=json&h=name").body().findValuesAsString("name"))
                .containsExactlyInAnyOrder("manager", "second");

        String second = nodes.addresses().getLast();
        List<String> warnings = new CopyOnWriteArrayList<>();
        Random random = new Random(2);
        List<List<float[]>> blocks = new ArrayList<>();
        IndexPlan plan = new IndexPlan("failure-" + System.nanoTime(), "2".repeat(64), DIMENSIONS, 2);
        try (ClusterConnection cluster =
                        TestCluster.connect(second + "," + nodes.addresses().getFirst(), warnings::add);
                OpenSearchIndex index = OpenSearchIndex.write(cluster, plan);
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            float[] first = LoadingTest.random(random, DIMENSIONS);
            index.put("first", "picture", Vectors.of(List.of(first)));
            index.commit();
            nodes.ask("/_cluster/health/" + index.concreteName() + "?wait_for_status=green&timeout=60s");
            assertThat(nodes.ask("/_cat/shards/" + index.concreteName() + "?format=json&h=node")
                            .body()
                            .findValuesAsString("node"))
                    .as("each of two shards on each of two nodes")
                    .containsExactlyInAnyOrder("manager", "manager", "second", "second");

            AtomicBoolean done = new AtomicBoolean();
            AtomicInteger searches = new AtomicInteger();
            CountDownLatch searching = new CountDownLatch(3);
            Future<Boolean> searched = threads.submit(() -> {
                try (OpenSearchIndex reader = OpenSearchIndex.read(cluster, plan.name())) {
                    while (!done.get()) {
                        assertThat(reader.nearest(first, 1, NeighborFilter.ALL))
                                .extracting(found -> found.group())
                                .containsExactly("first");
                        searches.incrementAndGet();
                        searching.countDown();
                    }
                }
                return true;
            });
            searching.await();
            int before = 0;
            for (int i = 0; i < BLOCKS; i++) {
                blocks.add(LoadingTest.random(random, DIMENSIONS, BLOCK_VECTORS));
                index.put("group" + i, "sound", Vectors.of(blocks.getLast()));
                if (i == BLOCKS / 2) {
                    nodes.killSecond();
                    before = searches.get();
                }
                if (i % 10 == 9) {
                    index.commit();
                }
            }
            done.set(true);
            assertThat(searched.get()).as("no search failed").isTrue();
            assertThat(searches.get()).as("searches went on").isGreaterThan(before);
            assertThat(warnings)
                    .anyMatch(warning -> warning.contains(second)
                            && warning.contains("does not answer")
                            && warning.contains(
                                    "going on with " + nodes.addresses().getFirst()));
            assertThat(index.size()).isEqualTo(1 + BLOCKS * BLOCK_VECTORS);
        }
        try (ClusterConnection cluster = TestCluster.connect(nodes.addresses().getFirst(), _ -> {});
                OpenSearchIndex index = OpenSearchIndex.read(cluster, plan.name())) {
            assertThat(index.groups()).hasSize(1 + BLOCKS);
            for (int i = 0; i < BLOCKS; i++) {
                assertThat(index.nearest(blocks.get(i).get(i), 1, NeighborFilter.ALL))
                        .extracting(found -> found.group() + " " + found.key())
                        .containsExactly("group" + i + " " + i);
            }
        }
    }
}
