package dev.earsight.evaluate;

import dev.earsight.EarsightException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * t-SNE: vectors on a plane so that neighbors stay neighbors (van der Maaten and Hinton, JMLR 2008). For looking at embeddings;
 * sizes of clumps and distances between them mean nothing.
 *
 * <p>Exact, all pairs: a second or two for {@value #MOST_VECTORS} vectors, which is the most. {@code p} is the joint probability
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
        double[][] speed = new double[n][2];
        double[][] gains = new double[n][2];
        for (double[] gain : gains) {
            Arrays.fill(gain, 1);
        }
        double rate = Math.max(50, n / EXAGGERATION / 4);
        for (int step = 0; step < STEPS; step++) {
            boolean early = step < EXAGGERATED_STEPS;
            double[][] gradient = gradient(p, places, early ? EXAGGERATION : 1);
            for (int i = 0; i < n; i++) {
                for (int d = 0; d < 2; d++) {
                    boolean onward = gradient[i][d] > 0 != speed[i][d] > 0;
                    gains[i][d] = Math.max(0.01, onward ? gains[i][d] + 0.2 : gains[i][d] * 0.8);
                    speed[i][d] = (early ? 0.5 : 0.8) * speed[i][d] - rate * gains[i][d] * gradient[i][d];
                    places[i][d] += speed[i][d];
                }
            }
        }
        return places;
    }

    private static double[][] start(float[][] vectors, long seed) {
        PrincipalComponents plane = PrincipalComponents.of(vectors, 2);
        double[][] places = Arrays.stream(vectors).map(plane::project).toArray(double[][]::new);
        double energy = 0;
        for (double[] place : places) {
            energy += place[0] * place[0] / places.length;
        }
        double scale = energy > 0 ? START_DEVIATION / Math.sqrt(energy) : 0;
        Random random = new Random(seed);
        for (double[] place : places) {
            for (int d = 0; d < 2; d++) {
                // Noise, so that what lies on one line, or in one spot, can part.
                place[d] = scale * place[d] + START_DEVIATION / 10 * random.nextGaussian();
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

    /** Of the divergence of q from p, a row for itself: any number of threads adds up the same. */
    static double[][] gradient(double[][] p, double[][] places, double exaggeration) {
        int n = places.length;
        double[] rowSums = IntStream.range(0, n)
                .parallel()
                .mapToDouble(i -> {
                    double sum = 0;
                    for (int j = 0; j < n; j++) {
                        sum += j == i ? 0 : student(places[i], places[j]);
                    }
                    return sum;
                })
                .toArray();
        double total = 0;
        for (double sum : rowSums) {
            total += sum;
        }
        double all = total;
        return IntStream.range(0, n)
                .parallel()
                .mapToObj(i -> {
                    double[] row = new double[2];
                    for (int j = 0; j < n; j++) {
                        double weight = student(places[i], places[j]);
                        double force =
                                j == i ? 0 : (exaggeration * p[i][j] - Math.max(SMALLEST, weight / all)) * weight;
                        row[0] += 4 * force * (places[i][0] - places[j][0]);
                        row[1] += 4 * force * (places[i][1] - places[j][1]);
                    }
                    return row;
                })
                .toArray(double[][]::new);
    }

    private static double student(double[] a, double[] b) {
        double x = a[0] - b[0];
        double y = a[1] - b[1];
        return 1 / (1 + x * x + y * y);
    }
}
