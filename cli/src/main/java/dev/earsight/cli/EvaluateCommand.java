package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.annotation.TruthFormat;
import dev.earsight.evaluate.ClassTree;
import dev.earsight.evaluate.ItemTable;
import dev.earsight.evaluate.Measure;
import dev.earsight.evaluate.Pointing;
import dev.earsight.evaluate.PointingItem;
import dev.earsight.protocol.Protocol;
import dev.earsight.shard.PreparedData;
import dev.earsight.shard.Split;
import dev.earsight.train.TrainingRun;
import dev.earsight.weights.TrainedNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code earsight evaluate}. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures a trained network on one split of prepared data (--run, --data), or anyone's score maps against "
                    + "published annotations (--maps, --truth, --truth-format).",
            "",
            "A network: correspondence accuracy for every one; pointing accuracy and cIoU under 'ours' for AVOL-Net where "
                    + "NAME.json beside the videos says what sounds where; nDCG@30 in four directions (exponential gain, ideal "
                    + "order of the whole corpus) for AVE-Net and L3-Net where it says the class.",
            "",
            "Maps: NAME.npz for each item, an array 'map' of rows and columns of any size, raw scores, e.g. by "
                    + "numpy.savez(file, map=scores). NAME is what the annotations call the item: 'file' of VGG-SS and MUSIC (a "
                    + "duet's two as FILE_src1 and FILE_src2), the picture's name without ending of IS3, S4, MS3, VPO and Flickr, "
                    + "the truth's name of scenes (middle frame). Without --maps: what a disc in the center of every picture "
                    + "reaches.",
            "",
            "Beside each number its n, a 95 %% interval by bootstrap over sources, chance, and what constant maps reach."
        },
        footerHeading = "%nFor example:%n",
        footer = {
            "  earsight evaluate --run RUN --data DATA",
            "  earsight evaluate --truth vggss.json --truth-format vggss",
            "  earsight evaluate --maps MAPS --truth vggss.json --truth-format vggss --protocol ez-vsl --by-size",
            "  earsight evaluate --maps MAPS --truth vggss.json --truth-format vggss --protocol slavc "
                    + "--negatives vggss_test_plus_silent.csv",
            "  earsight evaluate --maps MAPS --truth is3_bbox.json --truth-format is3 --protocol aligned --csv items.csv"
        })
final class EvaluateCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--run", description = "Run folder, or a checkpoint file.")
    private @Nullable Path run;

    @Option(names = "--data", description = "Prepared data.")
    private @Nullable Path data;

    @Option(names = "--maps", paramLabel = "DIR", description = "Folder of score maps, NAME.npz for each item.")
    private @Nullable Path maps;

    @Option(
            names = "--truth",
            paramLabel = "FILE",
            description = "What sounds where: an annotation file; for flickr and scene a folder.")
    private @Nullable Path truth;

    @Option(
            names = "--truth-format",
            paramLabel = "FORMAT",
            description = "vggss (vggss.json), flickr (folder of XML), is3 (*_bbox.json; S4, MS3 and VPO too), music "
                    + "(music_solo.json, music_duet.json) or scene (folder of NAME.json).")
    private @Nullable TruthFormat truthFormat;

    @Option(
            names = "--protocol",
            paramLabel = "NAME",
            defaultValue = "ours",
            converter = ProtocolName.class,
            description = {
                "Whose rules (default: ours):",
                "lvs: half-pixel, > median; SSL-TIE too",
                "ez-vsl: aligned corners, >= median; FNAC too",
                "slavc: bicubic, >= median; a fixed threshold; with --negatives AP, max-F1, LocAcc. Maps are cosines / 0.03",
                "aligned: lvs with adaptive thresholds and pairs (IIoU)",
                "negative-audio: one threshold for all pictures; maps also in DIR/silence, DIR/noise, DIR/offscreen",
                "ours: half-pixel, exactly half of the pixels, ties in reading order; NaN is refused"
            })
    private Protocol protocol = Protocol.OURS;

    @Option(
            names = "--negatives",
            paramLabel = "FILE",
            description =
                    "SLAVC's list of negatives, e.g. vggss_test_plus_silent.csv; their maps are VIDEO@AUDIO.npz, or "
                            + "VIDEO.npz where a clip has its own sound.")
    private @Nullable Path negatives;

    @Option(
            names = "--universal-threshold",
            paramLabel = "RULE",
            defaultValue = "q3",
            description =
                    "Of negative-audio: third quartile of the negative maps' highest scores (q3, the default), their "
                            + "highest (max), a tenth above it (max10), or a number.")
    private String universalThreshold = "q3";

    @Option(names = "--by-class", description = "Maps: also a table by class.")
    private boolean byClass;

    @Option(names = "--by-size", description = "Maps: also a table by size (32, 96 and 144 pixels square, of 224).")
    private boolean bySize;

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
            names = {"--items", "--csv"},
            paramLabel = "FILE",
            description = "Write what was found for each clip or item, as CSV.")
    private @Nullable Path items;

    @Override
    public Integer call() {
        if (truth != null || truthFormat != null || maps != null) {
            if (truth == null || truthFormat == null || run != null || data != null) {
                throw new ParameterException(
                        spec.commandLine(),
                        "Maps are scored with --truth and --truth-format, and without --run and --data.");
            }
            return scoreMaps(truth, truthFormat);
        }
        if (run == null || data == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Give --run and --data to measure a network, or --maps, --truth and --truth-format to score maps.");
        }
        return measure(run, data);
    }

    private int scoreMaps(Path truthPlace, TruthFormat format) {
        MapScoring.Result result = new MapScoring(
                        Optional.ofNullable(maps),
                        truthPlace,
                        format,
                        protocol,
                        Optional.ofNullable(negatives),
                        universalThreshold)
                .run();
        System.out.println("Protocol " + protocol.rules());
        System.out.println(Measure.table(result.measures()));
        if (bySize) {
            System.out.println("By size:");
            System.out.println(Measure.table(result.report().bySize()));
        }
        if (byClass) {
            System.out.println("By class:");
            System.out.println(Measure.table(result.report().byClass()));
        }
        result.notes().forEach(note -> System.out.println("Note: " + note + "."));
        Optional.ofNullable(json).ifPresent(file -> write(file, Measure.json(result.measures())));
        Optional.ofNullable(items).ifPresent(file -> result.report().items().write(file));
        return result.exitCode();
    }

    private int measure(Path run, Path data) {
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

    /** Protocols by the names users know. */
    static final class ProtocolName implements ITypeConverter<Protocol> {
        @Override
        public Protocol convert(String name) {
            return Arrays.stream(Protocol.values())
                    .filter(protocol -> protocol.label().equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(name + " is none of "
                            + Arrays.stream(Protocol.values())
                                    .map(Protocol::label)
                                    .collect(Collectors.joining(", "))));
        }
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
