package dev.earsight.evaluate;

import dev.earsight.EarsightException;

/** Checks of what comes in: a number that is none must never be averaged away. */
final class Numbers {
    private Numbers() {}

    static void requireFinite(double[] values, String what) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new EarsightException("The " + what + " of item " + i + " is " + values[i]
                        + "; the network's weights are broken, use an earlier checkpoint.");
            }
        }
    }

    static void requireSameLength(int... lengths) {
        for (int length : lengths) {
            if (length != lengths[0] || length == 0) {
                throw new IllegalArgumentException("Lists of " + lengths[0] + " and " + length + " items");
            }
        }
    }
}
