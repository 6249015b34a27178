package dev.earsight.cli;

import dev.earsight.evaluate.Measure;
import dev.earsight.evaluate.Pointing;
import dev.earsight.evaluate.Reliability;
import dev.earsight.net.Model;
import dev.earsight.report.Block;
import dev.earsight.report.Report;
import dev.earsight.report.Report.Section;
import dev.earsight.shard.ClipLibrary;
import dev.earsight.weights.TrainedNetwork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts an evaluation of a network together as a report: numbers, charts, and a few of the pictures and sounds behind them. The page
 * stays below about 10 MB however many clips there are: what it shows of each kind is limited, and it says so.
 *
 * @param run run folder or checkpoint file
 * @param data prepared data, and which split of it
 * @param facts about this evaluation, for the summary
 */
record EvaluationReport(Path run, String data, Map<String, String> facts) {
    /** The report; reads some pictures and sounds again. */
    Report of(Evaluation evaluation, EvaluationSettings settings, TrainedNetwork network, ClipLibrary clips) {
        EvaluationPictures pictures = new EvaluationPictures(clips, settings.classes());
        List<Section> sections = new ArrayList<>();
        sections.add(summary(evaluation, network, clips));
        sections.add(correspondence(evaluation));
        evaluation.localization().ifPresent(found -> {
            sections.add(localization(found, settings));
            if (found.report().isPresent()) {
                sections.add(new Section("maps", "Maps", pictures.maps(found)));
            }
        });
        sections.add(retrieval(evaluation.retrieval()));
        sections.add(new Section("search", "Search results", pictures.search(evaluation.retrieval())));
        List<Block> plane = pictures.embeddings(evaluation, network.model() != Model.L3);
        if (!plane.isEmpty()) {
            sections.add(new Section("embeddings", "Embeddings", plane));
        }
        if (Files.exists(run.resolve(LearningPlot.FILE))) {
            sections.add(new Section(
                    "learning",
                    "Learning",
                    List.of(
                            new Block.Chart(
                                    "Logistic loss in validation, and accuracy, over steps above and over minutes below; chance is "
                                            + "one who guesses",
                                    LearningPlot.ofRun(run)),
                            new Block.Chart(
                                    "What training minimized, in its own unit", LearningPlot.trainingLoss(run)))));
        }
        List<Block> provenance = new ArrayList<>(provenance(network));
        provenance.add(new Block.Words(EvaluationPictures.LIMITS));
        sections.add(new Section("provenance", "Provenance", provenance));
        return new Report(
                name(network.model()) + " on " + data,
                "How well " + name(network.model())
                        + " hears what it sees, on clips of the split named; beside every number "
                        + "how many items it comes from, its 95 % interval, and what guessing and simpler things reach.",
                sections);
    }

    static String name(Model model) {
        return switch (model) {
            case AVE -> "AVE-Net";
            case AVOL -> "AVOL-Net";
            case L3 -> "L3-Net";
        };
    }

    private Section summary(Evaluation evaluation, TrainedNetwork network, ClipLibrary clips) {
        List<String> wanted = List.of(
                "correspondence accuracy",
                "pointing accuracy",
                "adaptive cIoU@0.5",
                "nDCG@30 image to sound",
                "nDCG@30 sound to image",
                "area under ROC",
                "cIoU@0.5");
        List<Measure> headline = wanted.stream()
                .flatMap(name -> evaluation.measures().stream()
                        .filter(measure -> measure.name()
                                .equals(name + evaluation.heldOut().mark())))
                .limit(4)
                .toList();
        Map<String, String> about = new LinkedHashMap<>();
        about.put("Network", name(network.model()) + ", " + run);
        about.put("Data", data + ", " + clips.size() + " clips");
        about.put("Pairs", evaluation.pairs().rows().size() + " for correspondence");
        about.putAll(facts);
        List<String> notes = new ArrayList<>(evaluation.notes());
        evaluation.localization().ifPresent(found -> notes.removeAll(found.notes()));
        notes.removeAll(evaluation.retrieval().notes());
        return new Section(
                "summary",
                "Summary",
                List.of(new Block.Headline(headline), new Block.Facts(about), new Block.Notes(notes)));
    }

    private static Section correspondence(Evaluation evaluation) {
        Correspondence found = evaluation.correspondence();
        List<Block> blocks = new ArrayList<>();
        blocks.add(
                new Block.Words("Does this sound belong to this picture? Each pair is a picture with its own second of "
                        + "sound or with one from another source, drawn once and stored."));
        blocks.add(new Block.Numbers("", found.measures(), false));
        blocks.addAll(ReliabilityBlocks.of(Reliability.of(found.probabilities(), found.matched())));
        return new Section("correspondence", "Correspondence", blocks);
    }

    private static Section localization(NetworkLocalization found, EvaluationSettings settings) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Words(
                "Where in the picture does the sound come from? Judged in the middle of each clip. Silence, "
                        + "shuffled sound and object prior are the same network without the right sound: what it finds because it "
                        + "stands out to the eye. Disc, box and whole picture look at nothing."));
        blocks.add(new Block.Words("Protocol " + settings.protocol().rules() + "."));
        blocks.add(new Block.Numbers("", found.measures(), false));
        found.report().ifPresent(report -> {
            blocks.add(new Block.Numbers(
                    "Pointing by class",
                    Pointing.perClass(
                            found.items().stream()
                                    .map(NetworkLocalization.Item::pointing)
                                    .toList(),
                            1),
                    true));
            blocks.add(new Block.Numbers("Areas by class", report.byClass(), true));
            blocks.add(new Block.Numbers("Areas by size", report.bySize(), true));
        });
        blocks.add(new Block.Notes(found.notes()));
        return new Section("localization", "Localization", blocks);
    }

    private static Section retrieval(NetworkRetrieval found) {
        return new Section(
                "retrieval",
                "Retrieval",
                List.of(
                        new Block.Words(
                                "Every picture and every sound asks, all others answer by distance. Relevance comes from "
                                        + "the class tree, the best over pairs of labels; equal distances share their places, so vectors "
                                        + "that are all the same score chance. A query's own source is left out where it searches its own "
                                        + "kind, unless the line says that it was kept."),
                        new Block.Numbers("", found.measures(), false),
                        new Block.Notes(found.notes())));
    }

    /** What a checkpoint says about itself. */
    static List<Block> provenance(TrainedNetwork network) {
        Map<String, String> facts = new TreeMap<>(network.provenance());
        String config = Optional.ofNullable(facts.remove("config")).orElse("");
        return List.of(
                new Block.Words("What the checkpoint says about its making."),
                new Block.Facts(facts),
                new Block.Verbatim("Configuration", config));
    }
}
