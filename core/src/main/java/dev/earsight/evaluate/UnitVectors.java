package dev.earsight.evaluate;

import dev.earsight.EarsightException;

/** Vectors of length one, laid out for asking all of them at once. */
final class UnitVectors {
    private final float[][] vectors;
    private final float[][] byDimension;

    private UnitVectors(float[][] vectors, float[][] byDimension) {
        this.vectors = vectors;
        this.byDimension = byDimension;
    }

    float[] vector(int number) {
        return vectors[number];
    }

    /** To each vector; the inner loop runs over vectors so that the compiler can use vector instructions. */
    float[] squaredDistances(float[] asking) {
        float[] distances = new float[vectors.length];
        for (int dimension = 0; dimension < asking.length; dimension++) {
            float here = asking[dimension];
            float[] there = byDimension[dimension];
            for (int item = 0; item < distances.length; item++) {
                float difference = here - there[item];
                distances[item] += difference * difference;
            }
        }
        return distances;
    }

    private static float[][] transposed(float[][] vectors) {
        float[][] result = new float[vectors[0].length][vectors.length];
        for (int i = 0; i < vectors.length; i++) {
            for (int j = 0; j < vectors[i].length; j++) {
                result[j][i] = vectors[i][j];
            }
        }
        return result;
    }

    /**
     * Scales each vector to length one; zeros stay zeros.
     *
     * @param what the vectors are of, for errors
     */
    static UnitVectors of(float[][] vectors, String what) {
        float[][] result = new float[vectors.length][];
        for (int i = 0; i < vectors.length; i++) {
            double sum = 0;
            for (float value : vectors[i]) {
                sum += (double) value * value;
            }
            if (!Double.isFinite(sum) || vectors[i].length != vectors[0].length) {
                throw new EarsightException("The " + what + " vector of item " + i
                        + " is not a list of numbers as long as the others; embed its file again.");
            }
            double scale = sum > 0 ? 1 / Math.sqrt(sum) : 0;
            result[i] = new float[vectors[i].length];
            for (int j = 0; j < vectors[i].length; j++) {
                result[i][j] = (float) (vectors[i][j] * scale);
            }
        }
        return new UnitVectors(result, transposed(result));
    }
}
