package dev.earsight.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One number with what it takes to judge it.
 *
 * @param name e.g. "pointing accuracy"
 * @param value the number
 * @param n items it was computed from
 * @param interval 95 % confidence
 * @param chance what guessing reaches, computed on the same items
 * @param baselines what simpler things reach on the same items
 */
public record Measure(String name, double value, long n, Interval interval, double chance, List<Baseline> baselines) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Keeps its own list. */
    public Measure {
        baselines = List.copyOf(baselines);
    }

    /** The same with further baselines. */
    public Measure with(Baseline... further) {
        List<Baseline> all = new ArrayList<>(baselines);
        all.addAll(List.of(further));
        return new Measure(name, value, n, interval, chance, all);
    }

    /** The same under another name. */
    public Measure named(String other) {
        return new Measure(other, value, n, interval, chance, baselines);
    }

    /** A table for people: one line per measure, columns aligned. */
    public static String table(List<Measure> measures) {
        List<String[]> lines = new ArrayList<>();
        lines.add(new String[] {"measure", "value", "95 % interval", "n", "chance", "baselines"});
        for (Measure measure : measures) {
            lines.add(new String[] {
                measure.name,
                number(measure.value),
                number(measure.interval.low()) + " - " + number(measure.interval.high()),
                String.valueOf(measure.n),
                number(measure.chance),
                measure.baselines.isEmpty()
                        ? "-"
                        : measure.baselines.stream()
                                .map(baseline -> baseline.name() + " " + number(baseline.value()))
                                .collect(Collectors.joining(", "))
            });
        }
        int[] widths = new int[6];
        for (String[] line : lines) {
            for (int i = 0; i < line.length; i++) {
                widths[i] = Math.max(widths[i], line[i].length());
            }
        }
        StringBuilder table = new StringBuilder();
        for (String[] line : lines) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < line.length; i++) {
                boolean toTheRight = i > 0 && i < 5;
                String gap = " ".repeat(widths[i] - line[i].length());
                text.append(i == 0 ? "" : "  ").append(toTheRight ? gap + line[i] : line[i] + gap);
            }
            table.append(text.toString().stripTrailing()).append('\n');
        }
        return table.toString();
    }

    /** The same for programs: an array of objects; what is not a number becomes null. */
    public static String json(List<Measure> measures) {
        ArrayNode array = JSON.createArrayNode();
        for (Measure measure : measures) {
            ObjectNode node = array.addObject();
            node.put("name", measure.name);
            put(node, "value", measure.value);
            node.put("n", measure.n);
            ObjectNode interval = node.putObject("interval95");
            put(interval, "low", measure.interval.low());
            put(interval, "high", measure.interval.high());
            interval.put("method", measure.interval.method());
            put(node, "chance", measure.chance);
            ObjectNode baselines = node.putObject("baselines");
            measure.baselines.forEach(baseline -> put(baselines, baseline.name(), baseline.value()));
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(array);
    }

    private static void put(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%.1f" : "%.3f", value);
    }
}
