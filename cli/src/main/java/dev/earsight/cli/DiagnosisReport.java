package dev.earsight.cli;

import dev.earsight.diagnose.Diagnosis;
import dev.earsight.diagnose.Effect;
import dev.earsight.diagnose.Findings;
import dev.earsight.diagnose.MapMovement;
import dev.earsight.evaluate.Change;
import dev.earsight.evaluate.Interval;
import dev.earsight.evaluate.Measure;
import dev.earsight.localize.OperatingPoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * A diagnosis for people and for programs.
 *
 * @param diagnosis what was found
 */
record DiagnosisReport(Diagnosis diagnosis) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The tables and the sentences. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append(Measure.table(diagnosis.undisturbed())).append('\n');
        text.append("Changed, the same pairs asked again (change in points with 95 % interval):\n");
        text.append(aligned(effects())).append('\n');
        List<Measure> others = new ArrayList<>(diagnosis.probes());
        diagnosis.movement().ifPresent(movement -> others.addAll(List.of(movement.overlap(), movement.peakDistance())));
        text.append(Measure.table(others)).append('\n');
        Findings.of(diagnosis)
                .forEach(sentence -> text.append("- ").append(sentence).append('\n'));
        diagnosis.notes().forEach(note -> text.append("Note: ").append(note).append(".\n"));
        return text.toString();
    }

    private List<List<String>> effects() {
        List<String> measures = diagnosis.effects().stream()
                .flatMap(effect -> effect.changes().stream())
                .map(Change::measure)
                .distinct()
                .toList();
        List<List<String>> lines = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("changed", "n"));
        measures.forEach(measure -> head.addAll(List.of(measure, "change")));
        lines.add(head);
        for (Effect effect : diagnosis.effects()) {
            List<String> line = new ArrayList<>();
            line.add(effect.disturbance().label());
            line.add(String.valueOf(effect.ofAccuracy().n()));
            for (String measure : measures) {
                line.addAll(effect.changes().stream()
                        .filter(change -> change.measure().equals(measure))
                        .findFirst()
                        .map(change ->
                                List.of(String.format(Locale.ROOT, "%.1f %%", 100 * change.after()), points(change)))
                        .orElse(List.of("-", "-")));
            }
            lines.add(line);
        }
        return lines;
    }

    private static String points(Change change) {
        return String.format(
                Locale.ROOT,
                "%+.1f (%+.1f to %+.1f)",
                100 * change.value(),
                100 * change.difference().low(),
                100 * change.difference().high());
    }

    private static String aligned(List<List<String>> lines) {
        int[] widths = new int[lines.getFirst().size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        StringBuilder table = new StringBuilder();
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String gap = " ".repeat(widths[i] - line.get(i).length());
                text.append(i == 0 ? line.get(i) + gap : "  " + gap + line.get(i));
            }
            table.append(text.toString().stripTrailing()).append('\n');
        }
        return table.toString();
    }

    /** Everything as one object. */
    String json(OperatingPoint point) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("undisturbed", tree(diagnosis.undisturbed()));
        object.put(
                "effects",
                diagnosis.effects().stream().map(DiagnosisReport::tree).toList());
        object.put("histogram", diagnosis.histogram());
        object.put("operatingPoint", point);
        object.put("spreads", diagnosis.spreads());
        object.put("probes", tree(diagnosis.probes()));
        diagnosis.movement().ifPresent(movement -> object.put("mapMovement", tree(movement)));
        object.put("findings", Findings.of(diagnosis));
        object.put("notes", diagnosis.notes());
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(object) + "\n";
    }

    private static Object tree(List<Measure> measures) {
        return JSON.readTree(Measure.json(measures));
    }

    private static Object tree(Effect effect) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put(
                "disturbance",
                effect.disturbance().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        object.put("label", effect.disturbance().label());
        object.put("accuracy", tree(List.of(effect.accuracy())));
        object.put(
                "changes", effect.changes().stream().map(DiagnosisReport::tree).toList());
        return object;
    }

    private static Object tree(Change change) {
        Interval interval = change.difference();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("measure", change.measure());
        object.put("before", change.before());
        object.put("after", change.after());
        object.put("n", change.n());
        object.put("change", change.value());
        object.put("interval95", interval);
        return object;
    }

    private static Object tree(MapMovement movement) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("measures", tree(List.of(movement.overlap(), movement.peakDistance())));
        movement.interactivePointing().ifPresent(change -> object.put("interactivePointing", tree(change)));
        movement.otherThanUnrelated().ifPresent(change -> object.put("otherThanUnrelated", tree(change)));
        movement.interactiveIou().ifPresent(change -> object.put("interactiveIou", tree(change)));
        return object;
    }
}
