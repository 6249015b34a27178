package dev.earsight.annotation;

import dev.earsight.EarsightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One object of a JSON array of items, with what it takes to say where something is wrong. */
record JsonEntry(Path file, int index, String name, JsonNode node) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** All entries of a file; {@code nameField} is what messages call an entry by. */
    static List<JsonEntry> readAll(Path file, String nameField) {
        JsonNode all;
        try {
            all = JSON.readTree(Files.readAllBytes(file));
        } catch (IOException | JacksonException e) {
            throw new EarsightException(
                    file + " cannot be read as JSON (" + e.getMessage() + "); download it again.", e);
        }
        if (!all.isArray()) {
            throw new EarsightException(file + " is not a JSON list of items; choose another --truth-format.");
        }
        List<JsonEntry> entries = new ArrayList<>();
        for (JsonNode node : all) {
            JsonEntry entry =
                    new JsonEntry(file, entries.size(), node.path(nameField).asString(""), node);
            entries.add(new JsonEntry(file, entries.size(), entry.text(nameField), node));
        }
        return entries;
    }

    boolean has(String field) {
        return node.has(field);
    }

    String text(String field) {
        JsonNode value = node.path(field);
        if (!value.isString() || value.asString().isBlank()) {
            throw wrong("has no text '" + field + "'");
        }
        return value.asString();
    }

    /** Four numbers under a field. */
    double[] box(String field) {
        return box(node.path(field), field);
    }

    /** A list of boxes under a field. */
    List<double[]> boxes(String field) {
        JsonNode list = node.path(field);
        if (!list.isArray()) {
            throw wrong("has no list '" + field + "'");
        }
        List<double[]> boxes = new ArrayList<>();
        for (JsonNode each : list) {
            boxes.add(box(each, field));
        }
        return boxes;
    }

    EarsightException wrong(String what) {
        return new EarsightException("In " + file + " item " + index + (name.isEmpty() ? "" : " ('" + name + "')") + " "
                + what + "; choose another --truth-format or download the file again.");
    }

    private double[] box(JsonNode value, String field) {
        if (!value.isArray() || value.size() != 4) {
            throw wrong("has no four numbers in '" + field + "'");
        }
        double[] numbers = new double[4];
        for (int i = 0; i < 4; i++) {
            JsonNode number = value.get(i);
            if (!number.isNumber() || !Double.isFinite(number.doubleValue())) {
                throw wrong("has something that is no number in '" + field + "'");
            }
            numbers[i] = number.doubleValue();
        }
        return numbers;
    }
}
