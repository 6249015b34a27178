package dev.earsight.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** {@code openapi.yaml}, to hold real answers against: a field that is not described fails as one that is missing does. */
final class ApiDescription {
    private final JsonNode root;
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    ApiDescription() throws IOException {
        try (InputStream in = ApiDescription.class.getResourceAsStream("/openapi.yaml")) {
            root = new YAMLMapper().readTree(in);
        }
        closeObjects(root.path("components").path("schemas"));
    }

    private static void closeObjects(JsonNode node) {
        if (node instanceof ObjectNode object && object.has("properties") && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(ApiDescription::closeObjects);
    }

    /** Every method and path that is described. */
    Set<String> operations() {
        Set<String> all = new TreeSet<>();
        for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
            for (String method : path.getValue().propertyNames()) {
                if (Set.of("get", "post", "delete").contains(method)) {
                    all.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey());
                }
            }
        }
        return all;
    }

    /** Fails unless this answer to a request is described. */
    void check(String method, String path, int status, String contentType, byte[] body) {
        JsonNode operation = operation(method, path);
        JsonNode response = resolved(operation.path("responses").path(Integer.toString(status)));
        assertThat(response.isMissingNode())
                .as("%s %s answers %d, which is not described: %s", method, path, status, new String(body))
                .isFalse();
        String type = contentType.replaceFirst(";.*", "");
        if (body.length > 0 && response.has("content")) {
            JsonNode content = response.path("content");
            assertThat(content.has(type) || content.has("*/*"))
                    .as(method + " " + path + " answers " + type)
                    .isTrue();
            if (type.endsWith("json")) {
                checkSchema(
                        content.path(type).path("schema"), JsonMapper.shared().readTree(body));
            }
        }
    }

    /** Fails unless a message of the WebSocket is as described. */
    void checkMessage(String kind, JsonNode message) {
        checkSchema(
                root.path("paths")
                        .path("/v1/live")
                        .path("get")
                        .path("x-messages")
                        .path(kind),
                message);
    }

    private void checkSchema(JsonNode schema, JsonNode value) {
        ObjectNode whole = JsonMapper.shared().createObjectNode();
        whole.set("components", root.path("components"));
        whole.putArray("allOf").add(schema);
        assertThat(registry.getSchema(whole).validate(value))
                .as(value.toString())
                .isEmpty();
    }

    private JsonNode operation(String method, String path) {
        for (Map.Entry<String, JsonNode> entry : root.path("paths").properties()) {
            if (path.matches(entry.getKey().replaceAll("\\{\\w+}", "[^/]+"))) {
                JsonNode found = entry.getValue().path(method.toLowerCase(java.util.Locale.ROOT));
                assertThat(found.isMissingNode()).as(method + " " + path).isFalse();
                return found;
            }
        }
        throw new AssertionError(path + " is not described");
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? root.at(node.path("$ref").asString().substring(1)) : node;
    }
}
