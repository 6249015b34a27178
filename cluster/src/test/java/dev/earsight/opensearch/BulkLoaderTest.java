package dev.earsight.opensearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earsight.EarsightException;
import dev.earsight.opensearch.FakeNode.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BulkLoaderTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private static ClusterConnection connect(FakeNode node) {
        return ClusterConnection.open(ClusterAccess.of(node.address()).withTimeouts(LONG, LONG, LONG), _ -> {});
    }

    private static VectorDocument document(long key, int dimensions) {
        return new VectorDocument("group", "sound", key, 7, new float[dimensions]);
    }

    /** The keys of the vectors in a bulk request. */
    private static List<String> keys(String body) {
        return body.lines()
                .filter(line -> line.contains("\"_id\""))
                .map(line -> line.replaceAll(".*group/(\\d+)/7.*", "$1"))
                .toList();
    }

    private static String items(Stream<String> items) {
        return "{\"errors\":true,\"items\":[" + items.collect(Collectors.joining(",")) + "]}";
    }

    private static final String STORED = "{\"index\":{\"status\":201}}";

    @Test
    void sendsAgainOnlyWhatWasTurnedAwayForNow() throws Exception {
        AtomicInteger turns = new AtomicInteger();
        String busy = "{\"index\":{\"status\":429,\"error\":{\"type\":\"rejected\",\"reason\":\"queue full\"}}}";
        try (FakeNode node = FakeNode.of(question -> Reply.json(
                        200,
                        switch (turns.getAndIncrement()) {
                            case 0 -> items(Stream.of(STORED, busy, busy, STORED));
                            case 1 -> items(Stream.of(busy, STORED));
                            default -> "{\"errors\":false}";
                        }));
                ClusterConnection cluster = connect(node)) {
            BulkLoader loader = new BulkLoader(cluster, "index");
            for (int key = 0; key < 4; key++) {
                loader.add(document(key, 2));
            }
            loader.drain();
            assertThat(node.questions().stream().skip(1).map(question -> keys(question.body())))
                    .containsExactly(List.of("0", "1", "2", "3"), List.of("1", "2"), List.of("1"));
        }
    }

    @Test
    void namesEveryVectorThatWasRefused() throws Exception {
        String refused =
                "{\"index\":{\"status\":400,\"error\":{\"type\":\"mapper_parsing_exception\",\"reason\":\"failed "
                        + "to parse\",\"caused_by\":{\"reason\":\"too short\"}}}}";
        try (FakeNode node = FakeNode.of(_ -> Reply.json(200, items(Stream.of(STORED, refused, refused))));
                ClusterConnection cluster = connect(node)) {
            BulkLoader loader = new BulkLoader(cluster, "index");
            for (int key = 0; key < 3; key++) {
                loader.add(document(key, 2));
            }
            assertThatThrownBy(loader::drain)
                    .isInstanceOf(EarsightException.class)
                    .hasMessageContaining(node.address())
                    .hasMessageContaining("refused 2 of 3 vectors")
                    .hasMessageContaining("sound 1 of group (failed to parse: too short)")
                    .hasMessageContaining("sound 2 of group");
            assertThatThrownBy(() -> loader.add(document(9, 2)))
                    .as("it does not go on as if nothing had been")
                    .isInstanceOf(EarsightException.class);
        }
    }

    @Test
    void hasTwoBatchesForEachNodeUnderWayAtMost() throws Exception {
        int numbers = 100_000; // at least 4 characters each: ten of these fill a batch
        Semaphore arrived = new Semaphore(0);
        Semaphore mayGo = new Semaphore(0);
        Set<String> stored = ConcurrentHashMap.newKeySet();
        try (FakeNode node = FakeNode.of(question -> {
                    arrived.release();
                    mayGo.acquire();
                    stored.addAll(keys(question.body()));
                    return Reply.json(200, "{\"errors\":false}");
                });
                ClusterConnection cluster = connect(node)) {
            BulkLoader loader = new BulkLoader(cluster, "index");
            AtomicInteger added = new AtomicInteger();
            Thread adding = Thread.ofVirtual().start(() -> {
                for (int key = 0; key < 60; key++) {
                    loader.add(document(key, numbers));
                    added.incrementAndGet();
                }
                loader.drain();
            });
            arrived.acquire(2);
            while (adding.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            assertThat(added.get()).as("waits with the third batch").isLessThan(35);
            assertThat(arrived.tryAcquire()).isFalse();
            mayGo.release(100);
            adding.join();
            assertThat(stored).hasSize(60);
        }
    }
}
