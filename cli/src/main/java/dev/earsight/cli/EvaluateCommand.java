package dev.earsight.cli;

import dev.earsight.annotation.LabelFile;
import dev.earsight.annotation.TruthFormat;
import dev.earsight.evaluate.ClassTree;
import dev.earsight.evaluate.ItemTable;
import dev.earsight.evaluate.Measure;
import dev.earsight.evaluate.Pointing;
import dev.earsight.leakage.Kind;
import dev.earsight.protocol.LocalizationReport;
import dev.earsight.protocol.Protocol;
import dev.earsight.report.ReportFiles;
import dev.earsight.shard.Split;
import dev.earsight.train.TrainingRun;
import dev.earsight.weights.Views;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code earsight evaluate}. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures a trained network on one split of prepared data (--run, --data), or anyone's score maps against "
                    + "published annotations (--maps, --truth, --truth-format).",
            "",
            "A network: correspondence (accuracy, area under ROC, calibration) on a stored list of pairs for every one; for "
                    + "AVOL-Net pointing accuracy and cIoU under the rules of --protocol, where NAME.json beside the videos or "
                    + "--truth says what sounds where; recall of each clip's other half, and nDCG@30 and mAP in four "
                    + "directions (ideal order of the whole corpus) where NAME.json or --labels says the class.",
            "",
            "Maps: NAME.npz for each item, an array 'map' of rows and columns of any size, raw scores, e.g. by "
                    + "numpy.savez(file, map=scores). NAME is what the annotations call the item: 'file' of VGG-SS and MUSIC (a "
                    + "duet's two as FILE_src1 and FILE_src2), the picture's name without ending of IS3, S4, MS3, VPO and Flickr, "
                    + "the truth's name of scenes (middle frame). Without --maps: what a disc in the center of every picture "
                    + "reaches.",
            "",
            "Beside each number its n, a 95 %% interval by bootstrap over sources, chance, and what simpler things reach: "
                    + "constant maps; for a network also silence, shuffled sound and what it sees without any sound.",
            "",
            "--report writes it all as one HTML page with charts, maps, pictures and sounds; it opens offline."
        },
        footerHeading = "%nFor example:%n",
        footer = {
            "  earsight evaluate --run RUN --data DATA --report REPORT.html",
            "  earsight evaluate --run AVE --data DATA --labels audioset_eval_segments.csv --class-tree ontology.json",
            "  earsight evaluate --run RUN --data DATA --protocol ez-vsl --truth vggss.json --truth-format vggss",
            "  earsight evaluate --run RUN --data DATA --protocol negative-audio",
            "  earsight evaluate --run RUN --data DATA --negatives offscreen",
            "  earsight evaluate --check-splits DATA",
            "  earsight evaluate --check-splits vggss_144k.txt vggss_test.csv --csv overlaps.csv",
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
            description =
                    "What sounds where: an annotation file; for flickr and scene a folder. With --run, items are found by "
                            + "the videos' names; without it NAME.json beside the videos says what sounds.")
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
                "ez-vsl: aligned corners, >= median",
                "fnac: bicubic, half-pixel, >= median",
                "slavc: bicubic, >= median; a fixed threshold; with --negatives AP, max-F1, LocAcc. Maps are cosines / 0.03",
                "aligned: lvs with adaptive thresholds and pairs (IIoU)",
                "negative-audio: one threshold for all pictures; maps also in DIR/silence, DIR/noise, DIR/offscreen",
                "ours: half-pixel, exactly half of the pixels, ties in reading order; NaN is refused; with --negatives AP, max-F1"
            })
    private Protocol protocol = Protocol.OURS;

    @Option(
            names = "--negatives",
            paramLabel = "FILE",
            description =
                    "SLAVC's list of negatives, e.g. vggss_test_plus_silent.csv; their maps are VIDEO@AUDIO.npz, or "
                            + "VIDEO.npz where a clip has its own sound. With --run videos are found by name; or the word offscreen: each "
                            + "picture with a sound of a class that is not in sight. By our rules AP and max-F1 are of pointing and adaptive areas.")
    private @Nullable Path negatives;

    @Option(
            names = "--universal-threshold",
            paramLabel = "RULE",
            defaultValue = "q3",
            converter = UniversalThreshold.Converter.class,
            description =
                    "Of negative-audio: third quartile of the negative maps' highest scores (q3, the default), their "
                            + "highest (max), a tenth above it (max10), or a number.")
    private UniversalThreshold universalThreshold = UniversalThreshold.THIRD_QUARTILE;

    @Option(names = "--by-class", description = "Also a table of areas by class.")
    private boolean byClass;

    @Option(names = "--by-size", description = "Also a table of areas by size (32, 96 and 144 pixels square, of 224).")
    private boolean bySize;

    @Option(names = "--split", defaultValue = "test", description = "train, val or test (default: test).")
    private Split split = Split.TEST;

    @Option(
            names = "--select-on-test",
            description =
                    "Measure even where files of the split trained the network or chose its checkpoint, and say so beside every "
                            + "number. Without it such a split is refused.")
    private boolean selectOnTest;

    @Option(
            names = "--moments",
            paramLabel = "N",
            defaultValue = "4",
            description =
                    "Random moments of each clip, where pairs for correspondence are yet to be drawn (default: 4).")
    private int moments;

    @Option(
            names = "--pairs",
            paramLabel = "FILE",
            description =
                    "The list of pairs, CSV: read where it exists, else drawn and written, so that other networks are "
                            + "asked the same (default: drawn, always the same for the same data; beside the report if there is one).")
    private @Nullable Path pairs;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description =
                    "Classes of the clips: AudioSet's segment lists, VGGSound's lists, or CSV clip,label (default: the "
                            + "class that NAME.json beside the videos says).")
    private @Nullable Path labels;

    @Option(
            names = "--class-tree",
            paramLabel = "FILE",
            description = "Relevance by distance in a class tree: AudioSet's ontology.json, or a CSV child,parent "
                    + "(default: the same class is relevant, another is not).")
    private @Nullable Path classTree;

    @Mixin
    private final ViewOptions views = new ViewOptions();

    @Option(
            names = "--report",
            paramLabel = "PLACE",
            description =
                    "Write a report: FILE.html, or a folder for report.html; Markdown, JSON, pairs and items beside it.")
    private @Nullable Path report;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the numbers as JSON too.")
    private @Nullable Path json;

    @Option(
            names = {"--items", "--csv"},
            paramLabel = "FILE",
            description = "Write what was found for each clip or item, as CSV.")
    private @Nullable Path items;

    @Option(
            names = "--check-splits",
            paramLabel = "DATA",
            arity = "1..*",
            description = {
                "Find what is in two sets at once, and measure nothing. Each set is prepared data (DATA: every split of it; "
                        + "DATA:val: one), a folder of media, or a list of ids (txt, csv: first column, of VGGSound and "
                        + "AudioSet with the seconds). Exit code 6 where something was found; --csv and --json list the pairs.",
                "The id of a file is its name without folders and ending; where files just bear running numbers, leave ids out."
            })
    private List<String> checkedSplits = List.of();

    @Option(
            names = "--compare",
            paramLabel = "KIND",
            split = ",",
            description =
                    "Of --check-splits: id, source (another stretch of the same YouTube video), file (same bytes), picture "
                            + "and sound (nearly the same); default: all. Without the last two nothing need be decoded.")
    private Set<Kind> comparedKinds = EnumSet.allOf(Kind.class);

    @Override
    public Integer call() {
        if (!checkedSplits.isEmpty()) {
            SplitCheck check = new SplitCheck(checkedSplits, comparedKinds);
            Optional.ofNullable(json).ifPresent(file -> TextFile.write(file, check.json()));
            Optional.ofNullable(items).ifPresent(file -> check.pairs().write(file));
            return check.report();
        }
        if ((truth == null) != (truthFormat == null)) {
            throw new ParameterException(spec.commandLine(), "--truth and --truth-format belong together; give both.");
        }
        if (run != null || data != null) {
            if (run == null || data == null || maps != null) {
                throw new ParameterException(
                        spec.commandLine(),
                        "Maps are scored without --run and --data, a network is measured with both and without --maps.");
            }
            return measure(run, data);
        }
        if (truth == null || truthFormat == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Give --run and --data to measure a network, or --maps, --truth and --truth-format to score maps.");
        }
        return scoreMaps(truth, truthFormat);
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
        printParts(result.report());
        result.notes().forEach(note -> System.out.println("Note: " + note + "."));
        Optional.ofNullable(json).ifPresent(file -> TextFile.write(file, Measure.json(result.measures())));
        Optional.ofNullable(items).ifPresent(file -> result.report().items().write(file));
        Optional.ofNullable(report).map(ReportFiles::at).ifPresent(files -> {
            files.write(result.page(protocol));
            result.report().items().write(files.beside("-items.csv"));
            System.out.println("Report: " + files.html());
        });
        return result.exitCode();
    }

    private void printParts(LocalizationReport found) {
        if (bySize) {
            System.out.println("By size:");
            System.out.println(Measure.table(found.bySize()));
        }
        if (byClass) {
            System.out.println("By class:");
            System.out.println(Measure.table(found.byClass()));
        }
    }

    private int measure(Path run, Path data) {
        if (negatives != null && !MapScoring.takesNegatives(protocol)) {
            throw MapScoring.negativesDoNotBelong();
        }
        Optional<ReportFiles> files = Optional.ofNullable(report).map(ReportFiles::at);
        EvaluationSettings settings = new EvaluationSettings(
                moments,
                Optional.ofNullable(pairs),
                tree(),
                Optional.ofNullable(labels).map(LabelFile::read),
                Optional.ofNullable(truthFormat).map(format -> format.read(Objects.requireNonNull(truth))),
                protocol,
                Optional.ofNullable(negatives).map(Negatives.Source::read),
                universalThreshold);
        return CheckpointEvaluation.asked(
                TrainingRun.bestCheckpoint(run),
                views.views(),
                data,
                split,
                settings,
                selectOnTest,
                (network, clips, evaluation) -> {
                    print(evaluation);
                    ItemTable table = evaluation
                            .localization()
                            .filter(found -> !found.items().isEmpty())
                            .map(found -> found.table(clips))
                            .orElseGet(() -> evaluation.retrieval().table(clips));
                    Optional.ofNullable(json)
                            .ifPresent(file -> TextFile.write(file, Measure.json(evaluation.measures())));
                    Optional.ofNullable(items).ifPresent(table::write);
                    files.ifPresent(place -> {
                        Map<String, String> facts = new LinkedHashMap<>();
                        facts.put("Data hash", clips.dataHash());
                        if (!views.views().equals(Views.single())) {
                            facts.put(
                                    "Looks",
                                    "at sizes " + views.views().scales()
                                            + (views.views().mirrored() ? ", mirrored too" : ""));
                        }
                        facts.put(
                                "Measured with",
                                String.join(", ", Provenance.here().values()));
                        place.write(new EvaluationReport(run, data + ", split " + split.label(), facts)
                                .of(evaluation, settings, network, clips));
                        table.write(place.beside("-items.csv"));
                        if (pairs == null) {
                            evaluation.pairs().write(place.beside("-pairs.csv"), clips);
                        }
                        System.out.println("Report: " + place.html());
                    });
                    return 0;
                });
    }

    private void print(Evaluation evaluation) {
        evaluation.localization().ifPresent(_ -> System.out.println("Protocol " + protocol.rules()));
        System.out.println(Measure.table(evaluation.measures()));
        if (!evaluation.pointed().isEmpty()) {
            System.out.println("Pointing accuracy per class:");
            System.out.println(Measure.table(Pointing.perClass(evaluation.pointed(), 1)));
        }
        evaluation.localization().flatMap(NetworkLocalization::report).ifPresent(this::printParts);
        evaluation.notes().forEach(note -> System.out.println("Note: " + note + "."));
    }

    private ClassTree tree() {
        if (classTree == null) {
            return ClassTree.flat(ClassTree.PAPER_RELEVANCE);
        }
        return classTree.toString().endsWith(".json")
                ? ClassTree.audioSet(classTree)
                : ClassTree.csv(classTree, ClassTree.PAPER_RELEVANCE);
    }
}
