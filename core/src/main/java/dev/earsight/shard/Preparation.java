package dev.earsight.shard;

import dev.earsight.EarsightException;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

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
    private final List<SkippedFile> skipped = new ArrayList<>();
    private double decodedSeconds;

    private Preparation(PreparationOptions options, PreparationListener listener, Fleet fleet, Consumer<String> faults)
            throws IOException {
        this.options = options;
        this.listener = listener;
        this.fleet = fleet;
        this.faults = faults;
        this.store = new ShardStore(options.output(), options.keep(), options.shardBytes(), faults);
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
        List<SourceFile> files = options.input().files(options.output());
        listener.started(
                files.size(), files.stream().mapToLong(SourceFile::bytes).sum());
        List<IdentifiedSource> found = check(files);
        Map<String, List<IdentifiedSource>> copies = new TreeMap<>();
        found.forEach(file ->
                copies.computeIfAbsent(file.sha256(), _ -> new ArrayList<>(1)).add(file));
        List<IdentifiedSource> sources = copies.values().stream()
                .map(this::representative)
                .sorted(Comparator.comparing(source -> source.file().path()))
                .toList();
        decode(sources, decoders);
        return finish(files, sources, copies, start);
    }

    private List<IdentifiedSource> check(List<SourceFile> files) throws IOException, InterruptedException {
        SourceIdentification identification = new SourceIdentification(store, options.input(), fleet, this::skip);
        StageProgress stage = new StageProgress(Stage.CHECKING, listener, files);
        List<IdentifiedSource> found = new ArrayList<>();
        Lanes.each(
                Lanes.batches(files, SourceFile::bytes, fleet.filesPerHashing()),
                fleet.lanes(),
                identification::look,
                (_, identities) -> {
                    for (SourceIdentification.Identity identity : identities) {
                        identification.note(identity).ifPresent(found::add);
                        stage.done(identity.file(), 0);
                    }
                });
        return found;
    }

    /** Of identical files the one that stands for all: in the split furthest from training, with truth, first by name. */
    private IdentifiedSource representative(List<IdentifiedSource> copies) {
        return copies.stream()
                .min(Comparator.<IdentifiedSource, Split>comparing(
                                copy -> options.split().splitOf(copy.file().path(), copy.sha256()),
                                Comparator.reverseOrder())
                        .thenComparing(copy -> copy.file().truth().isEmpty())
                        .thenComparing(copy -> copy.file().path()))
                .orElseThrow();
    }

    private void decode(List<IdentifiedSource> sources, Supplier<Worker<DecodeJob, SourceContent>> decoders)
            throws IOException, InterruptedException {
        List<IdentifiedSource> fresh = sources.stream().filter(this::toDecode).toList();
        StageProgress stage = new StageProgress(
                Stage.DECODING,
                listener,
                fresh.stream().map(IdentifiedSource::file).toList());
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
        skipped.add(new SkippedFile(file.path(), reason, detail));
    }

    private PreparationReport finish(
            List<SourceFile> files,
            List<IdentifiedSource> sources,
            Map<String, List<IdentifiedSource>> copies,
            long start)
            throws IOException {
        List<IdentifiedSource> used = new ArrayList<>();
        List<Manifest.Duplicate> duplicates = new ArrayList<>();
        for (IdentifiedSource source : sources) {
            String path = source.file().path();
            JournalLine.Refused verdict = store.journal().refused().get(source.sha256());
            boolean stored = store.journal().stored().containsKey(source.id());
            if (stored) {
                used.add(source);
            }
            for (IdentifiedSource copy : copies.getOrDefault(source.sha256(), List.of())) {
                if (!stored && verdict != null) {
                    skip(copy.file(), verdict.reason(), verdict.detail());
                } else if (stored && copy != source) {
                    duplicates.add(new Manifest.Duplicate(copy.file().path(), path));
                }
            }
        }
        Set<String> alive = new HashSet<>();
        used.forEach(source -> alive.add(source.id()));
        store.compact(alive::contains, DEAD_SHARE);
        store.seal();
        Set<String> before = previousIds();
        Manifest manifest = Manifest.of(
                options.keep(),
                options.split().inWords(),
                used.stream().map(this::manifestSource).toList(),
                duplicates.stream()
                        .sorted(Comparator.comparing(Manifest.Duplicate::path))
                        .toList());
        skipped.sort(Comparator.comparing(SkippedFile::path));
        Path manifestFile = options.output().resolve(Manifest.FILE);
        // Where nothing could be used there is no prepared data; what an earlier run prepared must not seem to be there
        // still.
        if (!used.isEmpty() || Files.exists(manifestFile)) {
            Durable.replace(manifestFile, manifest::writeTo);
        }
        faults.accept("after the manifest");
        Durable.replace(
                options.output().resolve(SKIPPED), SkippedFile.csv(skipped).getBytes(StandardCharsets.UTF_8));
        faults.accept("after the list of skipped files");
        store.deleteUnused();
        Set<String> paths = new HashSet<>();
        files.forEach(file -> paths.add(file.path()));
        store.journal().tidy(paths);
        PreparationReport report = report(files, manifest, before, Duration.ofNanos(System.nanoTime() - start));
        skipped.forEach(listener::skipped);
        listener.finished(report);
        return report;
    }

    private Set<String> previousIds() {
        Set<String> ids = new HashSet<>();
        try {
            Manifest.read(options.output()).sources().forEach(source -> ids.add(source.id()));
        } catch (EarsightException e) {
            // The first run, or a manifest that is about to be written anew.
        }
        return ids;
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

    private PreparationReport report(List<SourceFile> files, Manifest manifest, Set<String> before, Duration elapsed)
            throws IOException {
        Map<Split, Integer> perSplit = new EnumMap<>(Split.class);
        Map<String, Manifest.Source> now = new HashMap<>();
        List<String> noted = new ArrayList<>();
        for (Manifest.Source source : manifest.sources()) {
            perSplit.merge(source.split(), 1, Integer::sum);
            now.put(source.id(), source);
            source.notes().forEach(note -> noted.add(source.path() + ": " + note));
        }
        return new PreparationReport(
                files.size(),
                now.size(),
                manifest.sources().stream()
                        .mapToInt(source -> source.clips().size())
                        .sum(),
                (int) now.keySet().stream().filter(id -> !before.contains(id)).count(),
                (int) before.stream().filter(id -> !now.containsKey(id)).count(),
                manifest.duplicates().size(),
                skipped,
                noted,
                perSplit,
                manifest.sources().stream()
                        .mapToDouble(Manifest.Source::durationSeconds)
                        .sum(),
                decodedSeconds,
                manifest.sources().stream().mapToLong(Manifest.Source::bytes).sum(),
                store.committedEnds().values().stream()
                        .mapToLong(Long::longValue)
                        .sum(),
                manifest.dataHash(),
                elapsed);
    }
}
