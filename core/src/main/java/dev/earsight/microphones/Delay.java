package dev.earsight.microphones;

/**
 * How much later a sound reached the first of two microphones than the second.
 *
 * @param seconds the delay
 * @param correlation the weighted correlation there, at most 1
 * @param confidence {@code 1 - second / peak}, where second is the next highest peak within the limit: 0 where two delays are equally
 *     likely or the peak lies at the limit, 1 where there is no second
 */
public record Delay(double seconds, double correlation, double confidence) {}
