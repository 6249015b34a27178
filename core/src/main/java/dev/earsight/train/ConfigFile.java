package dev.earsight.train;

import dev.earsight.EarsightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Training configurations as YAML, keys in lower case with hyphens. A file need only name what differs from a preset; what it
 * misspells is refused.
 */
public final class ConfigFile {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private ConfigFile() {}

    /** The whole configuration as YAML. */
    public static String toYaml(TrainConfig config) {
        return YAML.writeValueAsString(config);
    }

    /** A configuration written by {@link #toYaml}. */
    public static TrainConfig fromYaml(String yaml) {
        return YAML.readValue(yaml, TrainConfig.class);
    }

    /** {@code defaults} with what the file says in place of them. */
    public static TrainConfig read(Path file, TrainConfig defaults) {
        try {
            return merged(defaults, YAML.readTree(Files.readString(file)), file.toString());
        } catch (IOException unreadable) {
            throw new EarsightException("The configuration " + file + " cannot be read; check the path.", unreadable);
        } catch (JacksonException malformed) {
            throw new EarsightException(
                    "The configuration " + file + " is not valid YAML: " + malformed.getOriginalMessage(), malformed);
        }
    }

    /** {@code defaults} with single settings changed: {@code learning-rate} or {@code network.image-side} to a YAML value. */
    public static TrainConfig with(TrainConfig defaults, Map<String, String> settings) {
        TrainConfig config = defaults;
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            JsonNode value = YAML.readTree(setting.getValue());
            String[] path = setting.getKey().split("\\.");
            for (int i = path.length - 1; i >= 0; i--) {
                ObjectNode parent = YAML.createObjectNode();
                parent.set(path[i], value);
                value = parent;
            }
            config = merged(config, value, "--set " + setting.getKey());
        }
        return config;
    }

    private static TrainConfig merged(TrainConfig defaults, JsonNode changes, String origin) {
        ObjectNode tree = YAML.valueToTree(defaults);
        try {
            merge(tree, changes);
            return YAML.treeToValue(tree, TrainConfig.class);
        } catch (JacksonException wrong) {
            throw new EarsightException(
                    "The configuration in " + origin + " does not fit: " + wrong.getOriginalMessage(), wrong);
        }
    }

    private static void merge(ObjectNode into, JsonNode changes) {
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            JsonNode present = into.get(change.getKey());
            if (present instanceof ObjectNode nested && change.getValue().isObject()) {
                merge(nested, change.getValue());
            } else {
                into.set(change.getKey(), change.getValue());
            }
        }
    }
}
