package dev.earsight.protocol;

/**
 * The value that would stand at an index if the scores were sorted upwards, NaN last as numpy sorts; found by counting the
 * upper and then the lower half of the bits, without sorting.
 */
final class OrderStatistic {
    private static final int HALF_BITS = 16;

    private OrderStatistic() {}

    static float at(float[] values, int index) {
        if (index < 0 || index >= values.length) {
            throw new IllegalArgumentException("No index " + index + " among " + values.length + " values");
        }
        int[] counts = new int[1 << HALF_BITS];
        for (float value : values) {
            counts[sortable(value) >>> HALF_BITS]++;
        }
        int before = 0;
        int upper = 0;
        while (before + counts[upper] <= index) {
            before += counts[upper++];
        }
        int[] lowerCounts = new int[1 << HALF_BITS];
        for (float value : values) {
            int bits = sortable(value);
            if (bits >>> HALF_BITS == upper) {
                lowerCounts[bits & 0xffff]++;
            }
        }
        int lower = 0;
        while (before + lowerCounts[lower] <= index) {
            before += lowerCounts[lower++];
        }
        int bits = upper << HALF_BITS | lower;
        return Float.intBitsToFloat(bits < 0 ? bits & Integer.MAX_VALUE : ~bits);
    }

    /** Bits that, read without sign, stand in the order of the numbers. */
    private static int sortable(float value) {
        int bits = Float.floatToIntBits(value);
        return bits < 0 ? ~bits : bits | Integer.MIN_VALUE;
    }
}
