package dev.earsight.leakage;

import java.util.List;

/**
 * What must not overlap with another such set.
 *
 * @param name as the user gave it
 * @param unusable what could not be looked into, in words; counted, not compared
 */
public record ItemSet(String name, List<Item> items, List<String> unusable) {
    /** Keeps its own copies of the lists. */
    public ItemSet {
        items = List.copyOf(items);
        unusable = List.copyOf(unusable);
    }

    /** A set of which everything could be read. */
    public ItemSet(String name, List<Item> items) {
        this(name, items, List.of());
    }
}
