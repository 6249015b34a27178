package dev.earsight.library;

import dev.earsight.EarsightException;
import dev.earsight.index.ExactIndex;
import dev.earsight.index.VectorFile;
import dev.earsight.resume.DiskMaps;
import dev.earsight.resume.FolderLock;
import dev.earsight.resume.LineLog;
import dev.earsight.resume.LogFollower;
import dev.earsight.resume.SkipReason;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An index folder open for writing: the catalog and the vectors, kept in step. Vectors are on the disk before the catalog says so; what
 * was written in between is written again, in its own place, when the content's turn comes again. May be used by several threads.
 */
final class IndexStore implements AutoCloseable {
    private static final String PARTS = "parts";
    /** So many contents, or so long, may have to be embedded again after the process was killed. */
    private static final int UNCOMMITTED_CONTENTS = 64;

    private static final int DROPPED_TOGETHER = 10_000;

    private static final long UNCOMMITTED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Path folder;
    private final FolderLock lock;
    private final IndexDescription description;
    private final DiskMaps maps;
    private final Catalog catalog;
    private final LineLog<CatalogLine> log;
    private final ExactIndex vectors;
    private final List<CatalogLine.Embedded> uncommitted = new ArrayList<>();
    private long committedNanos = System.nanoTime();

    private IndexStore(Path folder, IndexDescription fresh, FolderLock lock) throws IOException {
        this.folder = folder;
        this.lock = lock;
        Path described = folder.resolve(IndexDescription.FILE);
        if (!Files.exists(described)) {
            fresh.write(folder);
        }
        description = IndexDescription.read(folder);
        clear(parts());
        Files.createDirectories(parts());
        maps = DiskMaps.in(parts());
        vectors = ExactIndex.write(
                folder.resolve(Library.VECTORS), description.network().dimensions(), maps);
        Path file = folder.resolve(Catalog.FILE);
        LogFollower<CatalogLine> past = new LogFollower<>(file, CatalogLine.class, Catalog.REMEDY);
        catalog = new Catalog(maps);
        if (Files.exists(file)) {
            past.read(catalog::apply);
        }
        log = past.append(_ -> {});
        if (log.lines() == 0) {
            catalog.begin(log);
        }
    }

    /** Opens a store, or begins it as {@code fresh} says; one process at a time. */
    static IndexStore open(Path folder, IndexDescription fresh) throws IOException {
        if (Files.exists(folder) && !Files.exists(folder.resolve(IndexDescription.FILE)) && !isEmpty(folder)) {
            throw new EarsightException(
                    folder + " is not empty and holds no index; choose a new or an empty folder for the index.");
        }
        Files.createDirectories(folder);
        FolderLock lock = FolderLock.take(folder);
        try {
            return new IndexStore(folder, fresh, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.allMatch(file -> file.endsWith(".lock"));
        }
    }

    static void clear(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    IndexDescription description() {
        return description;
    }

    /** For what else is to be known of many files during this run. */
    DiskMaps maps() {
        return maps;
    }

    /** For reading only. */
    Catalog catalog() {
        return catalog;
    }

    ExactIndex vectors() {
        return vectors;
    }

    /** Where workers write. */
    Path parts() {
        return folder.resolve(PARTS);
    }

    /** Something happened; where {@code lasting}, it is on the disk when this returns. */
    synchronized void note(CatalogLine line, boolean lasting) throws IOException {
        log.append(line, lasting);
        catalog.apply(line);
    }

    /** A worker has embedded a content into files that begin with {@code part}. */
    synchronized void add(String sha256, EmbedAnswer content, Path part) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            for (Side side : Side.values()) {
                if ((side == Side.PICTURE ? content.pictures() : content.sounds()) > 0) {
                    vectors.put(
                            sha256,
                            new BlockName(content.kind(), side).label(),
                            VectorFile.map(EmbedJob.vectors(part, side), vectors.dimensions(), arena));
                }
            }
            uncommitted.add(new CatalogLine.Embedded(sha256, content));
        } catch (IllegalArgumentException e) {
            vectors.remove(sha256);
            commit();
            note(new CatalogLine.Refused(sha256, SkipReason.CORRUPT, "the network makes no vector of it"), true);
        }
        if (uncommitted.size() >= UNCOMMITTED_CONTENTS || System.nanoTime() - committedNanos > UNCOMMITTED_NANOS) {
            commit();
        }
    }

    /** Contents that no file holds any more. */
    synchronized void drop(Iterable<String> contents) throws IOException {
        List<String> some = new ArrayList<>();
        Iterator<String> all = contents.iterator();
        while (all.hasNext()) {
            some.add(all.next());
            if (some.size() == DROPPED_TOGETHER || !all.hasNext()) {
                some.forEach(vectors::remove);
                vectors.commit();
                for (String sha256 : some) {
                    note(new CatalogLine.Dropped(sha256), false);
                }
                some.clear();
            }
        }
    }

    synchronized void commit() throws IOException {
        vectors.commit();
        for (int i = 0; i < uncommitted.size(); i++) {
            note(uncommitted.get(i), i == uncommitted.size() - 1);
        }
        uncommitted.clear();
        committedNanos = System.nanoTime();
    }

    /** Writes the catalog anew where half of its lines say nothing any more. */
    synchronized void tidy() throws IOException {
        catalog.tidy(log);
    }

    @Override
    public synchronized void close() throws IOException {
        try (FolderLock _ = lock) {
            try (DiskMaps _ = maps;
                    ExactIndex _ = vectors;
                    LineLog<CatalogLine> _ = log) {
                commit();
            }
            clear(parts());
        }
    }
}
