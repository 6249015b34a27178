package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.net.Model;
import dev.earsight.shard.Split;
import dev.earsight.weights.Views;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;

/**
 * One question and the trainings that answer it, as {@code experiments/NAME.yaml} defines it.
 *
 * @param name of the file, without ending
 * @param question in a sentence
 * @param paper what the paper found, in words; may be empty
 * @param note what the reader of the numbers should know; may be empty
 * @param split measured on: test, or val where the numbers are to choose by
 * @param trainings by name, in the order in which they are shown
 * @param differences pairs of names: the first less the second, item by item
 * @param charted measures drawn as curves over the trainings' {@code x}
 * @param takesGivenData whether any data with truth will do, or it is about how the data is made
 */
record Experiment(
        String name,
        String question,
        String paper,
        String note,
        Split split,
        Map<String, Training> trainings,
        List<Pair> differences,
        List<String> charted,
        boolean takesGivenData) {

    /** Two trainings to be compared. */
    record Pair(String one, String other) {}

    /** A point of a curve: which, and where on its axis. */
    record Place(String curve, double x) {}

    /**
     * One network to train and what to ask it.
     *
     * @param model which
     * @param data name of the set it learns from
     * @param test name of the set it is measured on
     * @param share of the training clips it may use, above 0 to 1
     * @param from name of the training whose weights it starts from
     * @param preset what its settings are based on
     * @param settings by key, as {@code train --set} takes them; {@code steps} among them
     * @param views how it looks at pictures when it is measured; trainings that differ in nothing else are one
     * @param measures what to measure
     * @param place where it stands in a chart
     */
    record Training(
            Model model,
            String data,
            String test,
            double share,
            Optional<String> from,
            String preset,
            Map<String, String> settings,
            Views views,
            List<Measurement> measures,
            Optional<Place> place) {}

    /** What can be measured; each is explained where it is computed. */
    enum Measurement {
        CORRESPONDENCE,
        RETRIEVAL,
        CANONICAL_CORRELATION,
        POINTING,
        SALIENCY,
        EMPTY_MAP,
        SHORTCUT,
        SYNCHRONIZATION,
        PROBE;

        String label() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /** Reads and checks a definition. */
    static Experiment read(Path file) {
        String name = file.getFileName().toString().replaceFirst("\\.yaml$", "");
        Definition top = Definition.read(file);
        top.knowsOnly(
                "question",
                "paper",
                "note",
                "data",
                "test",
                "split",
                "measure",
                "preset",
                "trainings",
                "differences",
                "chart",
                "only-made-data");
        Map<String, Training> trainings = new LinkedHashMap<>();
        top.entries("trainings").forEach((title, entry) -> {
            Training training = training(top, entry);
            training.from.ifPresent(from -> {
                if (!trainings.containsKey(from)) {
                    throw entry.wrong("starts from '" + from + "', which no training above it is called");
                }
            });
            trainings.put(title, training);
        });
        if (trainings.isEmpty()) {
            throw top.wrong("has no trainings");
        }
        List<Pair> differences = new ArrayList<>();
        for (JsonNode pair : top.list("differences")) {
            for (JsonNode each : pair) {
                if (!trainings.containsKey(each.asString())) {
                    throw top.wrong("compares '" + each.asString() + "', which no training is called");
                }
            }
            if (pair.size() != 2) {
                throw top.wrong("must compare two trainings at a time, not " + pair);
            }
            differences.add(new Pair(pair.get(0).asString(), pair.get(1).asString()));
        }
        return new Experiment(
                name,
                top.text("question", ""),
                top.text("paper", ""),
                top.text("note", ""),
                top.choiceOf("split", top.text("split", Split.TEST.label()), Split.values()),
                trainings,
                differences,
                top.texts("chart"),
                !top.isTrue("only-made-data"));
    }

    private static Training training(Definition top, Definition entry) {
        entry.knowsOnly(
                "model", "data", "test", "share", "from", "preset", "set", "scales", "flip", "measure", "curve", "x");
        String data = entry.text("data", top.text("data", ""));
        if (data.isEmpty()) {
            throw entry.wrong("names no data");
        }
        List<String> asked = entry.has("measure") ? entry.texts("measure") : top.texts("measure");
        double share = entry.number("share").orElse(1);
        if (!(share > 0 && share <= 1)) {
            throw entry.wrong("has a share of " + share + ", which must be above 0 and at most 1");
        }
        OptionalDouble x = entry.number("x");
        String curve = entry.text("curve", "");
        if (curve.isEmpty() == x.isPresent()) {
            throw entry.wrong("must have both curve and x, or neither");
        }
        return new Training(
                entry.choice("model", Model.values()),
                data,
                entry.text("test", top.text("test", data)),
                share,
                Optional.of(entry.text("from", "")).filter(from -> !from.isEmpty()),
                entry.text("preset", top.text("preset", "small")),
                entry.settings("set"),
                views(entry),
                asked.stream()
                        .map(label -> entry.choiceOf("measure", label, Measurement.values()))
                        .toList(),
                x.isPresent() ? Optional.of(new Place(curve, x.getAsDouble())) : Optional.empty());
    }

    private static Views views(Definition entry) {
        List<Double> scales = entry.has("scales") ? entry.numbers("scales") : List.of(1.0);
        try {
            return new Views(scales, entry.isTrue("flip"));
        } catch (EarsightException impossible) {
            throw entry.wrong("cannot be measured so: " + impossible.getMessage());
        }
    }

    /** The sets it learns from or is measured on. */
    List<String> dataSets() {
        List<String> names = new ArrayList<>();
        trainings.values().forEach(training -> names.addAll(List.of(training.data, training.test)));
        return names.stream().distinct().toList();
    }

    /** All of a folder, by name. */
    static Map<String, Experiment> all(Path folder) {
        Map<String, Experiment> experiments = new LinkedHashMap<>();
        for (Path file : Definition.filesOf(folder)) {
            Experiment experiment = read(file);
            experiments.put(experiment.name, experiment);
        }
        if (experiments.isEmpty()) {
            throw new EarsightException(folder + " defines no experiments (NAME.yaml); give the folder that does with "
                    + "--definitions, e.g. experiments of a clone of Earsight.");
        }
        return experiments;
    }
}
