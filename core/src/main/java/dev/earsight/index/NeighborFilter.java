package dev.earsight.index;

import java.util.Optional;
import java.util.Set;

/**
 * Which vectors may be found.
 *
 * @param labels of these labels; any where empty
 * @param groups of these groups; any where empty
 */
public record NeighborFilter(Optional<Set<String>> labels, Optional<Set<String>> groups) {
    /** All of them. */
    public static final NeighborFilter ALL = new NeighborFilter(Optional.empty(), Optional.empty());

    /** Keeps its own sets. */
    public NeighborFilter {
        labels = labels.map(Set::copyOf);
        groups = groups.map(Set::copyOf);
    }

    /** Only these labels. */
    public NeighborFilter withLabels(Set<String> only) {
        return new NeighborFilter(Optional.of(only), groups);
    }

    /** Only these groups. */
    public NeighborFilter withGroups(Set<String> only) {
        return new NeighborFilter(labels, Optional.of(only));
    }

    /** Whether a block of this group and label may be found. */
    public boolean admits(String group, String label) {
        return (labels.isEmpty() || labels.get().contains(label))
                && (groups.isEmpty() || groups.get().contains(group));
    }
}
