package dev.earsight.library;

import dev.earsight.EarsightException;
import dev.earsight.resume.Chained;
import dev.earsight.resume.DiskMaps;
import dev.earsight.resume.LineLog;
import dev.earsight.resume.SkipReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Which files there are, with which content, and what became of each content; made of {@link CatalogLine}s. Not for several threads. */
final class Catalog {
    static final String FILE = "catalog.log";
    static final String REMEDY = "delete the index folder and make the index again; your media is not in it.";
    private static final int ID_DIGITS = 32;

    private final Map<String, CatalogLine.Found> found;
    private final Map<String, CatalogLine.Unreadable> unreadable;
    private final Map<String, CatalogLine.Embedded> embedded;
    private final Map<String, CatalogLine.Refused> refused;
    private int generation;

    private Catalog(
            Map<String, CatalogLine.Found> found,
            Map<String, CatalogLine.Unreadable> unreadable,
            Map<String, CatalogLine.Embedded> embedded,
            Map<String, CatalogLine.Refused> refused) {
        this.found = found;
        this.unreadable = unreadable;
        this.embedded = embedded;
        this.refused = refused;
    }

    /** An empty one in memory. */
    Catalog() {
        this(new TreeMap<>(), new TreeMap<>(), new HashMap<>(), new HashMap<>());
    }

    /** An empty one that takes no more memory the more is in it. */
    Catalog(DiskMaps maps) {
        this(
                maps.map("found", CatalogLine.Found.class),
                maps.map("unreadable", CatalogLine.Unreadable.class),
                maps.map("embedded", CatalogLine.Embedded.class),
                maps.map("refused", CatalogLine.Refused.class));
    }

    /** Another with the same in it, in memory. */
    Catalog(Catalog other) {
        this();
        found.putAll(other.found);
        unreadable.putAll(other.unreadable);
        embedded.putAll(other.embedded);
        refused.putAll(other.refused);
        generation = other.generation;
    }

    /** What a place is called here: by its order, places are sorted by root and path. */
    static String place(int root, String path) {
        return HexFormat.of().toHexDigits(root) + "/" + path;
    }

    /** Another line has been written. */
    void apply(CatalogLine line) {
        switch (line) {
            case CatalogLine.Begun begun -> begin(begun);
            case CatalogLine.Found file -> {
                String place = place(file.root(), file.path());
                found.put(place, file);
                unreadable.remove(place);
            }
            case CatalogLine.Unreadable file -> {
                String place = place(file.root(), file.path());
                unreadable.put(place, file);
                found.remove(place);
            }
            case CatalogLine.Gone gone -> {
                String place = place(gone.root(), gone.path());
                found.remove(place);
                unreadable.remove(place);
            }
            case CatalogLine.Embedded content -> {
                embedded.put(content.sha256(), content);
                refused.remove(content.sha256());
            }
            case CatalogLine.Refused verdict -> refused.put(verdict.sha256(), verdict);
            case CatalogLine.Dropped content -> {
                embedded.remove(content.sha256());
                refused.remove(content.sha256());
            }
        }
    }

    private void begin(CatalogLine.Begun begun) {
        if (!begun.format().equals(CatalogLine.Begun.FORMAT) || begun.version() != CatalogLine.Begun.VERSION) {
            throw new EarsightException(
                    "The index was written by another version of the program (this one reads version "
                            + CatalogLine.Begun.VERSION + "); make it again in another folder.");
        }
        generation = begun.generation();
    }

    /** Writes {@code log} anew as the next generation, where more than half of its lines say nothing any more. */
    void tidy(LineLog<CatalogLine> log) throws IOException {
        if (log.lines() > 2 * (1 + found.size() + unreadable.size() + embedded.size() + refused.size())) {
            generation++;
            begin(log);
        }
    }

    /** Writes all of this into {@code log}, in the place of what is in it. */
    void begin(LineLog<CatalogLine> log) throws IOException {
        CatalogLine first = new CatalogLine.Begun(CatalogLine.Begun.FORMAT, CatalogLine.Begun.VERSION, generation);
        log.replace(new Chained<CatalogLine>(
                List.of(List.of(first), found.values(), unreadable.values(), embedded.values(), refused.values())));
    }

    /** By {@link #place}. */
    Map<String, CatalogLine.Found> found() {
        return found;
    }

    /** By {@link #place}. */
    Map<String, CatalogLine.Unreadable> unreadable() {
        return unreadable;
    }

    /** By hash. */
    Map<String, CatalogLine.Embedded> embedded() {
        return embedded;
    }

    /** By hash. */
    Map<String, CatalogLine.Refused> refused() {
        return refused;
    }

    /** What users know a content by. */
    static String id(String sha256) {
        return sha256.substring(0, ID_DIGITS);
    }

    /** All files, by root and path. */
    List<LibraryFile> files() {
        Map<String, LibraryFile> files = new TreeMap<>();
        each(file -> files.put(place(file.root(), file.path()), file));
        return List.copyOf(files.values());
    }

    /** All files, one by one, in no order. */
    void each(Consumer<LibraryFile> file) {
        found.values().forEach(one -> file.accept(described(one)));
        unreadable.values().forEach(one -> file.accept(failed("", one.root(), one.path(), one.reason(), one.detail())));
    }

    /** One file, as users see it. */
    LibraryFile described(CatalogLine.Found file) {
        CatalogLine.Embedded done = embedded.get(file.sha256());
        CatalogLine.Refused verdict = refused.get(file.sha256());
        String id = id(file.sha256());
        if (done != null) {
            EmbedAnswer content = done.content();
            return new LibraryFile(
                    id,
                    file.root(),
                    file.path(),
                    LibraryFile.State.INDEXED,
                    Optional.of(content.kind()),
                    content.durationSeconds(),
                    content.pictures(),
                    content.sounds(),
                    Optional.empty(),
                    content.note());
        }
        return verdict != null
                ? failed(id, file.root(), file.path(), verdict.reason(), verdict.detail())
                : new LibraryFile(
                        id,
                        file.root(),
                        file.path(),
                        LibraryFile.State.WAITING,
                        Optional.empty(),
                        0,
                        0,
                        0,
                        Optional.empty(),
                        "");
    }

    private static LibraryFile failed(String id, int root, String path, SkipReason reason, String detail) {
        return new LibraryFile(
                id, root, path, LibraryFile.State.FAILED, Optional.empty(), 0, 0, 0, Optional.of(reason), detail);
    }

    /** The files of each content, by root and path. */
    Map<String, List<CatalogLine.Found>> copies() {
        Map<String, List<CatalogLine.Found>> copies = new HashMap<>();
        found.values()
                .forEach(file -> copies.computeIfAbsent(file.sha256(), _ -> new ArrayList<>())
                        .add(file));
        return copies;
    }
}
