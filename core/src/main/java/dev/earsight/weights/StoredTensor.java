package dev.earsight.weights;

/** An array of numbers with a shape, as it lies in a file: values row-major, the last dimension fastest. */
public sealed interface StoredTensor permits FloatTensor, LongTensor, ByteTensor {
    /** The size of each dimension; empty for a single number. */
    long[] shape();

    /** How many values there are: the product of the shape. */
    int size();

    /** Throws where {@code shape} has a negative dimension or does not multiply to {@code size}. */
    static void checkShape(long[] shape, int size) {
        long product = 1;
        for (long dimension : shape) {
            if (dimension < 0) {
                throw new IllegalArgumentException("A dimension cannot be negative: " + dimension);
            }
            product = Math.multiplyExact(product, dimension);
        }
        if (product != size) {
            throw new IllegalArgumentException("A shape of " + product + " values cannot hold " + size);
        }
    }
}
