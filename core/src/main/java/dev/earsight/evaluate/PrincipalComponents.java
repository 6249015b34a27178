package dev.earsight.evaluate;

import dev.earsight.EarsightException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * The directions in which vectors differ most, strongest first: eigenvectors of their covariance. For looking at embeddings on a
 * plane. The sign of a direction is chosen so that its largest coordinate is positive.
 *
 * @param mean of the vectors
 * @param directions one row each, of length one
 * @param shares the part of all variance that lies along each
 */
@SuppressWarnings("ArrayRecordComponent") // used at once, never compared
public record PrincipalComponents(double[] mean, double[][] directions, double[] shares) {
    /** The {@code count} strongest directions of {@code vectors}. */
    public static PrincipalComponents of(float[][] vectors, int count) {
        int size = vectors[0].length;
        double[] mean = new double[size];
        for (float[] vector : vectors) {
            for (int i = 0; i < size; i++) {
                mean[i] += vector[i] / (double) vectors.length;
            }
        }
        DMatrixRMaj covariance = new DMatrixRMaj(size, size);
        double[] centered = new double[size];
        for (float[] vector : vectors) {
            for (int i = 0; i < size; i++) {
                centered[i] = vector[i] - mean[i];
            }
            for (int i = 0; i < size; i++) {
                for (int j = 0; j <= i; j++) {
                    covariance.add(i, j, centered[i] * centered[j] / vectors.length);
                }
            }
        }
        double total = 0;
        for (int i = 0; i < size; i++) {
            total += covariance.get(i, i);
            for (int j = 0; j < i; j++) {
                covariance.set(j, i, covariance.get(i, j));
            }
        }
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(size, true, true);
        if (!eigen.decompose(covariance)) {
            throw new EarsightException("The vectors hold what is no number; embed again with an earlier checkpoint.");
        }
        int[] order = IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -eigen.getEigenvalue(i).getReal()))
                .mapToInt(Integer::intValue)
                .limit(count)
                .toArray();
        double all = total;
        return new PrincipalComponents(
                mean,
                Arrays.stream(order)
                        .mapToObj(i -> turned(eigen.getEigenVector(i).getData().clone()))
                        .toArray(double[][]::new),
                Arrays.stream(order)
                        .mapToDouble(i ->
                                all > 0 ? Math.max(0, eigen.getEigenvalue(i).getReal()) / all : 0)
                        .toArray());
    }

    private static double[] turned(double[] direction) {
        double largest = 0;
        for (double value : direction) {
            largest = Math.abs(value) > Math.abs(largest) ? value : largest;
        }
        double sign = largest < 0 ? -1 : 1;
        return Arrays.stream(direction).map(value -> sign * value).toArray();
    }

    /** Where a vector lies along the directions. */
    public double[] project(float[] vector) {
        double[] result = new double[directions.length];
        for (int d = 0; d < result.length; d++) {
            for (int i = 0; i < vector.length; i++) {
                result[d] += directions[d][i] * (vector[i] - mean[i]);
            }
        }
        return result;
    }
}
