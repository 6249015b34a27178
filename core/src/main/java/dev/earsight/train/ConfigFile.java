package dev.earsight.train;

import dev.earsight.EarsightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;
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
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    private ConfigFile() {}

    /** The whole configuration as YAML. */
    public static String toYaml(TrainConfig config) {
        return YAML.writeValueAsString(config);
    }

    /** A configuration written by {@link #toYaml}; a number that it lacks is a younger setting, which was off: 0. */
    public static TrainConfig fromYaml(String yaml) {
        try {
            return YAML.readerFor(TrainConfig.class)
                    .without(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .readValue(yaml);
        } catch (JacksonException foreign) {
            throw new EarsightException(
                    "This is not the configuration of a training run of this version: " + foreign.getOriginalMessage(),
                    foreign);
        }
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
            JsonNode value;
            try {
                value = YAML.readTree(setting.getValue());
            } catch (JacksonException malformed) {
                throw new EarsightException(
                        "The value of --set " + setting.getKey() + " is not valid YAML: " + setting.getValue(),
                        malformed);
            }
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
        if (!changes.isObject() && !changes.isMissingNode()) {
            throw new EarsightException("The configuration in " + origin + " must be lines of 'key: value'.");
        }
        try {
            merge(tree, changes);
            return YAML.treeToValue(tree, TrainConfig.class);
        } catch (UnrecognizedPropertyException unknown) {
            throw new EarsightException(
                    "There is no setting '" + unknown.getPropertyName() + "' (in " + origin + "); did you mean '"
                            + nearest(unknown.getPropertyName(), unknown.getKnownPropertyIds()) + "'?",
                    unknown);
        } catch (ValueInstantiationException refused) {
            // What a configuration's own checks say is already a sentence for the user.
            throw refused.getCause() instanceof EarsightException said
                    ? said
                    : new EarsightException(
                            "The configuration in " + origin + " does not fit: "
                                    + (refused.getCause() == null
                                            ? refused.getOriginalMessage()
                                            : refused.getCause().getMessage()),
                            refused);
        } catch (JacksonException wrong) {
            throw new EarsightException(
                    "The configuration in " + origin + " does not fit: " + wrong.getOriginalMessage(), wrong);
        }
    }

    /** Where two configurations differ, as {@code network.image-side: 112, now 128}. */
    static List<String> differences(TrainConfig before, TrainConfig now) {
        List<String> differences = new ArrayList<>();
        collect("", YAML.valueToTree(before), YAML.valueToTree(now), differences);
        return differences;
    }

    private static void collect(String path, JsonNode before, JsonNode now, List<String> differences) {
        if (before.isObject()) {
            before.properties()
                    .forEach(entry -> collect(
                            path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(),
                            entry.getValue(),
                            now.path(entry.getKey()),
                            differences));
        } else if (!before.equals(now)) {
            differences.add(path + ": " + before + ", now " + now);
        }
    }

    private static String nearest(String misspelt, Collection<?> known) {
        return known.stream()
                .map(Object::toString)
                .min(Comparator.comparingInt(candidate -> distance(misspelt, candidate)))
                .orElse("");
    }

    /** Letters to insert, delete or change (Levenshtein's distance). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
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
