package dev.earsight.leakage;

/**
 * Two items of different sets that are the same or nearly so.
 *
 * @param firstSet name of the set that was given first
 * @param first the item's name
 * @param distance bits in which the nearest pictures differ, of 64; share of bits in which the sounds differ; else 0
 */
public record Overlap(Kind kind, String firstSet, String first, String secondSet, String second, double distance) {}
