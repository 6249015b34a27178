package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.resume.Fleet;
import dev.earsight.resume.SkipReason;
import dev.earsight.resume.SkippedFile;
import dev.earsight.resume.SourceFolder;
import dev.earsight.shard.FlowOptions;
import dev.earsight.shard.FlowPreparation;
import dev.earsight.shard.FlowReport;
import dev.earsight.shard.FlowStack;
import dev.earsight.shard.KeepOptions;
import dev.earsight.shard.Preparation;
import dev.earsight.shard.PreparationListener;
import dev.earsight.shard.PreparationOptions;
import dev.earsight.shard.PreparationReport;
import dev.earsight.shard.SplitRule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code earsight prepare}. */
@Command(
        name = "prepare",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Decodes a folder of videos once, into shards that training can read at random.",
            "",
            "May be interrupted at any time: the same command goes on where it was. Run again after adding, changing or "
                    + "removing videos, it does only what is new. Files that cannot be used are listed with the reason in "
                    + "DATA/skipped.csv. The videos are only ever read.",
            "",
            "With --flow, optical flow (how far each pixel moves from one frame to the next) is added for networks that look "
                    + "at motion, also to data prepared before: tvl1 is the paper's method, dis is some seventy times "
                    + "faster. Moments with a cut between scenes in the ten fields after them are not trained on."
        })
final class PrepareCommand implements Callable<Integer> {
    @Parameters(paramLabel = "VIDEOS_DIR", description = "Folder with videos, searched with its subfolders.")
    private String videos = ".";

    @Option(names = "--out", paramLabel = "DATA", required = true, description = "Folder for the prepared data.")
    private Path out = Path.of(".");

    @Option(
            names = "--frame-size",
            paramLabel = "PIXELS",
            defaultValue = "256",
            description = "Short side of the frames kept (default: 256; 128 is enough for the small preset).")
    private int frameSize;

    @Option(
            names = "--frames-per-second",
            paramLabel = "N",
            defaultValue = "25",
            description = "Frames kept of each second: 25, 5 or 1 (default: 25).")
    private int framesPerSecond;

    @Option(
            names = "--val",
            paramLabel = "SHARE",
            defaultValue = "0.1",
            description = "Share of files kept for validation (default: 0.1).")
    private double validationShare;

    @Option(
            names = "--test",
            paramLabel = "SHARE",
            defaultValue = "0.1",
            description = "Share of files kept for the final test (default: 0.1).")
    private double testShare;

    @Option(names = "--split-by-folder", description = "Take the split from folders named train, val and test instead.")
    private boolean splitByFolder;

    @Option(
            names = "--file-time-limit",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Give a file up when its decoder makes no progress for so long (default: 60).")
    private int fileTimeLimitSeconds;

    @Option(names = "--workers", paramLabel = "N", description = "Decoding processes (default: one per core).")
    private int workers = Runtime.getRuntime().availableProcessors();

    @Option(names = "--retry-skipped", description = "Try files again that could not be used before.")
    private boolean retrySkipped;

    @Mixin
    private SparkOptions spark = new SparkOptions();

    @Option(
            names = "--flow",
            paramLabel = "METHOD",
            description = "Add optical flow by tvl1 or dis, on this machine. Repeat it when videos were added.")
    private @Nullable FlowMethod flow;

    @Option(
            names = "--flow-size",
            paramLabel = "PIXELS",
            defaultValue = "128",
            description = "Short side of the flow kept, found on frames of --frame-size (default: 128).")
    private int flowSize;

    @Override
    public Integer call() {
        SparkOptions.requireLocalOutput(out);
        FlowMethod method = flow;
        FlowOptions flowOptions = new FlowOptions(String.valueOf(method), flowSize);
        boolean all;
        try (Fleet fleet = spark.open(workers)) {
            all = prepare(options(fleet.folder(videos)), fleet).skipped() == 0;
        }
        if (method != null) {
            all &= addFlow(Path.of(videos), out, method, flowOptions, workers)
                    .failed()
                    .isEmpty();
        }
        return all ? 0 : Main.SOME_SKIPPED;
    }

    private PreparationOptions options(SourceFolder folder) {
        return PreparationOptions.of(folder, out)
                .withKeep(new KeepOptions(
                        frameSize,
                        KeepOptions.DEFAULTS.jpegQuality(),
                        framesPerSecond,
                        KeepOptions.DEFAULTS.clipSeconds(),
                        KeepOptions.DEFAULTS.maxSourceSeconds()))
                .withSplit(
                        splitByFolder ? new SplitRule.ByFolder() : new SplitRule.ByContent(validationShare, testShare))
                .withFileTimeLimit(Duration.ofSeconds(fileTimeLimitSeconds))
                .withWorkers(workers)
                .withRetrySkipped(retrySkipped);
    }

    /** As below, on this machine. */
    static PreparationReport prepare(PreparationOptions options) {
        return prepare(options, Fleet.ofThisMachine(options.workers()));
    }

    /**
     * Prepares with progress, and says how it ended.
     *
     * @throws EarsightException where not one file could be used
     */
    static PreparationReport prepare(PreparationOptions options, Fleet fleet) {
        PreparationReport report;
        Remarks notes = new Remarks();
        Remarks skipped = new Remarks();
        try (Progress progress = new Progress("Preparing", 0, " files")) {
            report = Preparation.run(
                    options,
                    new PreparationListener() {
                        @Override
                        public void progress(PreparationListener.Progress state) {
                            progress.total(state.files());
                            progress.at(
                                    state.filesDone(),
                                    state.stage() == Stage.CHECKING
                                            ? "checking"
                                            : String.format("%.0fx real time", state.mediaSecondsPerSecond()));
                        }

                        @Override
                        public void noted(String path, String note) {
                            notes.add("Note: " + path + ": " + note);
                        }

                        @Override
                        public void skipped(SkippedFile file) {
                            skipped.add("Skipped: " + file);
                        }
                    },
                    fleet);
        }
        notes.say(options.output().resolve("manifest.json").toString());
        skipped.say(options.output().resolve("skipped.csv").toString());
        if (report.sources() == 0) {
            throw new EarsightException(nothingUsable(options, report));
        }
        System.out.println(report.summary());
        if (report.skipped() > 0) {
            System.out.println(report.skipped() + " files were skipped; the reasons are in "
                    + options.output().resolve("skipped.csv"));
        }
        return report;
    }

    /** Adds optical flow to prepared data with progress, and says how it ended. */
    static FlowReport addFlow(Path videos, Path out, FlowMethod method, FlowOptions options, int workers) {
        FlowReport report;
        try (Progress progress = new Progress("Optical flow", 0, " fields")) {
            report = FlowPreparation.run(videos, out, options, method::estimator, workers, (done, fields) -> {
                progress.total(fields);
                progress.at(done, options.method());
            });
        }
        report.failed().forEach(source -> System.err.println("No flow: " + source));
        tell(report.tooShort(), "are shorter than the " + (FlowStack.PAPER_FIELDS + 1) + " frames flow is seen over");
        tell(report.withoutMoment(), "have a cut in every stretch of " + (FlowStack.PAPER_FIELDS + 1) + " frames");
        System.out.println(report.summary());
        return report;
    }

    private static void tell(List<String> clips, String what) {
        if (!clips.isEmpty()) {
            System.err.println("Note: " + clips.size() + " clips " + what + " and are not used with flow: "
                    + String.join(", ", clips.subList(0, Math.min(3, clips.size())))
                    + (clips.size() > 3 ? " and " + (clips.size() - 3) + " more" : ""));
        }
    }

    private static String nothingUsable(PreparationOptions options, PreparationReport report) {
        if (report.files() == 0) {
            return options.input() + " holds no videos; give the folder that does.";
        }
        String reasons = report.skippedPerReason().entrySet().stream()
                .sorted(Map.Entry.<SkipReason, Integer>comparingByValue().reversed())
                .limit(3)
                .map(entry -> entry.getValue() + " " + entry.getKey().label())
                .collect(Collectors.joining(", "));
        return "None of the " + report.files() + " files in " + options.input() + " can be used (" + reasons
                + "); the reason for each is in " + options.output().resolve("skipped.csv")
                + ", and videos with pictures and sound are needed.";
    }
}
