package dev.earsight.index;

import java.util.Comparator;

/**
 * A vector near a query. Ordered best first; equal scores by group, label and key, so that the same search gives the same list.
 *
 * @param key the caller's number
 * @param score dot product with the query: the cosine, as both are of unit length
 */
public record Neighbor(String group, String label, long key, float score) implements Comparable<Neighbor> {
    private static final Comparator<Neighbor> ORDER = Comparator.comparing(Neighbor::score, Comparator.reverseOrder())
            .thenComparing(Neighbor::group)
            .thenComparing(Neighbor::label)
            .thenComparing(Neighbor::key);

    @Override
    public int compareTo(Neighbor other) {
        return ORDER.compare(this, other);
    }
}
