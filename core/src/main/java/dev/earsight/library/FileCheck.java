package dev.earsight.library;

import dev.earsight.library.IndexingListener.Progress;
import dev.earsight.library.IndexingListener.Stage;
import dev.earsight.resume.FileHash;
import dev.earsight.resume.Fleet;
import dev.earsight.resume.Lanes;
import dev.earsight.resume.SkipReason;
import dev.earsight.resume.SourceFile;
import dev.earsight.resume.SourceFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The first part of indexing: which files are there, with which content, and which are no longer. */
final class FileCheck {
    /** A file written to this recently may be written to again within the same tick of its clock. */
    private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final IndexStore store;
    private final Path index;
    private final Fleet fleet;
    private final IndexingListener listener;
    private final Map<Catalog.Place, CatalogLine.Found> before;
    private final long start = System.nanoTime();
    private int checked;
    private long checkedBytes;

    FileCheck(IndexStore store, Path index, Fleet fleet, IndexingListener listener) {
        this.store = store;
        this.index = index;
        this.fleet = fleet;
        this.listener = listener;
        before = new HashMap<>(store.catalog().found());
    }

    /** What came of files known before. */
    record Changes(int removed, int moved) {}

    /** All files under the roots, by root and path. */
    List<FoundFile> files(List<IndexDescription.Place> roots) {
        List<FoundFile> files = new ArrayList<>();
        for (IndexDescription.Place root : roots) {
            SourceFolder folder = fleet.folder(root.path());
            if (!folder.exists()) {
                throw Roots.gone(root.path(), "is no longer there");
            }
            List<SourceFile> there = folder.files(index);
            if (there.isEmpty() && before.keySet().stream().anyMatch(place -> place.root() == root.number())) {
                throw Roots.gone(root.path(), "has no media in it any more");
            }
            there.forEach(file -> files.add(new FoundFile(root.number(), folder, file, "")));
        }
        return files;
    }

    /** Notes the content of each. */
    void identify(List<FoundFile> files) throws IOException, InterruptedException {
        long bytes = files.stream().mapToLong(file -> file.source().bytes()).sum();
        Lanes.each(
                Lanes.batches(files, file -> file.source().bytes(), fleet.filesPerHashing()),
                fleet.lanes(),
                this::look,
                (batch, lines) -> {
                    for (CatalogLine line : lines) {
                        store.note(line, false);
                    }
                    for (FoundFile file : batch) {
                        tell(file, files.size(), bytes);
                    }
                });
    }

    private void tell(FoundFile file, int files, long bytes) {
        checked++;
        checkedBytes += file.source().bytes();
        double elapsed = (System.nanoTime() - start) / 1e9;
        listener.progress(new Progress(
                Stage.CHECKING,
                files,
                checked,
                0,
                bytes,
                checkedBytes,
                0,
                elapsed,
                checkedBytes > 0
                        ? OptionalDouble.of(elapsed * (bytes - checkedBytes) / checkedBytes)
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
            if (!line.equals(before.get(file.place()))) {
                news.add(line);
            }
        }
        return news;
    }

    private boolean known(FoundFile file) {
        SourceFile source = file.source();
        CatalogLine.Found known = before.get(file.place());
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
    Changes forgetOthers(List<FoundFile> files) throws IOException {
        Catalog catalog = store.catalog();
        Set<Catalog.Place> there = new HashSet<>();
        files.forEach(file -> there.add(file.place()));
        Set<String> arrived = new HashSet<>();
        catalog.found().forEach((place, file) -> {
            if (there.contains(place) && !before.containsKey(place)) {
                arrived.add(file.sha256());
            }
        });
        int removed = 0;
        int moved = 0;
        for (Catalog.Place place : Stream.concat(
                        catalog.found().keySet().stream(), catalog.unreadable().keySet().stream())
                .filter(place -> !there.contains(place))
                .toList()) {
            CatalogLine.Found gone = catalog.found().get(place);
            if (gone != null && arrived.contains(gone.sha256())) {
                moved++;
            } else if (gone != null && catalog.embedded().containsKey(gone.sha256())) {
                removed++;
            }
            store.note(new CatalogLine.Gone(place.root(), place.path()), false);
        }
        Set<String> alive = catalog.copies().keySet();
        List<String> dead = Stream.concat(
                        Stream.concat(catalog.embedded().keySet().stream(), catalog.refused().keySet().stream()),
                        store.vectors().groups().stream())
                .distinct()
                .filter(sha256 -> !alive.contains(sha256))
                .toList();
        store.drop(dead);
        return new Changes(removed, moved);
    }
}
