package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.clip.SamplingRule;
import dev.earsight.diagnose.Diagnosis;
import dev.earsight.diagnose.Examination;
import dev.earsight.diagnose.OperatingChoice;
import dev.earsight.evaluate.CalibratedThreshold;
import dev.earsight.localize.OperatingPoint;
import dev.earsight.media.ImageFile;
import dev.earsight.report.ReportFiles;
import dev.earsight.shard.PreparedData;
import dev.earsight.shard.Split;
import dev.earsight.train.ConfigFile;
import dev.earsight.train.TrainingRun;
import dev.earsight.weights.TrainedNetwork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code earsight diagnose}. */
@Command(
        name = "diagnose",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Says what a trained network leans on.",
            "",
            "One thing about the pictures or the sounds is changed at a time (no sound, another moment's, through a codec, off the "
                    + "frame grid; no colors, blurred, mirrored, corners or center masked, ...), and the same pairs are asked "
                    + "again. Beside that: whether sound or picture alone gives a pair away, whether the vectors have collapsed, "
                    + "and for AVOL-Net whether the map moves when the sound changes. It ends in sentences; what the figures do not "
                    + "decide is not claimed.",
            "",
            "It also chooses from which probability on something in sight is said to make the sound, so that no more than "
                    + "--false-alarms of the mismatched pairs are. That operating point is saved in the run's folder, where "
                    + "'earsight localize' finds it."
        },
        footerHeading = "%nFor example:%n",
        footer = {
            "  earsight diagnose --run RUN --data DATA --report DIAGNOSIS.html",
            "  earsight diagnose --run RUN --data DATA --split test --false-alarms 0.1 --json diagnosis.json "
                    + "--histogram similarities.png"
        })
final class DiagnoseCommand implements Callable<Integer> {
    @Option(names = "--run", required = true, description = "Run folder, or a checkpoint file (then nothing is saved).")
    private Path run = Path.of(".");

    @Option(names = "--data", required = true, description = "Prepared data.")
    private Path data = Path.of(".");

    @Option(
            names = "--split",
            defaultValue = "val",
            description =
                    "train, val or test (default: val, since the operating point is chosen on it). Where val chose the "
                            + "checkpoint, as in training, every number says so.")
    private Split split = Split.VAL;

    @Option(
            names = "--select-on-test",
            description =
                    "Diagnose even on files that trained the network, or on a split other than val whose files chose its "
                            + "checkpoint, and say so. Without it such data is refused.")
    private boolean selectOnTest;

    @Option(
            names = "--moments",
            paramLabel = "N",
            defaultValue = "4",
            description = "Random moments of each clip (default: 4).")
    private int moments;

    @Option(
            names = "--false-alarms",
            paramLabel = "SHARE",
            defaultValue = "0.05",
            description = "Share of mismatched pairs that may be said to match at the operating point (default: 0.05).")
    private double falseAlarms;

    @Option(
            names = "--report",
            paramLabel = "PLACE",
            description =
                    "Write a report with charts, one moment under each change, and the figures: FILE.html, or a folder for "
                            + "report.html; Markdown and JSON beside it.")
    private @Nullable Path report;

    @Option(names = "--json", paramLabel = "FILE", description = "Write all numbers as JSON.")
    private @Nullable Path json;

    @Option(
            names = "--histogram",
            paramLabel = "FILE",
            description = "Draw the best similarities of matched and mismatched pairs, as PNG.")
    private @Nullable Path histogram;

    @Override
    public Integer call() {
        if (!(falseAlarms > 0 && falseAlarms < 1)) {
            throw new EarsightException("--false-alarms is a share above 0 and below 1, not " + falseAlarms + ".");
        }
        if (moments < 1) {
            throw new EarsightException("--moments must be at least 1, not " + moments + ".");
        }
        Path checkpoint = TrainingRun.bestCheckpoint(run);
        for (Path file : Stream.of(json, histogram).filter(Objects::nonNull).toList()) {
            Inputs.requireFree(file, List.of(checkpoint));
        }
        try (TrainedNetwork network = TrainedNetwork.load(checkpoint);
                PreparedData clips = PreparedData.open(data, split)) {
            if (clips.size() < 2) {
                throw new EarsightException("The split '" + split.label() + "' of " + data + " holds " + clips.size()
                        + " clips; choose another --split, or prepare with a larger share for it.");
            }
            HeldOut heldOut = HeldOut.checkForDiagnosis(network.provenance(), data, clips, split, selectOnTest);
            DiagnosisReport found = new DiagnosisReport(examine(network, clips), heldOut);
            System.out.println(found.text());
            write(found, checkpoint);
            if (report != null) {
                ReportFiles files = ReportFiles.at(report);
                files.write(new DiagnosisPage(run, data + ", split " + split.label()).of(found, network, clips));
                System.out.println("Report: " + files.html());
            }
        }
        return 0;
    }

    private void write(DiagnosisReport found, Path checkpoint) {
        Diagnosis diagnosis = found.diagnosis();
        OperatingPoint point = operatingPoint(diagnosis.operatingChoice(), checkpoint);
        if (Files.isDirectory(run)) {
            point.write(run);
            System.out.println("Operating point: " + run.resolve(OperatingPoint.FILE));
        } else {
            System.out.println(
                    "Operating point: not saved, since " + run + " is a checkpoint file; name the run's folder.");
        }
        if (histogram != null) {
            CalibratedThreshold chosen = diagnosis.operatingChoice().chosen();
            ImageFile.writePng(diagnosis.histogram().draw(chosen.threshold(), 1200, 600), histogram);
            System.out.println("Histogram: " + histogram);
        }
        if (json != null) {
            TextFile.write(json, found.json(point));
        }
    }

    private Diagnosis examine(TrainedNetwork network, PreparedData clips) {
        try (Progress progress = new Progress("Diagnosing", Examination.questions(clips.size(), moments), " answers")) {
            return new Examination(network, clips, moments, trainingRule(network), done -> progress.at(done, ""))
                    .examine(falseAlarms);
        }
    }

    /** As the checkpoint says; one that was not trained by a run says nothing. */
    private static SamplingRule trainingRule(TrainedNetwork network) {
        String config = network.provenance().get("config");
        return config == null
                ? SamplingRule.standard()
                : ConfigFile.fromYaml(config).sampling();
    }

    private OperatingPoint operatingPoint(OperatingChoice choice, Path checkpoint) {
        return new OperatingPoint(
                choice.probability(),
                choice.chosen().falseAlarmRate(),
                choice.chosen().hitRate(),
                choice.heldOutFalseAlarmRate(),
                choice.heldOutHitRate(),
                choice.matched(),
                choice.mismatched(),
                data.toString(),
                split.label(),
                OperatingPoint.sha256(checkpoint));
    }
}
