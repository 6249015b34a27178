package dev.earsight.weights;

/**
 * Values stored as {@code F32}: weights.
 *
 * @param shape the size of each dimension
 * @param values row-major; shared, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // a tensor is its values: copying them would be the cost
public record FloatTensor(long[] shape, float[] values) implements StoredTensor {
    /** Checks that the shape multiplies to the number of values. */
    public FloatTensor {
        StoredTensor.checkShape(shape, values.length);
    }

    /** One number, without dimensions. */
    public static FloatTensor of(float value) {
        return new FloatTensor(new long[0], new float[] {value});
    }

    @Override
    public int size() {
        return values.length;
    }
}
