package dev.earsight.weights;

/**
 * Values stored as {@code U8}: the state of a random generator.
 *
 * @param shape the size of each dimension
 * @param values row-major; shared, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // a tensor is its values: copying them would be the cost
public record ByteTensor(long[] shape, byte[] values) implements StoredTensor {
    /** Checks that the shape multiplies to the number of values. */
    public ByteTensor {
        StoredTensor.checkShape(shape, values.length);
    }

    /** One number, without dimensions. */
    public static ByteTensor of(byte value) {
        return new ByteTensor(new long[0], new byte[] {value});
    }

    @Override
    public int size() {
        return values.length;
    }
}
