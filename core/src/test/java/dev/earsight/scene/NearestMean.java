package dev.earsight.scene;

import java.util.function.BiFunction;

/** The simplest classifier there is, to see how far one statistic goes: the class whose mean is nearest. */
final class NearestMean {
    private NearestMean() {}

    /**
     * Share of right answers on {@code perClass} fresh instances of each class, the means taken from as many others.
     * Features are scaled to unit spread first.
     */
    static double accuracy(int classes, int perClass, BiFunction<Integer, Integer, double[]> features) {
        double[][][] all = new double[classes][2 * perClass][];
        for (int c = 0; c < classes; c++) {
            for (int i = 0; i < 2 * perClass; i++) {
                all[c][i] = features.apply(c, i);
            }
        }
        int size = all[0][0].length;
        double[][] means = new double[classes][size];
        double[] spread = new double[size];
        for (int f = 0; f < size; f++) {
            double sum = 0;
            double squares = 0;
            for (int c = 0; c < classes; c++) {
                for (int i = 0; i < perClass; i++) {
                    means[c][f] += all[c][i][f] / perClass;
                    sum += all[c][i][f];
                    squares += all[c][i][f] * all[c][i][f];
                }
            }
            double n = classes * perClass;
            spread[f] = Math.sqrt(Math.max(1e-12, squares / n - sum * sum / (n * n)));
        }
        int right = 0;
        for (int c = 0; c < classes; c++) {
            for (int i = perClass; i < 2 * perClass; i++) {
                right += nearest(all[c][i], means, spread) == c ? 1 : 0;
            }
        }
        return right / (double) (classes * perClass);
    }

    private static int nearest(double[] x, double[][] means, double[] spread) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int c = 0; c < means.length; c++) {
            double distance = 0;
            for (int f = 0; f < x.length; f++) {
                double d = (x[f] - means[c][f]) / spread[f];
                distance += d * d;
            }
            if (distance < least) {
                least = distance;
                best = c;
            }
        }
        return best;
    }
}
