package dev.earsight.evaluate;

/**
 * What something simpler reaches on the same items.
 *
 * @param name what it is, e.g. "center point"
 * @param value in the unit of the measure beside it
 */
public record Baseline(String name, double value) {}
