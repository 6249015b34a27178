package dev.earsight.library;

import dev.earsight.library.IndexingListener.Progress;
import dev.earsight.library.IndexingListener.Stage;
import dev.earsight.resume.Chained;
import dev.earsight.resume.DiskMap;
import dev.earsight.resume.FileHash;
import dev.earsight.resume.Fleet;
import dev.earsight.resume.Lanes;
import dev.earsight.resume.SkipReason;
import dev.earsight.resume.SourceFile;
import dev.earsight.resume.SourceFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/** The first part of indexing: which files are there, with which content, and which are no longer. */
final class FileCheck {
    /** A file written to this recently may be written to again within the same tick of its clock. */
    private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final IndexStore store;
    private final Path index;
    private final Fleet fleet;
    private final IndexingListener listener;
    /** Contents that now lie at a place where none was known before. */
    private final DiskMap<String> arrived;

    private final long start = System.nanoTime();
    private int checked;
    private long checkedBytes;

    FileCheck(IndexStore store, Path index, Fleet fleet, IndexingListener listener) {
        this.store = store;
        this.index = index;
        this.fleet = fleet;
        this.listener = listener;
        arrived = store.maps().map("arrived", String.class);
    }

    /** What came of files known before. */
    record Changes(int removed, int moved) {}

    /** All files under the roots. */
    FoundFiles files(List<IndexDescription.Place> roots) {
        FoundFiles files = new FoundFiles();
        for (IndexDescription.Place root : roots) {
            SourceFolder folder = fleet.folder(root.path());
            if (!folder.exists()) {
                throw Roots.gone(root.path(), "is no longer there");
            }
            DiskMap<SourceFile> there = folder.files(index, store.maps());
            if (there.isEmpty()
                    && store.catalog().found().values().stream().anyMatch(file -> file.root() == root.number())) {
                throw Roots.gone(root.path(), "has no media in it any more");
            }
            files.add(root.number(), folder, there);
        }
        return files;
    }

    /** Notes the content of each. */
    void identify(FoundFiles files) throws IOException, InterruptedException {
        int count = 0;
        long bytes = 0;
        for (FoundFile file : files) {
            count++;
            bytes += file.source().bytes();
        }
        Totals totals = new Totals(count, bytes);
        Lanes.each(
                Lanes.batches(files, file -> file.source().bytes(), fleet.filesPerHashing()),
                fleet.lanes(),
                this::look,
                (batch, lines) -> {
                    for (CatalogLine line : lines) {
                        note(line);
                    }
                    for (FoundFile file : batch) {
                        tell(file, totals);
                    }
                });
    }

    private void note(CatalogLine line) throws IOException {
        if (line instanceof CatalogLine.Found file
                && !store.catalog().found().containsKey(Catalog.place(file.root(), file.path()))) {
            arrived.put(file.sha256(), "");
        }
        store.note(line, false);
    }

    private record Totals(int files, long bytes) {}

    private void tell(FoundFile file, Totals totals) {
        checked++;
        checkedBytes += file.source().bytes();
        double elapsed = (System.nanoTime() - start) / 1e9;
        listener.progress(new Progress(
                Stage.CHECKING,
                totals.files(),
                checked,
                0,
                totals.bytes(),
                checkedBytes,
                0,
                elapsed,
                checkedBytes > 0
                        ? OptionalDouble.of(elapsed * (totals.bytes() - checkedBytes) / checkedBytes)
                        : OptionalDouble.empty(),
                file.source().path()));
    }

    /** What is new to say about files; may be called by several threads. */
    private List<CatalogLine> look(List<FoundFile> files) throws InterruptedException {
        List<FoundFile> changed = files.stream().filter(file -> !known(file)).toList();
        List<FoundFile> full =
                changed.stream().filter(file -> file.source().bytes() > 0).toList();
        Iterator<FileHash> hashes =
                fleet.hash(full.stream().map(FoundFile::source).toList()).iterator();
        List<CatalogLine> news = new ArrayList<>();
        for (FoundFile file : changed) {
            CatalogLine line = file.source().bytes() == 0
                    ? file.unreadable(SkipReason.EMPTY, "0 bytes")
                    : hashed(file, hashes.next());
            if (!line.equals(store.catalog().found().get(file.place()))) {
                news.add(line);
            }
        }
        return news;
    }

    private boolean known(FoundFile file) {
        SourceFile source = file.source();
        CatalogLine.Found known = store.catalog().found().get(file.place());
        return known != null
                && known.settled()
                && known.bytes() == source.bytes()
                && known.modifiedNanos() == source.modifiedNanos()
                && known.changedNanos() == source.changedNanos();
    }

    private static CatalogLine hashed(FoundFile file, FileHash hash) {
        SourceFile source = file.source();
        if (!hash.problem().isEmpty()) {
            return file.unreadable(SkipReason.UNREADABLE, hash.problem());
        }
        long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        return new CatalogLine.Found(
                file.root(),
                source.path(),
                source.bytes(),
                source.modifiedNanos(),
                source.changedNanos(),
                hash.sha256(),
                now - Math.max(source.modifiedNanos(), source.changedNanos()) > SETTLED_NANOS);
    }

    /** Drops files that are no longer there, and contents that no file holds any more. */
    Changes forgetOthers(FoundFiles files) throws IOException {
        Catalog catalog = store.catalog();
        int removed = 0;
        int moved = 0;
        for (CatalogLine.Found file : catalog.found().values()) {
            if (!files.contains(file.root(), file.path())) {
                if (arrived.containsKey(file.sha256())) {
                    moved++;
                } else if (catalog.embedded().containsKey(file.sha256())) {
                    removed++;
                }
                store.note(new CatalogLine.Gone(file.root(), file.path()), false);
            }
        }
        for (CatalogLine.Unreadable file : catalog.unreadable().values()) {
            if (!files.contains(file.root(), file.path())) {
                store.note(new CatalogLine.Gone(file.root(), file.path()), false);
            }
        }
        DiskMap<String> alive = store.maps().map("alive", String.class);
        catalog.found().values().forEach(file -> alive.put(file.sha256(), ""));
        DiskMap<String> dead = store.maps().map("dead", String.class);
        for (String sha256 : new Chained<>(List.of(
                catalog.embedded().keySet(),
                catalog.refused().keySet(),
                store.vectors().groups()))) {
            if (!alive.containsKey(sha256)) {
                dead.put(sha256, "");
            }
        }
        store.drop(dead.keySet());
        return new Changes(removed, moved);
    }
}
