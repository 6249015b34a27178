package dev.earsight.diagnose;

import dev.earsight.evaluate.Bootstrap;
import dev.earsight.evaluate.Interval;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/**
 * Whether the vectors of a network are spread or have collapsed to one.
 *
 * <p>The effective rank is {@code exp(-sum p log p)} with {@code p} the singular values of the centered vectors divided by
 * their sum (Roy and Vetterli, EUSIPCO 2007): how many directions are in use.
 *
 * @param of "pictures" or "sounds"
 * @param n vectors, one for each source
 * @param size of a vector
 * @param similarity mean cosine of two vectors of different sources; 1 where all are the same
 * @param similarityInterval 95 % interval by resampling sources
 * @param effectiveRank directions in use, 1 to the smaller of {@code size} and {@code n - 1}; 0 where all are the same
 * @param roundRank the effective rank of as many vectors of normal noise, alike in all directions
 */
public record Spread(
        String of,
        int n,
        int size,
        double similarity,
        Interval similarityInterval,
        double effectiveRank,
        double roundRank) {
    /** Of one vector for each source. */
    static Spread of(String what, float[][] vectors, long seed) {
        int n = vectors.length;
        int size = vectors[0].length;
        double[][] unit = Arrays.stream(vectors).map(Spread::unit).toArray(double[][]::new);
        int[] once = new int[n];
        Arrays.fill(once, 1);
        SplittableRandom random = new SplittableRandom(seed);
        double[][] noise = new double[n][size];
        for (double[] row : noise) {
            Arrays.setAll(row, k -> random.nextGaussian());
        }
        return new Spread(
                what,
                n,
                size,
                mean(unit, once),
                Bootstrap.of(n, seed, times -> mean(unit, times)),
                effectiveRank(unit),
                effectiveRank(noise));
    }

    /**
     * Mean cosine over pairs of different sources, each as often as it was drawn: with {@code t} those times and {@code u} the unit vectors, all pairs
     * together are {@code (|sum t u|^2 - sum t^2 |u|^2) / 2}, without going through them.
     */
    private static double mean(double[][] unit, int[] times) {
        double[] sum = new double[unit[0].length];
        double own = 0;
        double drawn = 0;
        double twice = 0;
        for (int i = 0; i < times.length; i++) {
            double t = times[i];
            for (int k = 0; k < sum.length && t > 0; k++) {
                sum[k] += t * unit[i][k];
                own += t * t * unit[i][k] * unit[i][k];
            }
            drawn += t;
            twice += t * t;
        }
        double all = Arrays.stream(sum).map(value -> value * value).sum();
        return (all - own) / (drawn * drawn - twice);
    }

    static double effectiveRank(double[][] vectors) {
        int n = vectors.length;
        int size = vectors[0].length;
        DMatrixRMaj centered = new DMatrixRMaj(n, size);
        for (int k = 0; k < size; k++) {
            double mean = 0;
            for (double[] vector : vectors) {
                mean += vector[k] / n;
            }
            for (int i = 0; i < n; i++) {
                centered.set(i, k, vectors[i][k] - mean);
            }
        }
        SingularValueDecomposition_F64<DMatrixRMaj> decomposition =
                DecompositionFactory_DDRM.svd(n, size, false, false, true);
        if (!decomposition.decompose(centered)) {
            throw new IllegalStateException("The singular values of " + n + " vectors were not found");
        }
        double[] values = Arrays.copyOf(decomposition.getSingularValues(), decomposition.numberOfSingularValues());
        double sum = Arrays.stream(values).sum();
        if (sum < 1e-9) {
            return 0;
        }
        double entropy = 0;
        for (double value : values) {
            double p = value / sum;
            entropy -= p > 0 ? p * Math.log(p) : 0;
        }
        return Math.exp(entropy);
    }

    private static double[] unit(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        double scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
        double[] unit = new double[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = vector[i] * scale;
        }
        return unit;
    }
}
