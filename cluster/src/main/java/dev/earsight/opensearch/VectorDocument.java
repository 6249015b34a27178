package dev.earsight.opensearch;

import dev.earsight.index.Neighbor;
import dev.earsight.resume.Json;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A vector as OpenSearch keeps it.
 *
 * @param commit number of the commit it came with
 */
record VectorDocument(String group, String label, long key, long commit, float[] vector) {
    /** The same for the same vector of the same commit, so that sending it twice makes one of it. */
    String id() {
        return label + "/" + group + "/" + key + "/" + commit;
    }

    /** Two lines of a bulk request. */
    String lines() {
        return Json.LINE.writeValueAsString(Map.of("index", Map.of("_id", id()))) + "\n"
                + Json.LINE.writeValueAsString(this) + "\n";
    }

    /** As an index is asked to map it. */
    static Map<String, Object> mapping(int dimensions) {
        return Map.of(
                "group", Map.of("type", "keyword"),
                "label", Map.of("type", "keyword"),
                "key", Map.of("type", "long"),
                "commit", Map.of("type", "long"),
                "vector",
                        Map.of(
                                "type",
                                "knn_vector",
                                "dimension",
                                dimensions,
                                "space_type",
                                "innerproduct",
                                "method",
                                Map.of(
                                        "name", "hnsw",
                                        "engine", "lucene",
                                        "parameters", Map.of("m", 16, "ef_construction", 100))));
    }

    /** What was found, of a hit whose sort values are score, group, label and key. */
    static Neighbor neighbor(JsonNode sort) {
        double score = sort.path(0).asDouble();
        // OpenSearch keeps scores of products above 0: 1 + x where x is not negative, 1 / (1 - x) where it is.
        float product = (float) (score >= 1 ? score - 1 : 1 - 1 / score);
        return new Neighbor(
                sort.path(1).asString(), sort.path(2).asString(), sort.path(3).asLong(), product);
    }
}
