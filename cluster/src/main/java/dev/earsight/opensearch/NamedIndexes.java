package dev.earsight.opensearch;

import dev.earsight.EarsightException;
import dev.earsight.opensearch.ClusterConnection.Request;
import dev.earsight.resume.Json;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The indexes of one name: NAME is an alias of the one that is searched, others are being filled or were searched before. Each is called
 * NAME-NETWORK-TIME.
 */
record NamedIndexes(ClusterConnection cluster, String name) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS").withZone(ZoneOffset.UTC);

    NamedIndexes {
        IndexPlan.requireName(name);
    }

    /** What is written down in an index about itself ({@code _meta} of its mapping). */
    record Description(String format, int version, String name, String network, int dimensions) {
        static final String FORMAT = "earsight-vectors";
        static final int VERSION = 1;
    }

    /** One of them, by the name OpenSearch knows it by. */
    record Index(String concrete, Description description) {}

    /** The one NAME stands for. */
    Optional<Index> current() {
        Answer answer = cluster.ask(Request.get("/_alias/" + name));
        if (answer.status() == 404) {
            return Optional.empty();
        }
        List<String> concrete =
                List.copyOf(answer.require("to say what " + name + " is").body().propertyNames());
        if (concrete.size() != 1) {
            throw new EarsightException(name + " stands for several indexes of OpenSearch at " + answer.node() + " ("
                    + String.join(", ", concrete) + "); it is not this program's. Choose another name.");
        }
        return Optional.of(all(concrete.getFirst()).findFirst().orElseThrow(() -> foreign(answer)));
    }

    /** The one NAME stands for. */
    Index requireCurrent() {
        return current()
                .orElseThrow(() ->
                        new EarsightException("OpenSearch at " + cluster.nodes().getFirst() + " has no index " + name
                                + "; make an index first, with: earsight index --out INDEX --opensearch URL"));
    }

    private EarsightException foreign(Answer answer) {
        return new EarsightException(name + " of OpenSearch at " + answer.node()
                + " is not an index of this program, or of another version of it (this one reads version "
                + Description.VERSION + "); choose another name.");
    }

    /** Those NAME does not stand for, oldest first. */
    List<Index> others() {
        Optional<String> current = current().map(Index::concrete);
        return all(name + "-*")
                .filter(index -> !current.equals(Optional.of(index.concrete())))
                .toList();
    }

    private Stream<Index> all(String pattern) {
        Answer answer =
                cluster.ask(Request.get("/" + pattern + "/_mapping")).require("to describe the indexes " + pattern);
        List<Index> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> one : answer.body().properties()) {
            JsonNode meta = one.getValue().path("mappings").path("_meta");
            if (meta.path("format").asString("").equals(Description.FORMAT)
                    && meta.path("version").asInt() == Description.VERSION
                    && meta.path("name").asString("").equals(name)) {
                all.add(new Index(one.getKey(), Json.LINE.treeToValue(meta, Description.class)));
            }
        }
        return all.stream().sorted(Comparator.comparing(Index::concrete));
    }

    /** A new, empty one; NAME stands for it where {@code named}. */
    Index begin(IndexPlan plan, boolean named) {
        String concrete = name + "-" + plan.shortNetwork() + "-"
                + TIME.format(Clock.systemUTC().instant());
        Description description =
                new Description(Description.FORMAT, Description.VERSION, name, plan.network(), plan.dimensions());
        Answer answer = cluster.ask(Request.put(
                "/" + concrete,
                Map.of(
                        "settings",
                        Map.of(
                                "index",
                                Map.of(
                                        "knn",
                                        true,
                                        "number_of_shards",
                                        plan.shards(),
                                        // A copy where there is a second node.
                                        "auto_expand_replicas",
                                        "0-1",
                                        // Vectors are not to be found before they are committed.
                                        "refresh_interval",
                                        "-1",
                                        "max_terms_count",
                                        1_000_000)),
                        "mappings",
                        Map.of(
                                "dynamic",
                                false,
                                "_meta",
                                description,
                                "properties",
                                VectorDocument.mapping(plan.dimensions())),
                        "aliases",
                        named ? Map.of(name, Map.of()) : Map.of())));
        // It is there already where an answer was lost on the way.
        if (!answer.errorType().equals("resource_already_exists_exception")) {
            answer.require("to begin the index " + concrete);
        }
        return new Index(concrete, description);
    }

    /** From now on NAME stands for this one; in between there is no moment at which it stands for none. */
    void switchTo(Index index) {
        List<Object> actions = new ArrayList<>();
        current()
                .filter(old -> !old.equals(index))
                .ifPresent(old -> actions.add(Map.of("remove", Map.of("index", old.concrete(), "alias", name))));
        actions.add(Map.of("add", Map.of("index", index.concrete(), "alias", name)));
        cluster.ask(Request.post("/_aliases", Map.of("actions", actions)))
                .require("to let " + name + " stand for " + index.concrete());
    }

    /** Deletes one of those NAME does not stand for. */
    void delete(Index index) {
        Answer answer = cluster.ask(new Request("DELETE", "/" + index.concrete(), ""));
        if (answer.status() != 404) {
            answer.require("to delete " + index.concrete());
        }
    }
}
