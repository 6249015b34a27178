package dev.earsight.library;

import dev.earsight.EarsightException;
import dev.earsight.resume.SkipReason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which files there are, with which content, and what became of each content; made of {@link CatalogLine}s. Not for several threads. */
final class Catalog {
    static final String FILE = "catalog.log";
    static final String REMEDY = "delete the index folder and make the index again; your media is not in it.";
    private static final int ID_DIGITS = 32;

    /** A place a file may lie at. */
    record Place(int root, String path) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::root).thenComparing(Place::path);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    private final Map<Place, CatalogLine.Found> found = new TreeMap<>();
    private final Map<Place, CatalogLine.Unreadable> unreadable = new TreeMap<>();
    private final Map<String, CatalogLine.Embedded> embedded = new HashMap<>();
    private final Map<String, CatalogLine.Refused> refused = new HashMap<>();
    private int generation;

    Catalog() {}

    /** Another with the same in it. */
    Catalog(Catalog other) {
        found.putAll(other.found);
        unreadable.putAll(other.unreadable);
        embedded.putAll(other.embedded);
        refused.putAll(other.refused);
        generation = other.generation;
    }

    /** Another line has been written. */
    void apply(CatalogLine line) {
        switch (line) {
            case CatalogLine.Begun begun -> begin(begun);
            case CatalogLine.Found file -> {
                Place place = new Place(file.root(), file.path());
                found.put(place, file);
                unreadable.remove(place);
            }
            case CatalogLine.Unreadable file -> {
                Place place = new Place(file.root(), file.path());
                unreadable.put(place, file);
                found.remove(place);
            }
            case CatalogLine.Gone gone -> {
                Place place = new Place(gone.root(), gone.path());
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

    /** The lines that say all this, as those of the next generation. */
    List<CatalogLine> lines() {
        List<CatalogLine> lines = new ArrayList<>();
        lines.add(new CatalogLine.Begun(CatalogLine.Begun.FORMAT, CatalogLine.Begun.VERSION, generation + 1));
        lines.addAll(found.values());
        lines.addAll(unreadable.values());
        lines.addAll(embedded.values());
        lines.addAll(refused.values());
        return lines;
    }

    Map<Place, CatalogLine.Found> found() {
        return found;
    }

    Map<Place, CatalogLine.Unreadable> unreadable() {
        return unreadable;
    }

    Map<String, CatalogLine.Embedded> embedded() {
        return embedded;
    }

    Map<String, CatalogLine.Refused> refused() {
        return refused;
    }

    /** What users know a content by. */
    static String id(String sha256) {
        return sha256.substring(0, ID_DIGITS);
    }

    /** All files, by root and path. */
    List<LibraryFile> files() {
        Map<Place, LibraryFile> files = new TreeMap<>();
        found.forEach((place, file) -> files.put(place, described(file)));
        unreadable.forEach((place, file) -> files.put(place, failed("", place, file.reason(), file.detail())));
        return List.copyOf(files.values());
    }

    /** One file, as users see it. */
    LibraryFile described(CatalogLine.Found file) {
        Place place = new Place(file.root(), file.path());
        CatalogLine.Embedded done = embedded.get(file.sha256());
        CatalogLine.Refused verdict = refused.get(file.sha256());
        String id = id(file.sha256());
        if (done != null) {
            EmbedAnswer content = done.content();
            return new LibraryFile(
                    id,
                    place.root(),
                    place.path(),
                    LibraryFile.State.INDEXED,
                    Optional.of(content.kind()),
                    content.durationSeconds(),
                    content.pictures(),
                    content.sounds(),
                    Optional.empty(),
                    content.note());
        }
        return verdict != null
                ? failed(id, place, verdict.reason(), verdict.detail())
                : new LibraryFile(
                        id,
                        place.root(),
                        place.path(),
                        LibraryFile.State.WAITING,
                        Optional.empty(),
                        0,
                        0,
                        0,
                        Optional.empty(),
                        "");
    }

    private static LibraryFile failed(String id, Place place, SkipReason reason, String detail) {
        return new LibraryFile(
                id,
                place.root(),
                place.path(),
                LibraryFile.State.FAILED,
                Optional.empty(),
                0,
                0,
                0,
                Optional.of(reason),
                detail);
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
