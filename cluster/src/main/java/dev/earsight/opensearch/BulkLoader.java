package dev.earsight.opensearch;

import dev.earsight.EarsightException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import tools.jackson.databind.JsonNode;

/**
 * Sends vectors in batches, a few at the same time. Whoever adds them waits while those few are under way, so that a cluster that is slow
 * or asks to be left alone slows the sender down and nothing piles up. Vectors that are turned away for now are sent again alone.
 */
final class BulkLoader {
    /** The guide to OpenSearch advises 5 to 15 MB; smaller ones are turned away less and answered sooner. */
    private static final int BATCH_CHARACTERS = 4 << 20;

    private static final int BATCHES_PER_NODE = 2;
    private static final int REASONS_SHOWN = 5;

    private record Item(String name, String lines) {}

    private final ClusterConnection cluster;
    private final String path;
    private final int most;
    private final Semaphore free;
    private List<Item> batch = new ArrayList<>();
    private int batchCharacters;
    private volatile Optional<RuntimeException> failure = Optional.empty();

    BulkLoader(ClusterConnection cluster, String index) {
        this.cluster = cluster;
        path = "/" + index + "/_bulk?timeout=20s&filter_path=errors,items.*.status,items.*.error";
        most = BATCHES_PER_NODE * cluster.nodes().size();
        free = new Semaphore(most);
    }

    /** Takes one; waits while too many are under way. */
    void add(VectorDocument document) {
        rethrow();
        Item item = new Item(document.label() + " " + document.key() + " of " + document.group(), document.lines());
        batch.add(item);
        batchCharacters += item.lines().length();
        if (batchCharacters >= BATCH_CHARACTERS) {
            send();
        }
    }

    /** Returns when all are where they belong; throws where one is not. */
    void drain() {
        send();
        try {
            free.acquire(most);
        } catch (InterruptedException e) {
            throw ClusterConnection.interrupted(e);
        }
        free.release(most);
        rethrow();
    }

    private void rethrow() {
        failure.ifPresent(cause -> {
            throw new EarsightException(String.valueOf(cause.getMessage()), cause);
        });
    }

    private void send() {
        if (batch.isEmpty()) {
            return;
        }
        List<Item> items = batch;
        batch = new ArrayList<>();
        batchCharacters = 0;
        try {
            free.acquire();
        } catch (InterruptedException e) {
            throw ClusterConnection.interrupted(e);
        }
        Thread.ofVirtual().start(() -> {
            try {
                deliver(items);
            } catch (RuntimeException e) {
                fail(e);
            } finally {
                free.release();
            }
        });
    }

    /** The first is the one to tell. */
    private synchronized void fail(RuntimeException cause) {
        failure = failure.or(() -> Optional.of(cause));
    }

    private void deliver(List<Item> items) {
        long startNanos = System.nanoTime();
        Backoff backoff = new Backoff(new Random());
        List<Item> left = items;
        while (failure.isEmpty()) {
            Answer answer = cluster.ask(new ClusterConnection.Request("POST", path, body(left)))
                    .require("a batch of " + left.size() + " vectors");
            if (!answer.body().path("errors").asBoolean()) {
                return;
            }
            List<Item> busy = new ArrayList<>();
            List<String> refused = new ArrayList<>();
            for (int i = 0; i < left.size(); i++) {
                JsonNode result = answer.body().path("items").path(i).path("index");
                if (ClusterConnection.isBusy(result.path("status").asInt())) {
                    busy.add(left.get(i));
                } else if (result.has("error")) {
                    refused.add(left.get(i).name() + " ("
                            + new Answer(answer.node(), result.path("status").asInt(), result).reason() + ")");
                }
            }
            if (!refused.isEmpty()) {
                throw new EarsightException("OpenSearch at " + answer.node() + " refused " + refused.size() + " of "
                        + left.size() + " vectors: "
                        + String.join(", ", refused.subList(0, Math.min(REASONS_SHOWN, refused.size())))
                        + (refused.size() > REASONS_SHOWN ? ", ..." : "")
                        + "; see the node's log. Nothing of what was not committed is to be found.");
            }
            if (busy.isEmpty()) {
                return;
            }
            Duration wait = backoff.next(Optional.empty());
            if (System.nanoTime() - startNanos + wait.toNanos()
                    > cluster.patience().toNanos()) {
                throw new EarsightException("OpenSearch at " + answer.node() + " has been too busy for "
                        + cluster.patience().toSeconds() + " s to take " + busy.size() + " vectors, first "
                        + busy.getFirst().name() + "; try again when there is less to do, or add nodes.");
            }
            ClusterConnection.pause(wait);
            left = busy;
        }
    }

    private static String body(List<Item> items) {
        StringBuilder body = new StringBuilder();
        items.forEach(item -> body.append(item.lines()));
        return body.toString();
    }
}
