package dev.earsight.weights;

/**
 * Values stored as {@code I64}: counters.
 *
 * @param shape the size of each dimension
 * @param values row-major; shared, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // a tensor is its values: copying them would be the cost
public record LongTensor(long[] shape, long[] values) implements StoredTensor {
    /** Checks that the shape multiplies to the number of values. */
    public LongTensor {
        StoredTensor.checkShape(shape, values.length);
    }

    /** One number, without dimensions. */
    public static LongTensor of(long value) {
        return new LongTensor(new long[0], new long[] {value});
    }

    @Override
    public int size() {
        return values.length;
    }
}
