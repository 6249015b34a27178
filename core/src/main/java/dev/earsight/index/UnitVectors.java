package dev.earsight.index;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.lucene.util.VectorUtil;

/** Arithmetic on the vectors an index holds. */
public final class UnitVectors {
    private static final double TOLERANCE = 1e-3;

    /** Lucene's advice to use a module of Java that is still incubating; kept, as loggers that nobody holds are forgotten. */
    private static final Logger ADVICE =
            Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider");

    static {
        ADVICE.setLevel(Level.SEVERE);
    }

    private UnitVectors() {}

    /** The dot product of two vectors of one size, by the same code an exact search uses. */
    public static float product(float[] a, float[] b) {
        return VectorUtil.dotProduct(a, b);
    }

    /** The vector of unit length in this direction; the same bits where it is of that length already, as near as floats are. */
    public static float[] unit(float[] vector) {
        double length = Math.sqrt(product(vector, vector));
        if (Math.abs(length - 1) < TOLERANCE / 2 || length == 0) {
            return vector;
        }
        float[] unit = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            unit[i] = (float) (vector[i] / length);
        }
        return unit;
    }

    /**
     * Refuses what no index takes.
     *
     * @throws IllegalArgumentException where a vector is of another size, or not of unit length within 0.001
     */
    public static void require(float[] vector, int dimensions) {
        if (vector.length != dimensions) {
            throw new IllegalArgumentException(
                    "A vector of " + vector.length + " numbers among those of " + dimensions);
        }
        // Not by Lucene's product, which asserts that there is no NaN.
        double squares = 0;
        for (float number : vector) {
            squares += (double) number * number;
        }
        double length = Math.sqrt(squares);
        if (!(Math.abs(length - 1) <= TOLERANCE)) {
            throw new IllegalArgumentException("A vector of length " + length + " among unit vectors");
        }
    }
}
