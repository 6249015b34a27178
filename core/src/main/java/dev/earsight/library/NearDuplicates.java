package dev.earsight.library;

import dev.earsight.EarsightException;
import dev.earsight.leakage.Item;
import dev.earsight.leakage.ItemSet;
import dev.earsight.leakage.Kind;
import dev.earsight.leakage.MediaItems;
import dev.earsight.leakage.Overlap;
import dev.earsight.leakage.SplitComparison;
import dev.earsight.resume.SourceFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Files of a library that are nearly the same: encoded anew, scaled, cut. The vectors say which files to compare, as they are near for
 * copies and quick to look up, but also for two pictures of two dogs; what counts is decided by perceptual hashes of pictures and
 * fingerprints of sounds ({@link SplitComparison}), for which both files are decoded. Keeps the hashes of the files compared, some 700
 * KB for an hour of media.
 */
public final class NearDuplicates {
    /** Hits of each side whose files are compared with a file. */
    private static final int CANDIDATES = 20;

    private static final Set<Kind> KINDS = EnumSet.of(Kind.PICTURE, Kind.SOUND);

    private final Library library;
    private final Map<Path, Optional<Item>> items = new HashMap<>();

    /** Looks in this library, which stays the caller's to close. */
    public NearDuplicates(Library library) {
        this.library = library;
    }

    /**
     * Two files that are nearly the same.
     *
     * @param kind in what way: {@code FILE} for the same bytes
     * @param distance bits of 64 for pictures, share of bits for sounds; 0 for the same bytes
     */
    public record Pair(Path first, Path second, Kind kind, double distance) {}

    /** Told how many files are dealt with. */
    public interface Progress {
        /** {@code done} of {@code total}. */
        void at(int done, int total);
    }

    /** Indexed files that are nearly the same as {@code file}, nearest first; {@code vectors} are its own. */
    public List<Pair> of(Path file, List<QueryVector> vectors) {
        return compared(file, candidates(vectors, SearchFilter.ALL));
    }

    /** All pairs among the indexed files, each once, by the first file's path. */
    public List<Pair> all(Progress progress) {
        Map<String, List<LibraryFile>> contents = new LinkedHashMap<>();
        library.files().stream()
                .filter(file -> file.state() == LibraryFile.State.INDEXED)
                .forEach(file -> contents.computeIfAbsent(file.id(), _ -> new ArrayList<>())
                        .add(file));
        List<Pair> pairs = new ArrayList<>();
        Set<Set<Path>> seen = new LinkedHashSet<>();
        int done = 0;
        for (Map.Entry<String, List<LibraryFile>> content : contents.entrySet()) {
            List<Path> copies = content.getValue().stream().map(library::path).toList();
            Path first = copies.getFirst();
            copies.subList(1, copies.size()).forEach(copy -> pairs.add(new Pair(first, copy, Kind.FILE, 0)));
            Set<Path> candidates =
                    candidates(library.vectorsOf(content.getKey()), SearchFilter.ALL.withoutFile(content.getKey()));
            candidates.removeIf(other -> !seen.add(Set.of(first, other)));
            pairs.addAll(compared(first, candidates));
            progress.at(++done, contents.size());
        }
        return pairs;
    }

    /** The files nearest by their vectors; copies have near ones of the same side. */
    private Set<Path> candidates(List<QueryVector> vectors, SearchFilter filter) {
        Set<Path> candidates = new LinkedHashSet<>();
        for (Side side : Side.values()) {
            List<QueryVector> own =
                    vectors.stream().filter(vector -> vector.side() == side).toList();
            if (!own.isEmpty()) {
                library.search(new SearchQuery(own, filter.withSides(Set.of(side)), CANDIDATES))
                        .forEach(hit -> candidates.add(library.path(hit)));
            }
        }
        return candidates;
    }

    private List<Pair> compared(Path file, Set<Path> candidates) {
        Optional<Item> own = item(file);
        List<Item> others =
                candidates.stream().flatMap(other -> item(other).stream()).toList();
        if (own.isEmpty() || others.isEmpty()) {
            return List.of();
        }
        return new SplitComparison(KINDS, (_, _) -> {})
                .of(List.of(new ItemSet("file", List.of(own.get())), new ItemSet("index", others))).stream()
                        .sorted(Comparator.comparing(Overlap::kind).thenComparing(Overlap::distance))
                        .map(overlap -> new Pair(
                                Path.of(overlap.first()),
                                Path.of(overlap.second()),
                                overlap.kind(),
                                overlap.distance()))
                        .toList();
    }

    /** What is compared of a file; empty where it can no longer be read. */
    private Optional<Item> item(Path file) {
        return items.computeIfAbsent(file.toAbsolutePath(), path -> {
            try {
                Item read = MediaItems.read(path.toString(), List.of(SourceFile.at(path)), KINDS, _ -> {})
                        .items()
                        .getFirst();
                return Optional.of(
                        new Item(path.toString(), read.id(), Optional.empty(), read.pictures(), read.sound()));
            } catch (EarsightException | IOException e) {
                return Optional.empty();
            }
        });
    }
}
