package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.annotation.AnnotatedItem;
import dev.earsight.annotation.Annotations;
import dev.earsight.annotation.ExtendedList;
import dev.earsight.annotation.TruthFormat;
import dev.earsight.evaluate.Measure;
import dev.earsight.protocol.LocalizationReport;
import dev.earsight.protocol.MapEvaluation;
import dev.earsight.protocol.MapFolder;
import dev.earsight.protocol.NegativeAudio;
import dev.earsight.protocol.NegativeAudio.Threshold;
import dev.earsight.protocol.Protocol;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Scores maps from files, independent of any network.
 *
 * @param maps folder of maps; without one the center disc is scored
 * @param truth annotation file or folder
 * @param format how to read it
 * @param protocol the rules
 * @param negatives SLAVC's list of negatives
 * @param universalThreshold of negative audio: q3, max, max10 or a number
 */
record MapScoring(
        Optional<Path> maps,
        Path truth,
        TruthFormat format,
        Protocol protocol,
        Optional<Path> negatives,
        String universalThreshold) {
    private static final int NAMED = 5;

    /**
     * What was found.
     *
     * @param report per item and per part
     * @param measures all of them
     * @param notes in words
     */
    record Result(LocalizationReport report, List<Measure> measures, List<String> notes) {
        int exitCode() {
            return report.missing() > 0 ? Main.SOME_SKIPPED : 0;
        }
    }

    Result run() {
        OptionalDouble threshold = fixedThreshold();
        if (negatives.isPresent() && protocol != Protocol.SLAVC) {
            throw new EarsightException(
                    "--negatives belongs to --protocol slavc; leave it out or change the protocol.");
        }
        Annotations annotations = format.read(truth);
        if (negatives.isPresent()) {
            annotations = annotations.and(ExtendedList.read(negatives.get()));
        }
        return maps.isPresent() ? scored(annotations, maps.get(), threshold) : disc(annotations);
    }

    private Result disc(Annotations annotations) {
        LocalizationReport report = MapEvaluation.ofCenterDisc(protocol, annotations);
        return new Result(report, report.measures(), report.notes());
    }

    private Result scored(Annotations annotations, Path folder, OptionalDouble threshold) {
        MapFolder source = new MapFolder(folder);
        LocalizationReport report;
        try (Progress progress = new Progress("Scoring", annotations.items().size(), " maps")) {
            report = MapEvaluation.of(protocol, annotations, source, done -> progress.at(done, ""));
        }
        List<Measure> measures = new ArrayList<>(report.measures());
        List<String> notes = new ArrayList<>(report.notes());
        Set<String> names = new HashSet<>(
                annotations.items().stream().map(AnnotatedItem::name).toList());
        List<String> beyond = source.beyond(names);
        if (!beyond.isEmpty()) {
            notes.add(beyond.size() + " maps belong to no item and were not looked at: "
                    + beyond.stream().limit(NAMED).collect(Collectors.joining(", "))
                    + (beyond.size() > NAMED ? " and " + (beyond.size() - NAMED) + " more" : ""));
        }
        if (protocol == Protocol.NEGATIVE_AUDIO) {
            NegativeAudio.Result negative =
                    NegativeAudio.of(annotations, source, NegativeAudio.folders(folder), rule(), threshold);
            measures.addAll(negative.measures());
            notes.addAll(negative.notes());
        }
        return new Result(report, measures, notes);
    }

    private Threshold rule() {
        return switch (universalThreshold) {
            case "max" -> Threshold.HIGHEST;
            case "max10" -> Threshold.HIGHEST_AND_A_TENTH;
            default -> Threshold.THIRD_QUARTILE;
        };
    }

    private OptionalDouble fixedThreshold() {
        if (Set.of("q3", "max", "max10").contains(universalThreshold)) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(Double.parseDouble(universalThreshold));
        } catch (NumberFormatException e) {
            throw new EarsightException(
                    "--universal-threshold " + universalThreshold + " is none of q3, max, max10 and a number.", e);
        }
    }
}
