package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.embed.Embedder;
import dev.earsight.library.EmbedderOpener;
import dev.earsight.library.Indexing;
import dev.earsight.library.IndexingListener;
import dev.earsight.library.IndexingOptions;
import dev.earsight.library.IndexingReport;
import dev.earsight.library.Library;
import dev.earsight.library.LibraryCounts;
import dev.earsight.opensearch.ClusterConnection;
import dev.earsight.resume.Fleet;
import dev.earsight.resume.SkippedFile;
import dev.earsight.train.TrainingRun;
import dev.earsight.weights.TrainedNetwork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code earsight index}. */
@Command(
        name = "index",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes folders of videos, sounds and pictures searchable: every second of picture and of sound becomes a vector.",
            "",
            "Run it again, with or without the folders, after adding, changing, moving or removing files: it does only what is "
                    + "new. May be interrupted at any time; the same command goes on where it was. Meanwhile what is there can be "
                    + "searched. Media is only ever read; files that cannot be used are listed with the reason in "
                    + "INDEX/failures.csv and left alone until they change.",
            "",
            "Then: earsight search --index INDEX QUERY"
        },
        footer = {"", "Example: earsight index --run AVE --out media.index /archive/tapes /archive/photographs"})
final class IndexCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "PATH",
            arity = "0..*",
            description = "Folders, searched with their subfolders, and files; none: those of before.")
    private List<String> paths = List.of();

    @Option(
            names = "--run",
            description = "A training run of --model ave, or one of its .safetensors files (default: the index's own).")
    private @Nullable Path run;

    @Option(names = "--out", paramLabel = "INDEX", required = true, description = "Folder for the index.")
    private Path out = Path.of(".");

    @Option(
            names = "--hop",
            paramLabel = "SECONDS",
            description = "Time from one vector to the next (default: 1, or as the index began).")
    private @Nullable Double hopSeconds;

    @Option(
            names = "--retry-failed",
            description = "Try files again that could not be used before, though they have not changed.")
    private boolean retryFailed;

    @Option(names = "--forget", paramLabel = "PATH", description = "Drop a folder given before from the index.")
    private List<String> forget = List.of();

    @Option(
            names = "--file-time-limit",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Give a file up when it brings nothing more for so long (default: 60).")
    private int fileTimeLimitSeconds;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Processes that decode and embed (default: one per core).")
    private int workers = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--exact-up-to",
            paramLabel = "VECTORS",
            description = "Build a graph for quick searches beyond so many vectors (default: 200000).")
    private long exactUpTo = IndexingOptions.EXACT_UP_TO;

    @Mixin
    private SparkOptions spark = new SparkOptions();

    @Mixin
    private OpenSearchOptions openSearch = new OpenSearchOptions();

    @Option(
            names = "--opensearch-shards",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Parts that nodes share, for an index that is begun there (default: 1; about ten million vectors each).")
    private int shards;

    @Option(
            names = "--opensearch-delete-old",
            description = "Delete what NAME stood for there before, such as another network's vectors.")
    private boolean deleteOld;

    /** Embedders of worker processes, with optical flow where the network sees it. */
    static final class Opener implements EmbedderOpener {
        @Override
        public Embedder open(TrainedNetwork network) {
            return new Embedder(network, FlowMethod.whileWatching(network));
        }
    }

    @Override
    public Integer call() {
        SparkOptions.requireLocalOutput(out);
        // A wrong address should be said before hours of work.
        Optional<ClusterConnection> cluster = openSearch.connect(out);
        try {
            int code = index();
            cluster.ifPresent(connected -> openSearch.publish(connected, out, shards, deleteOld));
            return code;
        } finally {
            cluster.ifPresent(ClusterConnection::close);
        }
    }

    private int index() {
        IndexingReport report;
        Remarks skipped = new Remarks();
        try (Fleet fleet = spark.open(workers);
                Progress progress = new Progress("Indexing", 0, " files")) {
            report = Indexing.run(
                    options(fleet),
                    new IndexingListener() {
                        @Override
                        public void progress(IndexingListener.Progress state) {
                            progress.total(state.files());
                            progress.at(state.filesDone(), inWords(state));
                        }

                        @Override
                        public void skipped(SkippedFile file) {
                            skipped.add("Skipped: " + file);
                        }
                    },
                    fleet);
        }
        skipped.say(out.resolve("failures.csv").toString());
        LibraryCounts counts = report.counts();
        System.out.printf(
                Locale.ROOT,
                "%s: %,d files (%,d images, %,d sounds, %,d videos; %.2f hours), %,d vectors; %,d added, %,d moved, %,d removed "
                        + "in %s.%n",
                out,
                counts.indexed(),
                counts.images(),
                counts.soundFiles(),
                counts.videos(),
                counts.hours(),
                counts.vectors(),
                report.added(),
                report.moved(),
                report.removed(),
                inWords(report.elapsed()));
        if (report.mediaSeconds() > 0) {
            System.out.printf(
                    Locale.ROOT,
                    "%.0f s of media at %.1f hours of media per hour.%n",
                    report.mediaSeconds(),
                    report.mediaSeconds() * 1e9 / Math.max(1, report.elapsed().toNanos()));
        }
        if (report.failed() == 0) {
            return 0;
        }
        System.out.printf(
                "%,d files cannot be used; the reasons are in %s%n", report.failed(), out.resolve("failures.csv"));
        return Main.SOME_SKIPPED;
    }

    private IndexingOptions options(Fleet fleet) {
        boolean known = Files.exists(out.resolve("index.json"));
        Path given = run;
        Path checkpoint;
        double hop;
        if (known) {
            try (Library library = Library.open(out)) {
                checkpoint = given == null ? library.info().checkpoint() : TrainingRun.bestCheckpoint(given);
                hop = hopSeconds == null ? library.info().hopSeconds() : hopSeconds;
            }
        } else {
            if (given == null) {
                throw new EarsightException(out + " is no index yet; say with --run which network is to make one.");
            }
            checkpoint = TrainingRun.bestCheckpoint(given);
            hop = hopSeconds == null ? 1 : hopSeconds;
        }
        return IndexingOptions.ofFolders(
                        out, checkpoint, paths.stream().map(fleet::folder).toList())
                .withHopSeconds(hop)
                .withRetryFailed(retryFailed)
                .withForget(forget.stream().map(fleet::folder).toList())
                .withFileTimeLimit(Duration.ofSeconds(fileTimeLimitSeconds))
                .withWorkers(workers)
                .withExactUpTo(exactUpTo)
                .withOpener(Opener.class);
    }

    private static String inWords(IndexingListener.Progress state) {
        String left = state.secondsLeft().isPresent()
                ? ", " + inWords(Duration.ofSeconds((long) state.secondsLeft().getAsDouble())) + " left"
                : "";
        return switch (state.stage()) {
            case CHECKING -> "checking" + left;
            case EMBEDDING ->
                String.format(
                        Locale.ROOT,
                        "%.0f h of media per hour%s%s",
                        state.mediaHoursPerHour(),
                        state.filesFailed() > 0 ? ", " + state.filesFailed() + " failed" : "",
                        left);
            case LINKING -> "linking vectors" + left;
        };
    }

    private static String inWords(Duration duration) {
        return duration.toHours() > 0
                ? duration.toHours() + " h " + duration.toMinutesPart() + " min"
                : duration.toMinutes() > 0
                        ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
                        : String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
    }
}
