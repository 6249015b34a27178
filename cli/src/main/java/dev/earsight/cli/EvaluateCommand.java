package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.evaluate.ClassTree;
import dev.earsight.evaluate.ItemTable;
import dev.earsight.evaluate.Measure;
import dev.earsight.evaluate.Pointing;
import dev.earsight.evaluate.PointingItem;
import dev.earsight.shard.PreparedData;
import dev.earsight.shard.Split;
import dev.earsight.train.TrainingRun;
import dev.earsight.weights.TrainedNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code earsight evaluate}. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures a trained network on one split of prepared data.",
            "",
            "Correspondence accuracy for every network; pointing accuracy for AVOL-Net where NAME.json beside the videos says "
                    + "what sounds where; nDCG@30 in four directions (exponential gain, ideal order of the whole corpus) for "
                    + "AVE-Net and L3-Net where it says the class. Beside each number its n, 95 %% interval and baselines."
        })
final class EvaluateCommand implements Callable<Integer> {
    @Option(names = "--run", required = true, description = "Run folder, or a checkpoint file.")
    private Path run = Path.of(".");

    @Option(names = "--data", required = true, description = "Prepared data.")
    private Path data = Path.of(".");

    @Option(names = "--split", defaultValue = "test", description = "train, val or test (default: test).")
    private Split split = Split.TEST;

    @Option(
            names = "--moments",
            paramLabel = "N",
            defaultValue = "4",
            description = "Random moments of each clip for correspondence accuracy (default: 4).")
    private int moments;

    @Option(
            names = "--class-tree",
            paramLabel = "FILE",
            description = "Relevance by distance in a class tree: AudioSet's ontology.json, or a CSV child,parent "
                    + "(default: the same class is relevant, another is not).")
    private @Nullable Path classTree;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the numbers as JSON too.")
    private @Nullable Path json;

    @Option(
            names = "--items",
            paramLabel = "FILE",
            description = "Write where the network pointed in each clip, as CSV.")
    private @Nullable Path items;

    @Override
    public Integer call() {
        Evaluation evaluation = evaluate(TrainingRun.bestCheckpoint(run), data, split, moments, tree());
        System.out.println(Measure.table(evaluation.measures()));
        if (!evaluation.pointed().isEmpty()) {
            System.out.println("Pointing accuracy per class:");
            System.out.println(Measure.table(Pointing.perClass(evaluation.pointed(), 1)));
        }
        evaluation.notes().forEach(note -> System.out.println("Note: " + note + "."));
        Optional.ofNullable(json).ifPresent(file -> write(file, Measure.json(evaluation.measures())));
        Optional.ofNullable(items)
                .ifPresent(file -> itemTable(evaluation.pointed()).write(file));
        return 0;
    }

    /** Measures a checkpoint on a split, with progress on standard error. */
    static Evaluation evaluate(Path checkpoint, Path data, Split split, int moments, ClassTree tree) {
        try (TrainedNetwork network = TrainedNetwork.load(checkpoint);
                PreparedData clips = PreparedData.open(data, split)) {
            if (clips.size() < 2) {
                throw new EarsightException("The split '" + split.label() + "' of " + data + " holds " + clips.size()
                        + " clips; choose another --split, or prepare with a larger share for it.");
            }
            try (Progress progress = new Progress("Evaluating", clips.size(), " clips")) {
                return Evaluation.of(network, clips, moments, tree, progress);
            }
        }
    }

    private ClassTree tree() {
        if (classTree == null) {
            return ClassTree.flat(ClassTree.PAPER_RELEVANCE);
        }
        return classTree.toString().endsWith(".json")
                ? ClassTree.audioSet(classTree)
                : ClassTree.csv(classTree, ClassTree.PAPER_RELEVANCE);
    }

    private static ItemTable itemTable(List<PointingItem> pointed) {
        List<List<?>> rows = new ArrayList<>();
        double[] hits = Pointing.hits(pointed);
        int hit = 0;
        for (PointingItem item : pointed) {
            boolean counted = !item.sounding().isEmpty();
            rows.add(List.of(
                    item.source(), item.className(), item.peakX(), item.peakY(), counted ? (int) hits[hit++] : ""));
        }
        return new ItemTable(List.of("source", "class", "peak_x", "peak_y", "hit"), rows);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException failure) {
            throw new EarsightException(file + " cannot be written; choose another file.", failure);
        }
    }
}
