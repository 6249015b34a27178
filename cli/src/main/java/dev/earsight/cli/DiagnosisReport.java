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
 * @param heldOut whether the clips were kept from the network
 */
record DiagnosisReport(Diagnosis diagnosis, HeldOut heldOut) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static final String CHANGED = "Changed, the same pairs asked again (change in points with 95 % interval)";

    /** The tables and the sentences. */
    String text() {
        StringBuilder text = new StringBuilder();
        heldOut.note().ifPresent(note -> text.append("Note: ").append(note).append(".\n"));
        text.append(Measure.table(undisturbed())).append('\n');
        text.append(CHANGED).append(":\n");
        text.append(aligned(effects())).append('\n');
        text.append(Measure.table(others())).append('\n');
        Findings.of(diagnosis)
                .forEach(sentence -> text.append("- ").append(sentence).append('\n'));
        diagnosis.notes().forEach(note -> text.append("Note: ").append(note).append(".\n"));
        return text.toString();
    }

    /** Measures of the network as it is; their names say where the clips were not kept from it. */
    List<Measure> undisturbed() {
        return diagnosis.undisturbed().stream().map(heldOut::marked).toList();
    }

    /** What a classifier of one side reaches, and how the map moves. */
    List<Measure> others() {
        List<Measure> others = new ArrayList<>(diagnosis.probes());
        diagnosis.movement().ifPresent(movement -> {
            others.addAll(List.of(movement.overlap(), movement.peakDistance()));
            movement.following().ifPresent(following -> others.add(following.gain()));
        });
        return others;
    }

    /** A line per disturbance under a head. */
    List<List<String>> effects() {
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
        object.put("undisturbed", tree(undisturbed()));
        object.put(
                "effects",
                diagnosis.effects().stream().map(DiagnosisReport::tree).toList());
        object.put(
                "reliability",
                diagnosis.reliability().bins().stream()
                        .filter(bin -> bin.count() > 0)
                        .toList());
        object.put("histogram", diagnosis.histogram());
        object.put("operatingPoint", point);
        object.put("spreads", diagnosis.spreads());
        object.put("probes", tree(diagnosis.probes()));
        diagnosis.movement().ifPresent(movement -> object.put("mapMovement", tree(movement)));
        object.put("findings", Findings.of(diagnosis));
        List<String> notes = new ArrayList<>(heldOut.note().stream().toList());
        notes.addAll(diagnosis.notes());
        object.put("notes", notes);
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
        movement.following().ifPresent(following -> {
            Map<String, Object> test = new LinkedHashMap<>();
            test.put("gain", tree(List.of(following.gain())));
            test.put("permutationProbability", following.probability());
            test.put("sources", following.sources());
            object.put("following", test);
        });
        return object;
    }
}
