package dev.earsight.protocol;

/**
 * A score map as a network gave it; unlike a map of our own it may hold anything, which each protocol then deals with in its
 * way.
 *
 * @param rows cells from top to bottom
 * @param columns cells from left to right
 * @param scores row-major from the top left; shared, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // one item at a time, never compared
public record RawMap(int rows, int columns, float[] scores) {
    /** Checks the size. */
    public RawMap {
        if (rows < 1 || columns < 1 || scores.length != rows * columns) {
            throw new IllegalArgumentException(
                    "A map of " + rows + "x" + columns + " cells cannot have " + scores.length + " scores");
        }
    }

    /** Whether every score is a finite number. */
    public boolean isFinite() {
        for (float score : scores) {
            if (!Float.isFinite(score)) {
                return false;
            }
        }
        return true;
    }

    String size() {
        return rows + "x" + columns;
    }
}
