package dev.earsight.library;

import dev.earsight.library.IndexingListener.Progress;
import dev.earsight.library.IndexingListener.Stage;
import dev.earsight.resume.Lanes;
import dev.earsight.resume.SkipReason;
import dev.earsight.resume.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
    private final IndexingListener listener;
    private final Map<Catalog.Place, CatalogLine.Found> before;
    private final long start = System.nanoTime();
    private int checked;
    private long checkedBytes;

    FileCheck(IndexStore store, Path index, IndexingListener listener) {
        this.store = store;
        this.index = index;
        this.listener = listener;
        before = new HashMap<>(store.catalog().found());
    }

    /** What came of files known before. */
    record Changes(int removed, int moved) {}

    /** All files under the roots, by root and path. */
    List<FoundFile> files(List<IndexDescription.Place> roots) {
        List<FoundFile> files = new ArrayList<>();
        for (IndexDescription.Place root : roots) {
            List<SourceFile> there = Roots.walk(root, index);
            if (there.isEmpty() && before.keySet().stream().anyMatch(place -> place.root() == root.number())) {
                throw Roots.gone(Path.of(root.path()), "has no media in it any more");
            }
            Path base = Path.of(root.path());
            Path folder = Files.isRegularFile(base) ? base.resolveSibling(".") : base;
            there.forEach(file -> files.add(new FoundFile(root.number(), folder, file, "")));
        }
        return files;
    }

    /** Notes the content of each. */
    void identify(List<FoundFile> files, int lanes) throws IOException, InterruptedException {
        long bytes = files.stream().mapToLong(file -> file.source().bytes()).sum();
        Lanes.map(files, lanes, file -> {
            identify(file);
            tell(file, files.size(), bytes);
            return file;
        });
    }

    private synchronized void tell(FoundFile file, int files, long bytes) {
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

    private void identify(FoundFile file) throws IOException {
        SourceFile source = file.source();
        CatalogLine.Found known = before.get(file.place());
        if (known != null
                && known.settled()
                && known.bytes() == source.bytes()
                && known.modifiedNanos() == source.modifiedNanos()
                && known.changedNanos() == source.changedNanos()) {
            return;
        }
        CatalogLine line;
        if (source.bytes() == 0) {
            line = file.unreadable(SkipReason.EMPTY, "0 bytes");
        } else {
            line = hashed(file);
        }
        if (!line.equals(known)) {
            store.note(line, false);
        }
    }

    private static CatalogLine hashed(FoundFile file) {
        SourceFile source = file.source();
        String sha256;
        try {
            sha256 = source.sha256();
        } catch (IOException e) {
            return file.unreadable(SkipReason.UNREADABLE, e.toString());
        }
        long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        return new CatalogLine.Found(
                file.root(),
                source.path(),
                source.bytes(),
                source.modifiedNanos(),
                source.changedNanos(),
                sha256,
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
