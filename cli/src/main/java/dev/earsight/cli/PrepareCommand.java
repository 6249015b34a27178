package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.shard.KeepOptions;
import dev.earsight.shard.Preparation;
import dev.earsight.shard.PreparationListener;
import dev.earsight.shard.PreparationOptions;
import dev.earsight.shard.PreparationReport;
import dev.earsight.shard.SkipReason;
import dev.earsight.shard.SplitRule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
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
                    + "DATA/skipped.csv. The videos are only ever read."
        })
final class PrepareCommand implements Callable<Integer> {
    @Parameters(paramLabel = "VIDEOS_DIR", description = "Folder with videos, searched with its subfolders.")
    private Path videos = Path.of(".");

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

    @Override
    public Integer call() {
        PreparationOptions options = PreparationOptions.of(videos, out)
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
        return prepare(options).skipped().isEmpty() ? 0 : Main.SOME_SKIPPED;
    }

    /**
     * Prepares with progress, and says how it ended.
     *
     * @throws EarsightException where not one file could be used
     */
    static PreparationReport prepare(PreparationOptions options) {
        PreparationReport report;
        try (Progress progress = new Progress("Preparing", 0, " files")) {
            report = Preparation.run(options, new PreparationListener() {
                @Override
                public void progress(PreparationListener.Progress state) {
                    progress.total(state.files());
                    progress.at(
                            state.filesDone(),
                            state.stage() == Stage.CHECKING
                                    ? "checking"
                                    : String.format("%.0fx real time", state.mediaSecondsPerSecond()));
                }
            });
        }
        report.noted().forEach(note -> System.err.println("Note: " + note));
        report.skipped().forEach(file -> System.err.println("Skipped: " + file));
        if (report.sources() == 0) {
            throw new EarsightException(nothingUsable(options, report));
        }
        System.out.println(report.summary());
        if (!report.skipped().isEmpty()) {
            System.out.println(report.skipped().size() + " files were skipped; the reasons are in "
                    + options.output().resolve("skipped.csv"));
        }
        return report;
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
