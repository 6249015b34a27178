package dev.earsight.evaluate;

import dev.earsight.EarsightException;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * What a linear classifier can tell from frozen vectors, as the paper's predecessor does with ESC-50 (L3-Net, section 4.2
 * there): one-against-all ridge regression on standardized features,
 * {@code W = (X'X + ridge * n * I)^-1 X'Y} with {@code Y} 1 for the item's class and 0 otherwise; the class with the
 * highest answer is chosen. The same vectors always give the same probe: no learning rate, no draw.
 */
public final class LinearProbe {
    private static final double[] RIDGES = {1e-4, 1e-3, 1e-2, 1e-1, 1};

    private final List<String> classes;
    private final double[] mean;
    private final double[] scale;
    private final DMatrixRMaj weights;
    private final double ridge;

    private LinearProbe(List<String> classes, double[] mean, double[] scale, DMatrixRMaj weights, double ridge) {
        this.classes = classes;
        this.mean = mean;
        this.scale = scale;
        this.weights = weights;
        this.ridge = ridge;
    }

    /**
     * Fits a probe.
     *
     * @param vectors n vectors of one length
     * @param labels the class of each
     * @param ridge above 0; 1 shrinks a feature without correlations to half
     * @throws EarsightException where there are fewer than two classes, or the vectors are not numbers
     */
    public static LinearProbe fit(float[][] vectors, String[] labels, double ridge) {
        Numbers.requireSameLength(vectors.length, labels.length);
        List<String> classes = Arrays.stream(labels).distinct().sorted().toList();
        if (classes.size() < 2) {
            throw new EarsightException(
                    "A probe needs items of two classes at least, and there are " + classes + "; give it more clips.");
        }
        int n = vectors.length;
        int d = vectors[0].length;
        double[] mean = new double[d];
        double[] scale = new double[d];
        for (int j = 0; j < d; j++) {
            double sum = 0;
            double squares = 0;
            for (float[] vector : vectors) {
                sum += vector[j];
            }
            mean[j] = sum / n;
            for (float[] vector : vectors) {
                squares += (vector[j] - mean[j]) * (vector[j] - mean[j]);
            }
            scale[j] = squares > 0 ? 1 / Math.sqrt(squares / n) : 0; // a feature that never varies says nothing
        }
        DMatrixRMaj x = features(vectors, mean, scale);
        DMatrixRMaj y = new DMatrixRMaj(n, classes.size());
        for (int i = 0; i < n; i++) {
            y.set(i, classes.indexOf(labels[i]), 1);
        }
        DMatrixRMaj gram = new DMatrixRMaj(1, 1);
        DMatrixRMaj target = new DMatrixRMaj(1, 1);
        CommonOps_DDRM.multInner(x, gram);
        for (int j = 0; j < d; j++) {
            gram.add(j, j, ridge * n); // not the last one, the constant
        }
        CommonOps_DDRM.multTransA(x, y, target);
        DMatrixRMaj weights = new DMatrixRMaj(d + 1, classes.size());
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(d + 1);
        if (!solver.setA(gram)) {
            throw new EarsightException("The vectors to probe are not all numbers; embed the clips again.");
        }
        solver.solve(target, weights);
        return new LinearProbe(classes, mean, scale, weights, ridge);
    }

    /** The probe, of ridges from 1e-4 to 1, that is right most often on other items; the strongest of equal ones. */
    public static LinearProbe chosen(float[][] vectors, String[] labels, float[][] otherVectors, String[] otherLabels) {
        LinearProbe best = fit(vectors, labels, RIDGES[0]);
        double most = -1;
        for (double ridge : RIDGES) {
            LinearProbe probe = fit(vectors, labels, ridge);
            double right = Arrays.stream(probe.right(otherVectors, otherLabels)).sum();
            if (right >= most) {
                most = right;
                best = probe;
            }
        }
        return best;
    }

    /** The ridge it was fitted with. */
    public double ridge() {
        return ridge;
    }

    /** The class of each vector. */
    public String[] classify(float[][] vectors) {
        DMatrixRMaj answers = new DMatrixRMaj(1, 1);
        CommonOps_DDRM.mult(features(vectors, mean, scale), weights, answers);
        String[] found = new String[vectors.length];
        for (int i = 0; i < found.length; i++) {
            int best = 0;
            for (int c = 1; c < classes.size(); c++) {
                best = answers.get(i, c) > answers.get(i, best) ? c : best;
            }
            found[i] = classes.get(best);
        }
        return found;
    }

    /** 1 where the class found is the label, else 0. */
    public double[] right(float[][] vectors, String[] labels) {
        String[] found = classify(vectors);
        double[] right = new double[found.length];
        for (int i = 0; i < found.length; i++) {
            right[i] = found[i].equals(labels[i]) ? 1 : 0;
        }
        return right;
    }

    /** Standardized, with a constant as the last column. */
    private static DMatrixRMaj features(float[][] vectors, double[] mean, double[] scale) {
        int d = mean.length;
        DMatrixRMaj x = new DMatrixRMaj(vectors.length, d + 1);
        for (int i = 0; i < vectors.length; i++) {
            for (int j = 0; j < d; j++) {
                x.set(i, j, (vectors[i][j] - mean[j]) * scale[j]);
            }
            x.set(i, d, 1);
        }
        return x;
    }
}
