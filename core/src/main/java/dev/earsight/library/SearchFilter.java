package dev.earsight.library;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Where to look.
 *
 * @param kinds files of these kinds
 * @param sides at their pictures, their sounds or both
 * @param folder files below this folder: an absolute path, or one relative to any root, '/' between folders
 * @param withoutFile not in the file of this id, usually the query itself
 */
public record SearchFilter(
        Set<MediaKind> kinds, Set<Side> sides, Optional<String> folder, Optional<String> withoutFile) {
    /** Everywhere. */
    public static final SearchFilter ALL = new SearchFilter(
            EnumSet.allOf(MediaKind.class), EnumSet.allOf(Side.class), Optional.empty(), Optional.empty());

    /** Keeps its own sets. */
    public SearchFilter {
        kinds = Set.copyOf(kinds);
        sides = Set.copyOf(sides);
    }

    /** Only in files of these kinds. */
    public SearchFilter withKinds(Set<MediaKind> only) {
        return new SearchFilter(only, sides, folder, withoutFile);
    }

    /** Only at these sides. */
    public SearchFilter withSides(Set<Side> only) {
        return new SearchFilter(kinds, only, folder, withoutFile);
    }

    /** Only below this folder. */
    public SearchFilter withFolder(String only) {
        return new SearchFilter(kinds, sides, Optional.of(only), withoutFile);
    }

    /** Not in the file of this id. */
    public SearchFilter withoutFile(String id) {
        return new SearchFilter(kinds, sides, folder, Optional.of(id));
    }
}
