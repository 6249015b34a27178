package dev.earsight.library;

/**
 * When a vector is, as a number: its start in milliseconds above 20 bits of duration in milliseconds. Keys are ordered by start.
 */
final class VectorKey {
    private static final int DURATION_BITS = 20;
    private static final double PER_SECOND = 1000;

    private VectorKey() {}

    static long of(double startSeconds, double endSeconds) {
        long start = Math.round(startSeconds * PER_SECOND);
        long duration = Math.clamp(Math.round(endSeconds * PER_SECOND) - start, 0, (1 << DURATION_BITS) - 1);
        return start << DURATION_BITS | duration;
    }

    static double startSeconds(long key) {
        return (key >> DURATION_BITS) / PER_SECOND;
    }

    static double endSeconds(long key) {
        return startSeconds(key) + (key & (1 << DURATION_BITS) - 1) / PER_SECOND;
    }
}
