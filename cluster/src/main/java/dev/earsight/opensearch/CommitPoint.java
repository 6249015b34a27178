package dev.earsight.opensearch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which vectors of an index are to be found: those of commits up to {@code committed}, but for what was taken back and what was replaced or
 * removed. It is one document of the index, so that it changes all at once.
 *
 * @param committed number of the last commit; 0 before the first
 * @param claimed number a writer gives to vectors it has not committed yet; {@code committed} where nobody writes
 * @param abandoned numbers of writers that ended without committing
 * @param replaced by label, groups whose blocks of earlier commits are dead and may still be there
 * @param removed groups all of whose blocks of earlier commits are dead and may still be there
 */
record CommitPoint(
        long committed, long claimed, List<Long> abandoned, Map<String, List<String>> replaced, List<String> removed) {
    static final String ID = "commit";
    static final CommitPoint NONE = new CommitPoint(0, 0, List.of(), Map.of(), List.of());

    CommitPoint {
        abandoned = List.copyOf(abandoned);
        replaced = Map.copyOf(replaced);
        removed = List.copyOf(removed);
    }

    /** A writer begins; if another was writing, or died, its vectors will not be found. */
    CommitPoint claimedByAnother() {
        List<Long> more = new ArrayList<>(abandoned);
        if (claimed > committed) {
            more.add(claimed);
        }
        return new CommitPoint(committed, claimed + 1, more, replaced, removed);
    }

    /** The writer ends without having used its number. */
    CommitPoint released() {
        return new CommitPoint(committed, committed, abandoned, replaced, removed);
    }

    /** The vectors of the claimed number are to be found, those that they replace and those removed not; the next number is claimed. */
    CommitPoint next(Map<String, List<String>> replacedBlocks, List<String> removedGroups) {
        return new CommitPoint(claimed, claimed + 1, abandoned, replacedBlocks, removedGroups);
    }

    /** Nothing dead is there any more. */
    CommitPoint swept() {
        return new CommitPoint(committed, claimed, abandoned, Map.of(), List.of());
    }

    boolean hasDead() {
        return !replaced.isEmpty() || !removed.isEmpty();
    }

    /** The clauses that all vectors to be found fulfill. */
    List<Object> required() {
        return List.of(range("lte", committed));
    }

    /** The clauses that no vector to be found fulfills. */
    List<Object> excluded() {
        List<Object> excluded = new ArrayList<>();
        if (!abandoned.isEmpty()) {
            excluded.add(Map.of("terms", Map.of("commit", abandoned)));
        }
        if (hasDead()) {
            excluded.add(dead(committed));
        }
        return excluded;
    }

    /** A query for what is dead because of commit number {@code commit}. */
    private Object dead(long commit) {
        List<Object> any = new ArrayList<>();
        any.add(Map.of("terms", Map.of("group", removed)));
        replaced.forEach((label, groups) -> any.add(Map.of(
                "bool",
                Map.of(
                        "filter",
                        List.of(Map.of("term", Map.of("label", label)), Map.of("terms", Map.of("group", groups)))))));
        return Map.of("bool", Map.of("filter", List.of(range("lt", commit)), "should", any, "minimum_should_match", 1));
    }

    /** A query for the vectors that are dead and may be deleted. */
    Object dead() {
        return dead(committed);
    }

    /** A query for what writers left that did not commit. */
    Object uncommitted() {
        return Map.of(
                "bool",
                Map.of("should", List.of(range("gt", committed), Map.of("terms", Map.of("commit", abandoned)))));
    }

    private static Object range(String relation, long commit) {
        return Map.of("range", Map.of("commit", Map.of(relation, commit)));
    }
}
