package dev.earsight.evaluate;

import dev.earsight.EarsightException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * t-SNE: vectors on a plane so that neighbors stay neighbors (van der Maaten and Hinton, JMLR 2008). For looking at embeddings;
 * sizes of clumps and distances between them mean nothing.
 *
 * <p>Exact, all pairs: a few seconds for {@value #MOST_VECTORS} vectors, which is the most. {@code p} is the joint probability
 * of the paper, {@code q} the Student one of the plane; gradient, momentum and gains are the paper's. Later practice: the start is
 * the principal plane made small with a little noise from the seed (Kobak and Berens, 2019), early exaggeration is 12, and the
 * learning rate grows with the number of vectors (Belkina et al., 2019).
 */
public final class NeighborEmbedding {
    /** Memory and time grow with the square. */
    public static final int MOST_VECTORS = 1_000;

    /** Neighbors that count, roughly. */
    public static final double USUAL_PERPLEXITY = 30;

    private static final int STEPS = 750;
    private static final int EXAGGERATED_STEPS = 250;
    private static final double EXAGGERATION = 12;
    private static final double START_DEVIATION = 1e-4;
    private static final double SMALLEST = 1e-12;

    private NeighborEmbedding() {}

    /**
     * Places on the plane, {@code (n, 2)}; the same for the same seed.
     *
     * @param vectors n of one length, 4 to {@value #MOST_VECTORS}
     * @param perplexity at most a third of the others; larger ones are cut to that
     */
    public static double[][] of(float[][] vectors, double perplexity, long seed) {
        int n = vectors.length;
        if (n < 4 || n > MOST_VECTORS) {
            throw new IllegalArgumentException("t-SNE takes 4 to " + MOST_VECTORS + " vectors, not " + n);
        }
        double[][] p = joint(conditional(squaredDistances(vectors), Math.min(perplexity, (n - 1) / 3.0)));
        double[][] places = start(vectors, seed);
        double[][] speed = new double[2][n];
        double[][] gains = new double[2][n];
        double[][] weights = new double[n][n];
        for (double[] gain : gains) {
            Arrays.fill(gain, 1);
        }
        double rate = Math.max(50, n / EXAGGERATION / 4);
        for (int step = 0; step < STEPS; step++) {
            boolean early = step < EXAGGERATED_STEPS;
            double[][] gradient = gradient(p, places, weights, early ? EXAGGERATION : 1);
            for (int d = 0; d < 2; d++) {
                for (int i = 0; i < n; i++) {
                    boolean onward = gradient[d][i] > 0 != speed[d][i] > 0;
                    gains[d][i] = Math.max(0.01, onward ? gains[d][i] + 0.2 : gains[d][i] * 0.8);
                    speed[d][i] = (early ? 0.5 : 0.8) * speed[d][i] - rate * gains[d][i] * gradient[d][i];
                    places[d][i] += speed[d][i];
                }
            }
        }
        double[][] points = new double[n][];
        Arrays.setAll(points, i -> new double[] {places[0][i], places[1][i]});
        return points;
    }

    private static double[][] start(float[][] vectors, long seed) {
        PrincipalComponents plane = PrincipalComponents.of(vectors, 2);
        double[][] places = new double[2][vectors.length];
        double energy = 0;
        for (int i = 0; i < vectors.length; i++) {
            double[] place = plane.project(vectors[i]);
            places[0][i] = place[0];
            places[1][i] = place[1];
            energy += place[0] * place[0] / vectors.length;
        }
        double scale = energy > 0 ? START_DEVIATION / Math.sqrt(energy) : 0;
        Random random = new Random(seed);
        for (double[] axis : places) {
            for (int i = 0; i < axis.length; i++) {
                // Noise, so that what lies on one line, or in one spot, can part.
                axis[i] = scale * axis[i] + START_DEVIATION / 10 * random.nextGaussian();
            }
        }
        return places;
    }

    private static double[][] squaredDistances(float[][] vectors) {
        int n = vectors.length;
        double[][] distances = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                double sum = 0;
                for (int k = 0; k < vectors[i].length; k++) {
                    double difference = vectors[i][k] - vectors[j][k];
                    sum += difference * difference;
                }
                if (!Double.isFinite(sum)) {
                    throw new EarsightException(
                            "The vectors hold what is no number; embed again with an earlier checkpoint.");
                }
                distances[i][j] = sum;
                distances[j][i] = sum;
            }
        }
        return distances;
    }

    /** How likely {@code i} takes each other for its neighbor: a Gaussian as wide as the perplexity asks, found by halving. */
    static double[][] conditional(double[][] squaredDistances, double perplexity) {
        int n = squaredDistances.length;
        double[][] p = new double[n][n];
        for (int i = 0; i < n; i++) {
            double nearest = Double.POSITIVE_INFINITY;
            double mean = 0;
            for (int j = 0; j < n; j++) {
                nearest = j == i ? nearest : Math.min(nearest, squaredDistances[i][j]);
                mean += squaredDistances[i][j] / (n - 1);
            }
            double low = 0;
            double high = Double.POSITIVE_INFINITY;
            double precision = mean > nearest ? 1 / (mean - nearest) : 1;
            for (int attempt = 0; attempt < 100; attempt++) {
                double entropy = gaussian(squaredDistances[i], i, nearest, precision, p[i]);
                if (Math.abs(entropy - Math.log(perplexity)) < 1e-6) {
                    break;
                }
                if (entropy > Math.log(perplexity)) {
                    low = precision;
                    precision = Double.isInfinite(high) ? 2 * precision : (low + high) / 2;
                } else {
                    high = precision;
                    precision = (low + high) / 2;
                }
            }
        }
        return p;
    }

    /** Fills a row and answers its entropy; relative to the nearest, so that not all of it is zero. */
    private static double gaussian(double[] squared, int own, double nearest, double precision, double[] row) {
        double sum = 0;
        double weighted = 0;
        for (int j = 0; j < row.length; j++) {
            double beyond = squared[j] - nearest;
            row[j] = j == own ? 0 : Math.exp(-precision * beyond);
            sum += row[j];
            weighted += j == own ? 0 : row[j] * precision * beyond;
        }
        for (int j = 0; j < row.length; j++) {
            row[j] /= sum;
        }
        return Math.log(sum) + weighted / sum;
    }

    private static double[][] joint(double[][] conditional) {
        int n = conditional.length;
        double[][] joint = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                joint[i][j] = Math.max(SMALLEST, (conditional[i][j] + conditional[j][i]) / (2 * n));
            }
        }
        return joint;
    }

    /**
     * Of the divergence of q from p, {@code (2, n)} as the places are; each row for itself, so that any number of threads adds up the
     * same.
     *
     * @param weights {@code (n, n)}, overwritten
     */
    static double[][] gradient(double[][] p, double[][] places, double[][] weights, double exaggeration) {
        int n = p.length;
        double[] x = places[0];
        double[] y = places[1];
        double[] sums = new double[n];
        IntStream.range(0, n).parallel().forEach(i -> {
            double[] row = weights[i];
            for (int j = 0; j < n; j++) {
                double right = x[i] - x[j];
                double up = y[i] - y[j];
                row[j] = 1 / (1 + right * right + up * up);
            }
            row[i] = 0;
            sums[i] = Arrays.stream(row).sum();
        });
        double all = Arrays.stream(sums).sum();
        double[][] gradient = new double[2][n];
        IntStream.range(0, n).parallel().forEach(i -> {
            double[] row = weights[i];
            double forces = 0;
            double alongX = 0;
            double alongY = 0;
            for (int j = 0; j < n; j++) {
                double force = (exaggeration * p[i][j] - Math.max(SMALLEST, row[j] / all)) * row[j];
                forces += force;
                alongX += force * x[j];
                alongY += force * y[j];
            }
            gradient[0][i] = 4 * (forces * x[i] - alongX);
            gradient[1][i] = 4 * (forces * y[i] - alongY);
        });
        return gradient;
    }
}
