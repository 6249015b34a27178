package dev.earsight.evaluate;

import dev.earsight.EarsightException;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.SingularOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/**
 * Canonical correlation analysis (Hotelling 1936): the linear maps of pictures' and sounds' vectors after which matching
 * items agree most, component by component. The paper aligns L3-Net's two sides so before searching across them, with 128
 * components (section 4.2).
 *
 * <p>With covariances {@code Cx}, {@code Cy} and {@code Cxy}: {@code Cx^-1/2 Cxy Cy^-1/2 = U S V'}; a picture's components
 * are {@code U' Cx^-1/2 (x - mean x)}, a sound's {@code V' Cy^-1/2 (y - mean y)}, the correlations the diagonal of
 * {@code S}. A multiple of the mean variance is added to the diagonals of {@code Cx} and {@code Cy}, without which
 * directions that hardly vary would be blown up. The signs of components are of no meaning.
 */
public final class CanonicalCorrelation {
    /** What is added to the diagonals, in mean variances. */
    public static final double DEFAULT_RIDGE = 1e-3;

    private final double[] pictureMean;
    private final double[] soundMean;
    private final DMatrixRMaj pictureMap;
    private final DMatrixRMaj soundMap;
    private final double[] correlations;

    private CanonicalCorrelation(
            double[] pictureMean,
            double[] soundMean,
            DMatrixRMaj pictureMap,
            DMatrixRMaj soundMap,
            double[] correlations) {
        this.pictureMean = pictureMean;
        this.soundMean = soundMean;
        this.pictureMap = pictureMap;
        this.soundMap = soundMap;
        this.correlations = correlations;
    }

    /**
     * Fits the maps to matching pairs.
     *
     * @param pictures n vectors of one length
     * @param sounds n vectors of one length, which may be another; item i belongs to picture i
     * @param components kept at most; no more than the shorter length are there
     * @param ridge what is added to the diagonals, in mean variances, 0 or more
     * @throws EarsightException with fewer than three pairs, or where one side never changes
     */
    public static CanonicalCorrelation fit(float[][] pictures, float[][] sounds, int components, double ridge) {
        Numbers.requireSameLength(pictures.length, sounds.length);
        if (pictures.length < 3) {
            throw new EarsightException("Canonical correlation needs three pairs at least, not " + pictures.length
                    + "; give it more clips.");
        }
        double[] pictureMean = mean(pictures);
        double[] soundMean = mean(sounds);
        DMatrixRMaj x = centered(pictures, pictureMean);
        DMatrixRMaj y = centered(sounds, soundMean);
        DMatrixRMaj whiteX = whitening(covariance(x, x), ridge, "pictures");
        DMatrixRMaj whiteY = whitening(covariance(y, y), ridge, "sounds");
        DMatrixRMaj half = new DMatrixRMaj(1, 1);
        DMatrixRMaj between = new DMatrixRMaj(1, 1);
        CommonOps_DDRM.mult(whiteX, covariance(x, y), half);
        CommonOps_DDRM.mult(half, whiteY, between);
        int kept = Math.min(components, Math.min(pictureMean.length, soundMean.length));
        SingularValueDecomposition_F64<DMatrixRMaj> svd =
                DecompositionFactory_DDRM.svd(between.numRows, between.numCols, true, true, true);
        if (!svd.decompose(between)) {
            throw new EarsightException("The vectors cannot be correlated; they are not all numbers.");
        }
        DMatrixRMaj u = svd.getU(null, false);
        DMatrixRMaj v = svd.getV(null, false);
        DMatrixRMaj w = svd.getW(null);
        SingularOps_DDRM.descendingOrder(u, false, w, v, false);
        double[] correlations = new double[kept];
        for (int i = 0; i < kept; i++) {
            correlations[i] = w.get(i, i);
        }
        return new CanonicalCorrelation(
                pictureMean, soundMean, firstColumns(whiteX, u, kept), firstColumns(whiteY, v, kept), correlations);
    }

    /** The correlation of each component on the pairs fitted to (a little less, by the ridge), greatest first. */
    public double[] correlations() {
        return correlations.clone();
    }

    /** The components of pictures. */
    public float[][] pictures(float[][] vectors) {
        return mapped(vectors, pictureMean, pictureMap);
    }

    /** The components of sounds. */
    public float[][] sounds(float[][] vectors) {
        return mapped(vectors, soundMean, soundMap);
    }

    private static float[][] mapped(float[][] vectors, double[] mean, DMatrixRMaj map) {
        DMatrixRMaj product = new DMatrixRMaj(1, 1);
        CommonOps_DDRM.mult(centered(vectors, mean), map, product);
        float[][] components = new float[vectors.length][map.numCols];
        for (int i = 0; i < vectors.length; i++) {
            for (int j = 0; j < map.numCols; j++) {
                components[i][j] = (float) product.get(i, j);
            }
        }
        return components;
    }

    private static DMatrixRMaj firstColumns(DMatrixRMaj whitening, DMatrixRMaj rotation, int count) {
        DMatrixRMaj product = new DMatrixRMaj(1, 1);
        CommonOps_DDRM.mult(whitening, CommonOps_DDRM.extract(rotation, 0, rotation.numRows, 0, count), product);
        return product;
    }

    /** {@code C^-1/2} by eigenvalues. */
    private static DMatrixRMaj whitening(DMatrixRMaj covariance, double ridge, String side) {
        int d = covariance.numRows;
        double variance = CommonOps_DDRM.trace(covariance) / d;
        if (!(variance > 0)) {
            throw new EarsightException(
                    "The vectors of the " + side + " are all the same or no numbers; nothing correlates with them.");
        }
        for (int i = 0; i < d; i++) {
            covariance.add(i, i, ridge * variance);
        }
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(d, true, true);
        if (!eigen.decompose(covariance)) {
            throw new EarsightException("The vectors of the " + side + " cannot be decorrelated.");
        }
        DMatrixRMaj result = new DMatrixRMaj(d, d);
        for (int i = 0; i < d; i++) {
            double value = eigen.getEigenvalue(i).getReal();
            if (value > 1e-10 * variance) { // without a ridge, directions that never vary are left out
                CommonOps_DDRM.multAddTransB(
                        1 / Math.sqrt(value), eigen.getEigenVector(i), eigen.getEigenVector(i), result);
            }
        }
        return result;
    }

    private static DMatrixRMaj covariance(DMatrixRMaj a, DMatrixRMaj b) {
        DMatrixRMaj product = new DMatrixRMaj(1, 1);
        CommonOps_DDRM.multTransA(1.0 / (a.numRows - 1), a, b, product);
        return product;
    }

    private static double[] mean(float[][] vectors) {
        double[] mean = new double[vectors[0].length];
        for (float[] vector : vectors) {
            for (int j = 0; j < mean.length; j++) {
                mean[j] += (double) vector[j] / vectors.length;
            }
        }
        return mean;
    }

    private static DMatrixRMaj centered(float[][] vectors, double[] mean) {
        DMatrixRMaj matrix = new DMatrixRMaj(vectors.length, mean.length);
        for (int i = 0; i < vectors.length; i++) {
            for (int j = 0; j < mean.length; j++) {
                matrix.set(i, j, vectors[i][j] - mean[j]);
            }
        }
        return matrix;
    }
}
