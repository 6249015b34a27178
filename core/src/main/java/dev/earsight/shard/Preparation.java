package dev.earsight.shard;

import dev.earsight.EarsightException;
import dev.earsight.resume.DiskMap;
import dev.earsight.resume.Durable;
import dev.earsight.resume.Fleet;
import dev.earsight.resume.Lanes;
import dev.earsight.resume.SkipReason;
import dev.earsight.resume.SkippedFile;
import dev.earsight.resume.SourceFile;
import dev.earsight.resume.SourceFolder;
import dev.earsight.resume.UnusableSourceException;
import dev.earsight.resume.Worker;
import dev.earsight.shard.PreparationListener.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Turns a folder of videos into prepared data: checks what is new (by content hash), has it decoded, and writes the manifest.
 * It may be ended at any moment, by force too; the same call goes on where it was. Files that were used and are gone are
 * dropped, and space they leave is given back once it is more than {@value #DEAD_SHARE} of a shard. The files of a first run depend
 * on the videos and the options alone, not on who decodes what when.
 */
public final class Preparation {
    static final String SKIPPED = "skipped.csv";

    private static final double DEAD_SHARE = 0.3;

    private final PreparationOptions options;
    private final PreparationListener listener;
    private final Fleet fleet;
    private final Consumer<String> faults;
    private final ShardStore store;
    /** Every file whose content is known, by content, then by path. */
    private final DiskMap<IdentifiedSource> copies;
    /** One file of each content, by path: its key among the copies. */
    private final DiskMap<String> sources;

    private final DiskMap<SkippedFile> skipped;
    private double decodedSeconds;

    private Preparation(PreparationOptions options, PreparationListener listener, Fleet fleet, Consumer<String> faults)
            throws IOException {
        this.options = options;
        this.listener = listener;
        this.fleet = fleet;
        this.faults = faults;
        this.store = new ShardStore(options.output(), options.keep(), options.shardBytes(), faults);
        copies = store.maps().map("copies", IdentifiedSource.class);
        sources = store.maps().map("sources", String.class);
        skipped = store.maps().map("skipped", SkippedFile.class);
    }

    /** On this machine. */
    public static PreparationReport run(PreparationOptions options, PreparationListener listener) {
        return run(options, listener, Fleet.ofThisMachine(options.workers()));
    }

    /**
     * Prepares. Blocks until done; a thread that is interrupted stops at once, as does a listener that throws.
     *
     * @throws EarsightException where the folders cannot be used, or the disk is full
     */
    public static PreparationReport run(PreparationOptions options, PreparationListener listener, Fleet fleet) {
        return run(
                options,
                listener,
                fleet,
                () -> fleet.worker(DecodeTask.plan(options.fileTimeLimit()), _ -> {}),
                _ -> {});
    }

    /** With decoders and faults of a test's choice. */
    static PreparationReport run(
            PreparationOptions options,
            PreparationListener listener,
            Supplier<Worker<DecodeJob, SourceContent>> decoders,
            Consumer<String> faults) {
        return run(options, listener, Fleet.ofThisMachine(options.workers()), decoders, faults);
    }

    private static PreparationReport run(
            PreparationOptions options,
            PreparationListener listener,
            Fleet fleet,
            Supplier<Worker<DecodeJob, SourceContent>> decoders,
            Consumer<String> faults) {
        SourceFolder input = options.input();
        if (!input.isFolder()) {
            throw new EarsightException(input + " is not a folder; give the folder that holds the videos.");
        }
        if (input.location()
                .equals(options.output().toAbsolutePath().normalize().toString())) {
            throw new EarsightException("The output must not be the folder of the videos itself; choose another one.");
        }
        try {
            Preparation preparation = new Preparation(options, listener, fleet, faults);
            try (ShardStore _ = preparation.store) {
                return preparation.run(decoders);
            }
        } catch (IOException e) {
            throw new EarsightException(
                    "Preparing into " + options.output() + " failed: " + e.getMessage()
                            + "; make room or mend the disk and run the same command again.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EarsightException("The preparation was interrupted; the same command goes on where it was.", e);
        }
    }

    private PreparationReport run(Supplier<Worker<DecodeJob, SourceContent>> decoders)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        DiskMap<SourceFile> files = options.input().files(options.output(), store.maps());
        listener.started(
                files.size(),
                files.values().stream().mapToLong(SourceFile::bytes).sum());
        check(files);
        choose();
        decode(decoders);
        return finish(files, start);
    }

    private void check(DiskMap<SourceFile> files) throws IOException, InterruptedException {
        SourceIdentification identification = new SourceIdentification(store, options.input(), fleet, this::skip);
        StageProgress stage = new StageProgress(Stage.CHECKING, listener, files.values());
        Lanes.each(
                Lanes.batches(files.values(), SourceFile::bytes, fleet.filesPerHashing()),
                fleet.lanes(),
                identification::look,
                (_, identities) -> {
                    for (SourceIdentification.Identity identity : identities) {
                        identification.note(identity).ifPresent(file -> copies.put(copyKey(file), file));
                        stage.done(identity.file(), 0);
                    }
                });
    }

    private static String copyKey(IdentifiedSource file) {
        return file.sha256() + "/" + file.file().path();
    }

    /** Of identical files the one that stands for all: in the split furthest from training, with truth, first by name. */
    private void choose() {
        Comparator<IdentifiedSource> order = Comparator.<IdentifiedSource, Split>comparing(
                        copy -> options.split().splitOf(copy.file().path(), copy.sha256()), Comparator.reverseOrder())
                .thenComparing(copy -> copy.file().truth().isEmpty())
                .thenComparing(copy -> copy.file().path());
        Optional<IdentifiedSource> best = Optional.empty();
        for (IdentifiedSource copy : copies.values()) {
            boolean another =
                    best.filter(one -> one.sha256().equals(copy.sha256())).isEmpty();
            if (another) {
                best.ifPresent(this::use);
            }
            best = Optional.of(another ? copy : BinaryOperator.minBy(order).apply(copy, best.orElseThrow()));
        }
        best.ifPresent(this::use);
    }

    private void use(IdentifiedSource source) {
        sources.put(source.file().path(), copyKey(source));
    }

    /** By path. */
    private Stream<IdentifiedSource> sources() {
        return sources.values().stream().map(key -> Objects.requireNonNull(copies.get(key)));
    }

    private void decode(Supplier<Worker<DecodeJob, SourceContent>> decoders) throws IOException, InterruptedException {
        Iterable<IdentifiedSource> fresh =
                () -> sources().filter(this::toDecode).iterator();
        StageProgress stage = new StageProgress(
                Stage.DECODING,
                listener,
                () -> sources()
                        .filter(this::toDecode)
                        .map(IdentifiedSource::file)
                        .iterator());
        Lanes.each(fresh, fleet.lanes(), decoders, (worker, source) -> decode(source, worker), (source, decoded) -> {
            store(source, decoded);
            stage.done(source.file(), decodedSeconds);
        });
    }

    private boolean toDecode(IdentifiedSource source) {
        return !store.journal().stored().containsKey(source.id())
                && (options.retrySkipped() || !store.journal().refused().containsKey(source.sha256()));
    }

    /** What came of a source: content in its part file, or why there is none. */
    private record Decoded(Optional<SourceContent> content, Optional<UnusableSourceException> problem) {}

    private Path part(IdentifiedSource source) {
        return store.partFolder()
                .resolve(source.id() + "-" + ProcessHandle.current().pid() + ".tmp")
                .toAbsolutePath();
    }

    private Decoded decode(IdentifiedSource source, Worker<DecodeJob, SourceContent> worker)
            throws IOException, InterruptedException {
        SourceFile file = source.file();
        Optional<SourceContent> content = Optional.empty();
        Optional<UnusableSourceException> problem = Optional.empty();
        try {
            content = Optional.of(worker.answer(new DecodeJob(
                    source.id(), file.location(), file.truth(), part(source).toString(), options.keep())));
            faults.accept("a part written");
        } catch (UnusableSourceException e) {
            problem = Optional.of(e);
        }
        return options.input().again(file).filter(file::unchangedSince).isPresent()
                ? new Decoded(content, problem)
                : new Decoded(
                        Optional.empty(),
                        Optional.of(new UnusableSourceException(
                                SkipReason.CHANGED_WHILE_READ, "prepare again when it is complete")));
    }

    private void store(IdentifiedSource source, Decoded decoded) throws IOException {
        if (decoded.content().isPresent()) {
            SourceContent content = decoded.content().get();
            store.add(source.id(), source.sha256(), part(source), content);
            decodedSeconds += content.durationSeconds();
        }
        if (decoded.problem().isPresent()) {
            UnusableSourceException problem = decoded.problem().get();
            if (problem.reason().isLasting()) {
                store.note(new JournalLine.Refused(source.sha256(), problem.reason(), problem.detail()), true);
            } else {
                skip(source.file(), problem.reason(), problem.detail());
            }
        }
        for (Path leftover : PartWriter.filesOf(part(source))) {
            Files.deleteIfExists(leftover);
        }
    }

    private void skip(SourceFile file, SkipReason reason, String detail) {
        skipped.put(file.path(), new SkippedFile(file.path(), reason, detail));
    }

    private PreparationReport finish(DiskMap<SourceFile> files, long start) throws IOException {
        DiskMap<Manifest.Duplicate> duplicates = store.maps().map("duplicates", Manifest.Duplicate.class);
        DiskMap<String> alive = store.maps().map("alive", String.class);
        for (IdentifiedSource source : (Iterable<IdentifiedSource>) sources()::iterator) {
            JournalLine.Refused verdict = store.journal().refused().get(source.sha256());
            boolean stored = store.journal().stored().containsKey(source.id());
            if (stored) {
                alive.put(source.id(), "");
            }
            for (IdentifiedSource copy : copiesOf(source)) {
                String path = copy.file().path();
                if (!stored && verdict != null) {
                    skip(copy.file(), verdict.reason(), verdict.detail());
                } else if (stored && !path.equals(source.file().path())) {
                    duplicates.put(
                            path, new Manifest.Duplicate(path, source.file().path()));
                }
            }
        }
        store.compact(alive::containsKey, DEAD_SHARE);
        store.seal();
        Iterable<Manifest.Source> used = () -> sources()
                .filter(source -> alive.containsKey(source.id()))
                .map(this::manifestSource)
                .iterator();
        Totals totals = new Totals();
        Manifest.ids(options.output(), id -> totals.before.put(id, ""));
        used.forEach(totals::add);
        String dataHash = Manifest.dataHash(options.keep(), used);
        Path manifestFile = options.output().resolve(Manifest.FILE);
        // Where nothing could be used there is no prepared data; what an earlier run prepared must not seem to be there
        // still.
        if (!alive.isEmpty() || Files.exists(manifestFile)) {
            Durable.replace(
                    manifestFile,
                    Manifest.of(dataHash, options.keep(), options.split().inWords(), used, duplicates.values()));
        }
        faults.accept("after the manifest");
        Durable.replace(options.output().resolve(SKIPPED), SkippedFile.csv(skipped.values()));
        faults.accept("after the list of skipped files");
        store.deleteUnused();
        store.journal().tidy(files.keySet());
        Map<SkipReason, Integer> reasons = new EnumMap<>(SkipReason.class);
        for (SkippedFile file : skipped.values()) {
            reasons.merge(file.reason(), 1, Integer::sum);
            listener.skipped(file);
        }
        PreparationReport report = new PreparationReport(
                files.size(),
                alive.size(),
                totals.clips,
                totals.added,
                totals.before.size(),
                duplicates.size(),
                reasons,
                totals.perSplit,
                totals.mediaSeconds,
                decodedSeconds,
                totals.bytes,
                store.committedEnds().values().stream()
                        .mapToLong(Long::longValue)
                        .sum(),
                dataHash,
                Duration.ofNanos(System.nanoTime() - start));
        listener.finished(report);
        return report;
    }

    /** All files with the content of {@code source}, itself among them. */
    private Iterable<IdentifiedSource> copiesOf(IdentifiedSource source) {
        return () -> StreamSupport.stream(copies.from(source.sha256()).spliterator(), false)
                .map(Map.Entry::getValue)
                .takeWhile(copy -> copy.sha256().equals(source.sha256()))
                .iterator();
    }

    /** What the sources in use come to, and how they differ from those of the manifest before. */
    private final class Totals {
        /** The ids that were there and have not been met again. */
        private final DiskMap<String> before = store.maps().map("before", String.class);

        private final Map<Split, Integer> perSplit = new EnumMap<>(Split.class);
        private int clips;
        private int added;
        private double mediaSeconds;
        private long bytes;

        private void add(Manifest.Source source) {
            perSplit.merge(source.split(), 1, Integer::sum);
            clips += source.clips().size();
            added += before.remove(source.id()) == null ? 1 : 0;
            mediaSeconds += source.durationSeconds();
            bytes += source.bytes();
            source.notes().forEach(note -> listener.noted(source.path(), note));
        }
    }

    private Manifest.Source manifestSource(IdentifiedSource source) {
        JournalLine.Stored stored =
                Objects.requireNonNull(store.journal().stored().get(source.id()));
        SourceContent content = stored.content();
        return new Manifest.Source(
                source.file().path(),
                source.sha256(),
                source.file().bytes(),
                source.id(),
                options.split().splitOf(source.file().path(), source.sha256()),
                stored.shard(),
                content.durationSeconds(),
                content.clips(),
                content.truth(),
                content.notes());
    }
}
