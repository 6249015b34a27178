package dev.earsight.library;

import dev.earsight.EarsightException;
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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Files of a library that are nearly the same: encoded anew, scaled, cut. Vectors of two dogs are near, too, so they only say which
 * files to compare with one; what counts is decided by perceptual hashes of pictures and fingerprints of sounds ({@link
 * SplitComparison}), for which files are decoded. Holds the hashes of all it compares, some 700 KB for an hour of media.
 */
public final class NearDuplicates {
    /** Hits of each side whose files are compared with a file. */
    private static final int CANDIDATES = 20;

    private static final Set<Kind> KINDS = EnumSet.of(Kind.PICTURE, Kind.SOUND);

    private final Library library;

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

    /**
     * Indexed files that are nearly the same as {@code file}, nearest first.
     *
     * @param vectors its own
     */
    public List<Pair> of(Path file, List<QueryVector> vectors) {
        Set<Path> candidates = new LinkedHashSet<>();
        for (Side side : Side.values()) {
            List<QueryVector> own =
                    vectors.stream().filter(vector -> vector.side() == side).toList();
            if (!own.isEmpty()) {
                SearchFilter filter = SearchFilter.ALL.withSides(Set.of(side));
                library.search(new SearchQuery(own, filter, CANDIDATES))
                        .forEach(hit -> candidates.add(library.path(hit)));
            }
        }
        return candidates.isEmpty()
                ? List.of()
                : compared(read("FILE", List.of(file), _ -> {}), read("the index", candidates, _ -> {}));
    }

    /**
     * All pairs among the indexed files, each once.
     *
     * @param done told how many files are read
     */
    public List<Pair> all(IntConsumer done) {
        Map<String, List<Path>> contents = new LinkedHashMap<>();
        library.files().stream()
                .filter(file -> file.state() == LibraryFile.State.INDEXED)
                .forEach(file -> contents.computeIfAbsent(file.id(), _ -> new ArrayList<>())
                        .add(library.path(file)));
        List<Pair> pairs = new ArrayList<>();
        contents.values()
                .forEach(copies -> copies.subList(1, copies.size())
                        .forEach(copy -> pairs.add(new Pair(copies.getFirst(), copy, Kind.FILE, 0))));
        if (!contents.isEmpty()) {
            ItemSet all = read(
                    "the index", contents.values().stream().map(List::getFirst).toList(), done);
            compared(all, all).stream()
                    .filter(pair -> pair.first().compareTo(pair.second()) < 0)
                    .forEach(pairs::add);
        }
        return pairs;
    }

    private static List<Pair> compared(ItemSet first, ItemSet second) {
        return new SplitComparison(KINDS, (_, _) -> {})
                .of(List.of(first, second)).stream()
                        .sorted(Comparator.comparing(Overlap::kind).thenComparing(Overlap::distance))
                        .map(overlap -> new Pair(
                                Path.of(overlap.first()),
                                Path.of(overlap.second()),
                                overlap.kind(),
                                overlap.distance()))
                        .toList();
    }

    private static ItemSet read(String name, Iterable<Path> files, IntConsumer done) {
        List<SourceFile> sources = new ArrayList<>();
        for (Path file : files) {
            try {
                sources.add(SourceFile.at(file));
            } catch (IOException e) {
                // It was there when it was indexed; gone, it is nobody's duplicate.
            }
        }
        if (sources.isEmpty()) {
            throw new EarsightException(
                    "Not one file of " + name + " is where it was; connect its disk, or index again.");
        }
        return MediaItems.read(name, sources, KINDS, done);
    }
}
