package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.draw.LineChart;
import dev.earsight.media.RgbImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One measure of several contestants ({@code "pointing, learned"}, {@code "pointing, fused"}, ...) while one setting changes, from the JSON that
 * {@code fuse --json} and {@code evaluate --json} write: a line for each contestant and each baseline.
 *
 * @param measure before the comma
 * @param setting what changes, with its unit
 * @param cells in ascending order of the setting
 */
record Sweep(String measure, String setting, List<Cell> cells) {
    /** The measures at one value of the setting. */
    record Cell(double at, JsonNode measures) {}

    /** @param places where each file was measured */
    static Sweep read(String measure, String setting, Map<Double, Path> places) {
        List<Cell> cells = new ArrayList<>();
        places.forEach((at, file) -> cells.add(new Cell(at, read(file))));
        cells.sort(Comparator.comparingDouble(Cell::at));
        Sweep sweep = new Sweep(measure, setting, cells);
        if (sweep.contestants().isEmpty()) {
            throw new EarsightException("None of " + places.values() + " has a measure \"" + measure + ", ...\".");
        }
        return sweep;
    }

    private static JsonNode read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new EarsightException(file + " is no file.");
        }
        try {
            return JsonMapper.builder().build().readTree(file);
        } catch (JacksonException e) {
            throw new EarsightException(
                    file + " is not what --json of fuse or evaluate writes: " + e.getOriginalMessage(), e);
        }
    }

    private Set<String> contestants() {
        Set<String> names = new LinkedHashSet<>();
        for (Cell cell : cells) {
            for (JsonNode one : cell.measures()) {
                if (one.path("name").asString("").startsWith(measure + ", ")) {
                    names.add(one.path("name").asString().substring(measure.length() + 2));
                }
            }
        }
        return names;
    }

    private static JsonNode of(Cell cell, String name) {
        for (JsonNode one : cell.measures()) {
            if (one.path("name").asString("").equals(name)) {
                return one;
            }
        }
        return cell.measures().path("missing");
    }

    /** The chart. */
    RgbImage picture() {
        Map<String, double[]> lines = new LinkedHashMap<>();
        for (String contestant : contestants()) {
            for (int i = 0; i < cells.size(); i++) {
                JsonNode one = of(cells.get(i), measure + ", " + contestant);
                values(lines, contestant)[i] = one.path("value").asDouble(Double.NaN);
                for (Map.Entry<String, JsonNode> baseline :
                        one.path("baselines").properties()) {
                    values(lines, baseline.getKey())[i] = baseline.getValue().asDouble(Double.NaN);
                }
            }
        }
        double[] places = cells.stream().mapToDouble(Cell::at).toArray();
        return LearningPlot.picture(
                new LineChart(
                        measure,
                        setting,
                        lines.entrySet().stream()
                                .map(line -> new LineChart.Line(line.getKey(), places, line.getValue()))
                                .toList(),
                        List.of()),
                720,
                400);
    }

    private double[] values(Map<String, double[]> lines, String name) {
        return lines.computeIfAbsent(
                name, _ -> cells.stream().mapToDouble(_ -> Double.NaN).toArray());
    }

    /** The same as rows of a Markdown table, with intervals. */
    String table() {
        List<String> names = List.copyOf(contestants());
        StringBuilder text = new StringBuilder("| " + setting + " | n | " + String.join(" | ", names) + " |\n|---|---"
                + "|---".repeat(names.size()) + "|\n");
        for (Cell cell : cells) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %d",
                    plain(cell.at()),
                    of(cell, measure + ", " + names.getFirst()).path("n").asInt()));
            for (String name : names) {
                JsonNode one = of(cell, measure + ", " + name);
                text.append(String.format(
                        Locale.ROOT,
                        " | %.3f (%.3f-%.3f)",
                        one.path("value").asDouble(Double.NaN),
                        one.path("interval95").path("low").asDouble(Double.NaN),
                        one.path("interval95").path("high").asDouble(Double.NaN)));
            }
            text.append(" |\n");
        }
        return text.toString();
    }

    private static String plain(double at) {
        return at == Math.rint(at) ? Long.toString((long) at) : Double.toString(at);
    }
}
