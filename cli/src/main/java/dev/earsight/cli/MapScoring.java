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
import dev.earsight.protocol.Protocol;
import dev.earsight.report.Block;
import dev.earsight.report.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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
 * @param universalThreshold of negative audio
 */
record MapScoring(
        Optional<Path> maps,
        Path truth,
        TruthFormat format,
        Protocol protocol,
        Optional<Path> negatives,
        UniversalThreshold universalThreshold) {
    private static final int NAMED = 5;

    /**
     * What was found.
     *
     * @param report per item and per part
     * @param measures all of them
     * @param notes in words
     */
    record Result(LocalizationReport report, List<Measure> measures, List<String> notes) {
        Report page(Protocol protocol) {
            return new Report(
                    "Score maps under " + protocol.label(),
                    "Protocol " + protocol.rules()
                            + ". Beside every number how many items it comes from, its 95 % interval, "
                            + "and what guessing and maps that look at nothing reach.",
                    List.of(
                            new Report.Section(
                                    "localization",
                                    "Localization",
                                    List.of(
                                            new Block.Headline(
                                                    measures.stream().limit(4).toList()),
                                            new Block.Numbers("", measures, false),
                                            new Block.Notes(notes))),
                            new Report.Section(
                                    "parts",
                                    "By size and class",
                                    List.of(
                                            new Block.Numbers("By size", report.bySize(), false),
                                            new Block.Numbers("By class", report.byClass(), true)))));
        }

        int exitCode() {
            return report.missing() > 0 ? Main.SOME_SKIPPED : 0;
        }
    }

    Result run() {
        if (negatives.isPresent() && !takesNegatives(protocol)) {
            throw negativesDoNotBelong();
        }
        Annotations annotations = format.read(truth);
        if (negatives.isPresent()) {
            annotations = annotations.and(ExtendedList.read(negatives.get()));
        }
        return maps.isPresent() ? scored(annotations, maps.get()) : disc(annotations);
    }

    static boolean takesNegatives(Protocol protocol) {
        return protocol == Protocol.SLAVC || protocol == Protocol.OURS;
    }

    static EarsightException negativesDoNotBelong() {
        return new EarsightException(
                "--negatives belongs to --protocol slavc or ours; leave it out or change the protocol.");
    }

    private Result disc(Annotations annotations) {
        LocalizationReport report = MapEvaluation.ofCenterDisc(protocol, annotations);
        return new Result(report, report.measures(), report.notes());
    }

    private Result scored(Annotations annotations, Path folder) {
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
            NegativeAudio.Result negative = NegativeAudio.of(
                    annotations,
                    source,
                    NegativeAudio.folders(folder),
                    universalThreshold.rule(),
                    universalThreshold.fixed());
            measures.addAll(negative.measures());
            notes.addAll(negative.notes());
        }
        return new Result(report, measures, notes);
    }
}
