package dev.earsight.opensearch;

import dev.earsight.EarsightException;
import java.net.URI;
import tools.jackson.databind.JsonNode;

/**
 * What a node answered.
 *
 * @param body JSON; missing where the node sent none
 */
record Answer(URI node, int status, JsonNode body) {
    boolean succeeded() {
        return status < 300;
    }

    /** The name OpenSearch gives to what went wrong, such as {@code index_not_found_exception}; "" where nothing did. */
    String errorType() {
        return body.path("error").path("type").asString("");
    }

    /** What went wrong, in OpenSearch's words. */
    String reason() {
        JsonNode error = body.path("error");
        if (error.isString()) {
            return error.asString();
        }
        JsonNode cause = error.path("root_cause").path(0).path("reason");
        String reason =
                cause.isString() ? cause.asString() : error.path("reason").asString("no reason given");
        JsonNode below = error.path("caused_by").path("reason");
        if (!below.isString() || reason.contains(below.asString())) {
            return reason;
        }
        return reason.isEmpty() ? below.asString() : reason + ": " + below.asString();
    }

    /** This, where it is what was asked for. */
    Answer require(String doing) {
        if (succeeded()) {
            return this;
        }
        throw new EarsightException("OpenSearch at " + node + " refused " + doing + ": " + reason() + " (status "
                + status + ")" + remedy());
    }

    private String remedy() {
        return reason().contains("knn_vector") && reason().contains("No handler")
                ? "; install the plugin opensearch-knn on every node."
                : "; see the node's log.";
    }
}
