package dev.earsight.opensearch;

import dev.earsight.EarsightException;
import dev.earsight.index.LuceneIndex;
import dev.earsight.index.Neighbor;
import dev.earsight.index.NeighborFilter;
import dev.earsight.opensearch.ClusterConnection.Request;
import dev.earsight.resume.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** The documents of one index: questions about them, and their commit point. */
record StoredVectors(ClusterConnection cluster, String index) {
    /** Candidates looked at in each shard for a search, as many as recall@30 of 0.99 takes among a million. */
    private static final int BEAM = LuceneIndex.DEFAULT_BEAM;

    /** OpenSearch answers no more to one question. */
    static final int PAGE = 10_000;

    private static final int DELETED_AT_ONCE = 20_000;

    private static final List<Object> ORDER =
            List.of(Map.of("_score", "desc"), Map.of("group", "asc"), Map.of("label", "asc"), Map.of("key", "asc"));

    /** The index is no longer there. */
    static final class Gone extends EarsightException {
        private static final long serialVersionUID = 1L;

        Gone(String index, Answer answer) {
            super("OpenSearch at " + answer.node() + " has no index " + index
                    + " any more; somebody has deleted it. Make the index again.");
        }
    }

    /**
     * A commit point and which version of its document said so.
     *
     * @param sequence of OpenSearch's, negative where there is no document yet
     */
    record Commit(CommitPoint point, long sequence, long term) {}

    private Answer ask(Request request, String doing) {
        Answer answer = cluster.ask(request);
        if (answer.errorType().equals("index_not_found_exception")) {
            throw new Gone(index, answer);
        }
        return answer.require(doing);
    }

    /** The commit point as it is now. */
    Commit commit() {
        Answer answer = cluster.ask(Request.get("/" + index + "/_doc/" + CommitPoint.ID));
        if (answer.status() == 404 && answer.errorType().isEmpty()) {
            return new Commit(CommitPoint.NONE, -1, -1);
        }
        if (answer.errorType().equals("index_not_found_exception")) {
            throw new Gone(index, answer);
        }
        JsonNode body = answer.require("to say what is committed").body();
        return new Commit(
                Json.LINE.treeToValue(body.path("_source").path("point"), CommitPoint.class),
                body.path("_seq_no").asLong(),
                body.path("_primary_term").asLong());
    }

    /**
     * Changes the commit point, all at once.
     *
     * @throws EarsightException where somebody else has since {@code now}
     */
    Commit change(Commit now, CommitPoint next) {
        String condition = now.sequence() < 0
                ? "op_type=create"
                : "if_seq_no=" + now.sequence() + "&if_primary_term=" + now.term();
        Answer answer = cluster.ask(
                Request.put("/" + index + "/_doc/" + CommitPoint.ID + "?" + condition, Map.of("point", next)));
        if (answer.status() == 409) {
            Commit there = commit();
            if (there.point().equals(next)) {
                return there; // this was done, and the answer lost on the way
            }
            throw new EarsightException("Somebody else has begun to write to " + index + " of OpenSearch at "
                    + answer.node() + "; let one finish, then run the same command again.");
        }
        JsonNode body = answer.require("to commit").body();
        return new Commit(
                next, body.path("_seq_no").asLong(), body.path("_primary_term").asLong());
    }

    /** Makes what was written searchable, where the commit point allows. */
    void refresh() {
        Answer answer = ask(new Request("POST", "/" + index + "/_refresh", ""), "to make vectors searchable");
        JsonNode shards = answer.body().path("_shards");
        if (shards.path("failed").asInt() > 0) {
            throw new EarsightException("OpenSearch at " + answer.node() + " could not make the vectors in "
                    + shards.path("failed").asInt() + " shards of " + index
                    + " searchable; see the node's log, then run the same command again.");
        }
    }

    /** Deletes what a query finds, a part at a time, as a request must not take long. */
    void delete(Object query) {
        refresh();
        JsonNode body;
        do {
            body = ask(
                            Request.post(
                                    "/" + index + "/_delete_by_query?conflicts=proceed&refresh=true&max_docs="
                                            + DELETED_AT_ONCE,
                                    Map.of("query", query)),
                            "to delete vectors of " + index)
                    .body();
        } while (body.path("total").asInt() >= DELETED_AT_ONCE);
    }

    long count(Object query) {
        return search(Map.of("size", 0, "track_total_hits", true, "query", query))
                .path("hits")
                .path("total")
                .path("value")
                .asLong();
    }

    long count(CommitPoint point) {
        return count(visible(point, NeighborFilter.ALL));
    }

    Set<String> groups(CommitPoint point) {
        Set<String> groups = new TreeSet<>();
        Map<String, Object> composite = new HashMap<>(Map.of(
                "size", PAGE, "sources", List.of(Map.of("group", Map.of("terms", Map.of("field", "group"))))));
        while (true) {
            JsonNode page = search(Map.of(
                            "size",
                            0,
                            "query",
                            visible(point, NeighborFilter.ALL),
                            "aggs",
                            Map.of("groups", Map.of("composite", composite))))
                    .path("aggregations")
                    .path("groups");
            page.path("buckets")
                    .forEach(bucket ->
                            groups.add(bucket.path("key").path("group").asString()));
            if (!page.has("after_key")) {
                return groups;
            }
            composite.put("after", page.path("after_key"));
        }
    }

    List<Neighbor> nearest(float[] query, int k, NeighborFilter filter, CommitPoint point) {
        if (k == 0) {
            return List.of();
        }
        Map<String, Object> search = new HashMap<>(
                Map.of("size", Math.min(k, PAGE), "_source", false, "track_total_hits", false, "sort", ORDER));
        Object visible = visible(point, filter);
        // Beyond what the graph is searched for, all vectors are compared.
        search.put("query", k <= PAGE ? byGraph(query, k, visible) : oneByOne(query, visible));
        List<Neighbor> found = new ArrayList<>();
        while (true) {
            JsonNode hits = search(search).path("hits").path("hits");
            hits.forEach(hit -> found.add(VectorDocument.neighbor(hit.path("sort"))));
            if (found.size() >= k || hits.size() < PAGE) {
                Collections.sort(found);
                return List.copyOf(found.subList(0, Math.min(k, found.size())));
            }
            search.put("search_after", hits.path(hits.size() - 1).path("sort"));
        }
    }

    private static Object byGraph(float[] query, int k, Object visible) {
        int candidates = Math.min(Math.max(BEAM, k), PAGE);
        return Map.of("knn", Map.of("vector", Map.of("vector", query, "k", candidates, "filter", visible)));
    }

    private static Object oneByOne(float[] query, Object visible) {
        return Map.of(
                "script_score",
                Map.of(
                        "query",
                        visible,
                        "script",
                        Map.of(
                                "lang",
                                "knn",
                                "source",
                                "knn_score",
                                "params",
                                Map.of("field", "vector", "query_value", query, "space_type", "innerproduct"))));
    }

    private static Object visible(CommitPoint point, NeighborFilter filter) {
        List<Object> required = new ArrayList<>(point.required());
        filter.labels().ifPresent(labels -> required.add(Map.of("terms", Map.of("label", labels))));
        filter.groups().ifPresent(groups -> required.add(Map.of("terms", Map.of("group", groups))));
        return Map.of("bool", Map.of("filter", required, "must_not", point.excluded()));
    }

    /** Part of an answer is none: a search that misses a shard is asked again. */
    private JsonNode search(Map<String, Object> body) {
        return ask(
                        Request.post("/" + index + "/_search?allow_partial_search_results=false", body),
                        "to search " + index)
                .body();
    }
}
