package dev.earsight.cli;

import dev.earsight.EarsightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A part of a YAML file with words for what is wrong in it: the file and the entry are always named. */
final class Definition {
    private static final YAMLMapper YAML = YAMLMapper.builder().build();

    /** What the data sets of a folder are defined in; no experiment. */
    static final String DATA_FILE = "data.yaml";

    private final String where;
    private final JsonNode node;

    private Definition(String where, JsonNode node) {
        this.where = where;
        this.node = node;
    }

    static Definition read(Path file) {
        try {
            JsonNode node = YAML.readTree(Files.readString(file));
            if (!node.isObject()) {
                throw new EarsightException(file + " must be lines of 'key: value'.");
            }
            return new Definition(file.toString(), node);
        } catch (IOException unreadable) {
            throw new EarsightException(file + " cannot be read; check the path.", unreadable);
        } catch (JacksonException malformed) {
            throw new EarsightException(file + " is not valid YAML: " + malformed.getOriginalMessage(), malformed);
        }
    }

    /** The files of a folder that may define experiments, by name. */
    static List<Path> filesOf(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml")
                            && !file.getFileName().toString().equals(DATA_FILE))
                    .sorted()
                    .toList();
        } catch (IOException missing) {
            throw new EarsightException(
                    "There is no folder of experiments at " + folder + "; give one with --definitions.", missing);
        }
    }

    EarsightException wrong(String what) {
        return new EarsightException(where + " " + what + "; correct the definition.");
    }

    void knowsOnly(String... keys) {
        for (String key : node.propertyNames()) {
            if (!Arrays.asList(keys).contains(key)) {
                throw wrong("has a key '" + key + "', which is none of " + String.join(", ", keys));
            }
        }
    }

    boolean has(String key) {
        return node.has(key);
    }

    String text(String key, String otherwise) {
        return node.has(key) ? node.path(key).asString().strip() : otherwise;
    }

    OptionalDouble number(String key) {
        if (!node.has(key)) {
            return OptionalDouble.empty();
        }
        if (!node.path(key).isNumber()) {
            throw wrong("has '" + node.path(key) + "' where '" + key + "' must be a number");
        }
        return OptionalDouble.of(node.path(key).asDouble());
    }

    boolean isTrue(String key) {
        return node.path(key).asBoolean(false);
    }

    JsonNode list(String key) {
        JsonNode list = node.path(key);
        if (!list.isMissingNode() && !list.isArray()) {
            throw wrong("must have a list for '" + key + "'");
        }
        return list;
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        list(key).forEach(each -> texts.add(each.asString()));
        return texts;
    }

    List<Double> numbers(String key) {
        List<Double> numbers = new ArrayList<>();
        for (JsonNode each : list(key)) {
            if (!each.isNumber()) {
                throw wrong("has " + each + " where '" + key + "' must be a list of numbers");
            }
            numbers.add(each.asDouble());
        }
        return numbers;
    }

    /** The parts of a list, or the one part that stands there by itself. */
    List<Definition> parts(String key) {
        List<Definition> parts = new ArrayList<>();
        list(key).forEach(each -> parts.add(new Definition(where + ", '" + key + "'", each)));
        return parts;
    }

    /** The parts of a map, in the file's order. */
    Map<String, Definition> entries(String key) {
        return entriesOf(key, node.path(key));
    }

    /** The same of the whole file. */
    Map<String, Definition> entries() {
        return entriesOf("", node);
    }

    private Map<String, Definition> entriesOf(String key, JsonNode parent) {
        Map<String, Definition> entries = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each : parent.properties()) {
            if (!each.getValue().isObject()) {
                throw wrong("must have 'key: value' lines under '" + each.getKey() + "'");
            }
            entries.put(
                    each.getKey(),
                    new Definition(
                            where + ", " + (key.isEmpty() ? "" : key + " ") + "'" + each.getKey() + "'",
                            each.getValue()));
        }
        return entries;
    }

    /** A map of settings to YAML values. */
    Map<String, String> settings(String key) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each : node.path(key).properties()) {
            JsonNode value = each.getValue();
            settings.put(each.getKey(), value.isString() ? value.asString() : value.toString());
        }
        return settings;
    }

    <E extends Enum<E>> E choice(String key, E[] values) {
        return choiceOf(key, text(key, ""), values);
    }

    <E extends Enum<E>> E choiceOf(String key, String said, E[] values) {
        return Arrays.stream(values)
                .filter(value -> label(value).equals(said.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> wrong("has '" + said + "' for '" + key + "', which is none of "
                        + Arrays.stream(values).map(Definition::label).collect(Collectors.joining(", "))));
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
