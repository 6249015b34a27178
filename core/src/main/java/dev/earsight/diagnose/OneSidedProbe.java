package dev.earsight.diagnose;

import dev.earsight.evaluate.Bootstrap;
import dev.earsight.evaluate.Measure;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Whether one side of a pair gives away if the pair matches: logistic regression on that side alone, cross-validated in five
 * parts so that no source is in both. If pairs are drawn fairly it can only guess.
 *
 * <p>Features in units of their spread; both kinds of pairs weigh the same, or leaving out more of one kind would tilt the
 * answer to the other; the squared weights are held down by {@value #RIDGE} (per feature, half their sum). Fitted by
 * accelerated gradient steps (Nesterov).
 */
final class OneSidedProbe {
    static final int PARTS = 5;
    private static final double RIDGE = 0.02;
    private static final int STEPS = 300;

    private OneSidedProbe() {}

    /**
     * The probe's accuracy on sources it was not fitted to.
     *
     * @param features of the one side of each pair
     * @param sources where that side comes from
     */
    static Measure of(String name, double[][] features, boolean[] matched, String[] sources, long seed) {
        int[] parts = parts(sources);
        double[] right = new double[matched.length];
        for (int part = 0; part < PARTS; part++) {
            double[] weights = fit(features, matched, parts, part);
            for (int i = 0; i < right.length; i++) {
                if (parts[i] == part) {
                    right[i] = dot(weights, features[i]) >= 0 == matched[i] ? 1 : 0;
                }
            }
        }
        double accuracy = Arrays.stream(right).average().orElse(Double.NaN);
        return new Measure(name, accuracy, right.length, Bootstrap.mean(right, sources, seed), 0.5, List.of());
    }

    /** The part each item belongs to: items of one source stay together, the parts hold about as many sources. */
    static int[] parts(String[] sources) {
        List<String> distinct = Arrays.stream(sources).distinct().sorted().toList();
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < distinct.size(); i++) {
            places.put(distinct.get(i), i % PARTS);
        }
        return Arrays.stream(sources).mapToInt(places::get).toArray();
    }

    /** Weights for features as they come, the constant last; fitted to all parts but one. */
    private static double[] fit(double[][] features, boolean[] matched, int[] parts, int without) {
        int size = features[0].length;
        int[] used = IntStream.range(0, parts.length)
                .filter(i -> parts[i] != without)
                .toArray();
        double[] mean = new double[size];
        double[] scale = new double[size];
        for (int i : used) {
            for (int k = 0; k < size; k++) {
                mean[k] += features[i][k] / used.length;
            }
        }
        for (int i : used) {
            for (int k = 0; k < size; k++) {
                double away = features[i][k] - mean[k];
                scale[k] += away * away / used.length;
            }
        }
        for (int k = 0; k < size; k++) {
            scale[k] = scale[k] > 1e-12 ? 1 / Math.sqrt(scale[k]) : 0; // what never varies says nothing
        }
        double[][] x = new double[used.length][size];
        double[] count = new double[2];
        for (int j = 0; j < used.length; j++) {
            for (int k = 0; k < size; k++) {
                x[j][k] = (features[used[j]][k] - mean[k]) * scale[k];
            }
            count[matched[used[j]] ? 1 : 0]++;
        }
        // The curvature is at most a quarter of the largest eigenvalue of the features' covariance, here bounded by
        // power steps.
        double rate = 1 / (0.3 * largestEigenvalue(x) + RIDGE + 0.25);
        double[] weights = new double[size + 1];
        double[] ahead = weights.clone();
        for (int step = 0; step < STEPS; step++) {
            double[] gradient = new double[size + 1];
            for (int j = 0; j < used.length; j++) {
                int kind = matched[used[j]] ? 1 : 0;
                double error = (1 / (1 + Math.exp(-dot(ahead, x[j]))) - kind) / (2 * count[kind]);
                for (int k = 0; k < size; k++) {
                    gradient[k] += error * x[j][k];
                }
                gradient[size] += error;
            }
            for (int k = 0; k <= size; k++) {
                double next = ahead[k] - rate * (gradient[k] + (k < size ? RIDGE * ahead[k] : 0));
                ahead[k] = next + step / (step + 3.0) * (next - weights[k]);
                weights[k] = next;
            }
        }
        for (int k = 0; k < size; k++) {
            weights[k] *= scale[k];
            weights[size] -= weights[k] * mean[k];
        }
        return weights;
    }

    private static double largestEigenvalue(double[][] x) {
        int size = x[0].length;
        double[] direction = new double[size];
        Arrays.setAll(direction, k -> 1 + 0.1 * (k % 7));
        double value = 0;
        for (int step = 0; step < 20; step++) {
            double length = Math.sqrt(Arrays.stream(direction).map(v -> v * v).sum());
            double[] next = new double[size];
            for (double[] row : x) {
                double along = 0;
                for (int k = 0; k < size; k++) {
                    along += row[k] * direction[k] / Math.max(length, 1e-300);
                }
                for (int k = 0; k < size; k++) {
                    next[k] += along * row[k] / x.length;
                }
            }
            value = Math.sqrt(Arrays.stream(next).map(v -> v * v).sum());
            direction = next;
        }
        return value;
    }

    private static double dot(double[] weights, double[] x) {
        double sum = weights[x.length];
        for (int k = 0; k < x.length; k++) {
            sum += weights[k] * x[k];
        }
        return sum;
    }
}
