package dev.earsight.opensearch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earsight.index.NeighborFilter;
import dev.earsight.index.Vectors;
import dev.earsight.opensearch.FakeNode.Reply;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Loading a real cluster that is busy, and letting a name stand for another network's vectors while it is searched. */
class LoadingTest {
    private static final String OLD = "0".repeat(64);
    private static final String NEW = "1".repeat(64);

    static float[] random(Random random, int dimensions) {
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

    static List<float[]> random(Random random, int dimensions, int count) {
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            vectors.add(random(random, dimensions));
        }
        return vectors;
    }

    /** A node before the real ones, which turns away every third request and, of those it lets through, loses every seventh answer. */
    private static FakeNode busyNode(String real, AtomicInteger turnedAway) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        AtomicInteger turns = new AtomicInteger();
        return FakeNode.of(question -> {
            int turn = turns.incrementAndGet();
            if (turn % 3 == 0) {
                turnedAway.incrementAndGet();
                return new Reply(429, "", Map.of("Retry-After", "0"));
            }
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(real + question.path()))
                            .header("Content-Type", "application/json")
                            .method(question.method(), HttpRequest.BodyPublishers.ofString(question.body()))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return turn % 7 == 0 ? new Reply(502, "", Map.of()) : Reply.json(answer.statusCode(), answer.body());
        });
    }

    @Test
    void losesAndDoublesNothingWhereTheClusterIsBusyAndAnswersAreLost() throws Exception {
        TestCluster nodes = TestCluster.shared();
        AtomicInteger turnedAway = new AtomicInteger();
        Random random = new Random(8);
        IndexPlan plan = new IndexPlan("busy-" + System.nanoTime(), OLD, 64, 1);
        List<List<float[]>> blocks = new ArrayList<>();
        try (FakeNode busy = busyNode(nodes.addresses().getFirst(), turnedAway);
                ClusterConnection cluster = TestCluster.connect(busy.address(), _ -> {});
                OpenSearchIndex index = OpenSearchIndex.write(cluster, plan)) {
            for (int group = 0; group < 8; group++) {
                blocks.add(random(random, 64, 300));
                index.put("group" + group, "sound", Vectors.of(blocks.getLast()));
                if (group % 4 == 3) {
                    index.commit();
                }
            }
            index.put("group0", "sound", Vectors.of(blocks.getFirst()));
            index.commit();
        }
        assertThat(turnedAway.get()).isGreaterThan(5);
        try (ClusterConnection cluster = nodes.connect(_ -> {});
                OpenSearchIndex index = OpenSearchIndex.read(cluster, plan.name())) {
            assertThat(index.size()).isEqualTo(2400);
            for (int group = 0; group < 8; group++) {
                assertThat(index.nearest(blocks.get(group).get(17 * group), 1, NeighborFilter.ALL))
                        .singleElement()
                        .extracting(found -> found.group() + " " + found.key())
                        .isEqualTo("group" + group + " " + 17 * group);
            }
        }
    }

    @Test
    void noSearchFailsWhileANameComesToStandForAnotherNetwork() throws Exception {
        String name = "switched-" + System.nanoTime();
        float[] query = {1, 0};
        try (ClusterConnection cluster = TestCluster.shared().connect(_ -> {});
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            try (OpenSearchIndex old = OpenSearchIndex.write(cluster, new IndexPlan(name, OLD, 2, 1))) {
                old.put("old", "sound", Vectors.of(List.of(query)));
                old.commit();
            }
            AtomicBoolean done = new AtomicBoolean();
            AtomicInteger before = new AtomicInteger();
            Callable<List<String>> searching = () -> {
                List<String> found = new ArrayList<>();
                try (OpenSearchIndex reader = OpenSearchIndex.read(cluster, name)) {
                    boolean last;
                    do {
                        last = done.get();
                        found.add(reader.nearest(query, 1, NeighborFilter.ALL)
                                .getFirst()
                                .group());
                        before.incrementAndGet();
                    } while (!last);
                    assertThat(reader.network()).isEqualTo(NEW);
                }
                return found;
            };
            List<Future<List<String>>> answers = List.of(threads.submit(searching), threads.submit(searching));
            while (before.get() < 4) {
                Thread.onSpinWait();
            }
            IndexPlan plan = new IndexPlan(name, NEW, 2, 1);
            try (OpenSearchIndex begun = OpenSearchIndex.replacement(cluster, plan)) {
                begun.put("new", "sound", Vectors.of(List.of(query)));
                begun.commit();
            }
            try (OpenSearchIndex fresh = OpenSearchIndex.replacement(cluster, plan)) {
                assertThat(fresh.groups())
                        .as("goes on with the one begun before")
                        .containsExactly("new");
                fresh.publish();
            }
            assertThat(OpenSearchIndex.deleteSuperseded(cluster, name))
                    .singleElement()
                    .asString()
                    .startsWith(name + "-" + OLD.substring(0, 12) + "-");
            done.set(true);
            for (Future<List<String>> answer : answers) {
                assertThat(answer.get()).startsWith("old").endsWith("new").containsOnly("old", "new");
            }
        }
    }
}
