package dev.earsight.library;

import dev.earsight.EarsightException;
import dev.earsight.media.VideoFrame;
import dev.earsight.net.Model;
import dev.earsight.resume.DiskMap;
import dev.earsight.resume.Durable;
import dev.earsight.resume.Fleet;
import dev.earsight.resume.Lanes;
import dev.earsight.resume.SkippedFile;
import dev.earsight.resume.UnusableSourceException;
import dev.earsight.resume.Worker;
import dev.earsight.resume.WorkerPlan;
import dev.earsight.weights.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.StreamSupport;

/**
 * Brings an index folder in step with folders of media: what is new or changed, by content, is embedded, what is gone is dropped, what
 * was moved stays. It may be ended at any moment, by force too; the same call goes on where it was. Media is only ever read.
 */
public final class Indexing {
    static final String FAILURES = "failures.csv";

    private final IndexingOptions options;
    private final IndexingListener listener;
    private final IndexStore store;
    private final Fleet fleet;
    private final Workers workers;
    private final long start = System.nanoTime();
    private int added;

    private Indexing(
            IndexingOptions options, IndexingListener listener, IndexStore store, Fleet fleet, Workers workers) {
        this.options = options;
        this.listener = listener;
        this.store = store;
        this.fleet = fleet;
        this.workers = workers;
    }

    /** What embeds. */
    interface Workers {
        /** One that tells {@code progress} how many seconds of its file are done. */
        Worker<EmbedJob, EmbedAnswer> start(IntConsumer progress);
    }

    /** On this machine. */
    public static IndexingReport run(IndexingOptions options, IndexingListener listener) {
        return run(options, listener, Fleet.ofThisMachine(options.workers()));
    }

    /**
     * Indexes. Blocks until done; a thread that is interrupted stops at once, as does a listener that throws.
     *
     * @throws EarsightException where the folders or the network cannot be used, another process is writing, or the disk is full
     */
    public static IndexingReport run(IndexingOptions options, IndexingListener listener, Fleet fleet) {
        WorkerPlan<EmbedJob, EmbedAnswer> plan = new WorkerPlan<>(
                EmbedTask.class,
                EmbedJob.class,
                EmbedAnswer.class,
                List.of(options.checkpoint()),
                List.of(options.opener().getName()),
                options.fileTimeLimit());
        return run(options, listener, fleet, progress -> fleet.worker(plan, progress));
    }

    /** With workers of a test's choice. */
    static IndexingReport run(IndexingOptions options, IndexingListener listener, Workers workers) {
        return run(options, listener, Fleet.ofThisMachine(options.workers()), workers);
    }

    private static IndexingReport run(
            IndexingOptions options, IndexingListener listener, Fleet fleet, Workers workers) {
        Roots.requirePresent(options.paths());
        IndexDescription fresh = described(options);
        try (IndexStore store = IndexStore.open(options.folder(), fresh)) {
            store.description().requireNetwork(options.folder(), options.checkpoint());
            if (store.description().hopFrames() != fresh.hopFrames()) {
                throw new EarsightException("The index in " + options.folder() + " has a vector every "
                        + store.description().info().hopSeconds() + " s, not every " + options.hopSeconds()
                        + " s; repeat that hop, or choose another folder.");
            }
            return new Indexing(options, listener, store, fleet, workers).run();
        } catch (IOException e) {
            throw new EarsightException(
                    "Indexing into " + options.folder() + " failed: " + e.getMessage()
                            + "; make room or mend the disk and run the same command again.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EarsightException("Indexing was interrupted; the same command goes on where it was.", e);
        }
    }

    private static IndexDescription described(IndexingOptions options) {
        double hopFrames = Math.rint(options.hopSeconds() * VideoFrame.PER_SECOND);
        if (!(hopFrames >= 1 && hopFrames <= 1e6)) {
            throw new EarsightException("The hop must be at least 0.04 seconds, a frame: " + options.hopSeconds());
        }
        Checkpoint checkpoint = Checkpoint.read(options.checkpoint());
        if (checkpoint.model() == Model.AVOL) {
            throw new EarsightException(options.checkpoint()
                    + " is an AVOL-Net, which has a vector for every place of a picture, not one for the whole; index with a "
                    + "run of --model ave.");
        }
        return new IndexDescription(
                IndexDescription.FORMAT,
                IndexDescription.VERSION,
                new IndexDescription.Network(
                        IndexDescription.hash(options.checkpoint()),
                        options.checkpoint().toAbsolutePath().normalize().toString(),
                        checkpoint.model().name(),
                        checkpoint.networkConfig().embeddingSize()),
                (int) hopFrames,
                List.of());
    }

    private IndexingReport run() throws IOException, InterruptedException {
        List<IndexDescription.Place> roots =
                Roots.after(store.description().roots(), options.paths(), options.forget());
        if (roots.isEmpty()) {
            throw new EarsightException("Nothing to index; name folders of media, or media files.");
        }
        FileCheck check = new FileCheck(store, options.folder(), fleet, listener);
        FoundFiles files = check.files(roots);
        store.description()
                .withRoots(roots)
                .withCheckpoint(options.checkpoint())
                .write(options.folder());
        check.identify(files);
        FileCheck.Changes changes = check.forgetOthers(files);
        double mediaSeconds = embed(files);
        store.commit();
        GraphBuilder.bringUpToDate(
                store.vectors(), options.folder().resolve(Library.GRAPH), options.exactUpTo(), listener);
        DiskMap<SkippedFile> failed = failed(roots);
        Durable.replace(options.folder().resolve(FAILURES), SkippedFile.csv(failed.values()));
        failed.values().forEach(listener::skipped);
        store.tidy();
        return new IndexingReport(
                Library.counts(
                        store.catalog(), store.vectors().size(), store.vectors().size() > options.exactUpTo()),
                added,
                changes.removed(),
                changes.moved(),
                failed.size(),
                mediaSeconds,
                Duration.ofNanos(System.nanoTime() - start));
    }

    /** Embeds what is to be; answers how many seconds of media that were. */
    private double embed(FoundFiles files) throws IOException, InterruptedException {
        Iterable<FoundFile> fresh = toEmbed(files);
        EmbeddingProgress progress = new EmbeddingProgress(listener, fresh);
        Lanes.each(fresh, fleet.lanes(), () -> lane(progress.lane()), this::embed, (file, embedded) -> {
            store(file, embedded);
            progress.done(
                    file,
                    embedded.answer().map(EmbedAnswer::durationSeconds).orElse(0.0),
                    embedded.answer().isEmpty());
        });
        return progress.mediaSeconds();
    }

    /** One file of each content that is not embedded yet, the first. */
    private Iterable<FoundFile> toEmbed(FoundFiles files) {
        DiskMap<String> first = store.maps().map("first of each content", String.class);
        for (FoundFile file : files) {
            content(file).ifPresent(sha256 -> first.putIfAbsent(sha256, file.place()));
        }
        return () -> StreamSupport.stream(files.spliterator(), false)
                .flatMap(file -> content(file).map(file::withHash).stream())
                .filter(file -> file.place().equals(first.get(file.sha256())) && toEmbed(file.sha256()))
                .iterator();
    }

    /** Empty where the file could not be read. */
    private Optional<String> content(FoundFile file) {
        return Optional.ofNullable(store.catalog().found().get(file.place())).map(CatalogLine.Found::sha256);
    }

    private boolean toEmbed(String sha256) {
        Catalog catalog = store.catalog();
        boolean done = catalog.embedded().containsKey(sha256)
                && !store.vectors().labels(sha256).isEmpty();
        boolean refused = catalog.refused().containsKey(sha256) && !options.retryFailed();
        return !done && !refused;
    }

    /** A worker and where its progress goes. */
    private record EmbeddingLane(Worker<EmbedJob, EmbedAnswer> worker, EmbeddingProgress.Lane progress)
            implements Worker<EmbedJob, EmbedAnswer> {
        @Override
        public void start() throws InterruptedException {
            worker.start();
        }

        @Override
        public EmbedAnswer answer(EmbedJob job) throws UnusableSourceException, IOException, InterruptedException {
            return worker.answer(job);
        }

        @Override
        public void close() {
            worker.close();
        }
    }

    private EmbeddingLane lane(EmbeddingProgress.Lane progress) {
        return new EmbeddingLane(workers.start(progress::seconds), progress);
    }

    /** What came of a file: vectors in part files, or a line about why there are none. */
    private record Embedded(Optional<EmbedAnswer> answer, Optional<CatalogLine> problem) {}

    private Path part(FoundFile file) {
        return store.parts().resolve(file.sha256()).toAbsolutePath();
    }

    private Embedded embed(EmbeddingLane lane, FoundFile file) throws IOException, InterruptedException {
        lane.progress().begin(file);
        Optional<EmbedAnswer> answer = Optional.empty();
        Optional<CatalogLine> problem = Optional.empty();
        try {
            answer = Optional.of(lane.answer(new EmbedJob(
                    file.source().location(),
                    part(file).toString(),
                    store.description().hopFrames())));
        } catch (UnusableSourceException e) {
            problem = Optional.of(
                    e.reason().isLasting()
                            ? new CatalogLine.Refused(file.sha256(), e.reason(), e.detail())
                            : file.unreadable(e.reason(), e.detail()));
        } finally {
            lane.progress().end();
        }
        return file.changed()
                ? new Embedded(Optional.empty(), Optional.of(file.changedWhileRead()))
                : new Embedded(answer, problem);
    }

    private void store(FoundFile file, Embedded embedded) throws IOException {
        if (embedded.answer().isPresent()) {
            store.add(file.sha256(), embedded.answer().get(), part(file));
            added++;
        }
        if (embedded.problem().isPresent()) {
            store.commit(); // so that lines stand in the order of the files, however often vectors are committed
            store.note(embedded.problem().get(), true);
        }
        for (Side side : Side.values()) {
            Files.deleteIfExists(EmbedJob.vectors(part(file), side));
        }
    }

    private DiskMap<SkippedFile> failed(List<IndexDescription.Place> roots) {
        DiskMap<SkippedFile> failed = store.maps().map("failed", SkippedFile.class);
        store.catalog()
                .each(file -> file.reason()
                        .ifPresent(reason -> roots.stream()
                                .filter(root -> root.number() == file.root())
                                .findFirst()
                                .ifPresent(root -> failed.put(
                                        Catalog.place(file.root(), file.path()),
                                        new SkippedFile(Roots.named(root, file.path()), reason, file.detail())))));
        return failed;
    }
}
