package dev.earsight.loss;

import java.util.stream.IntStream;

/**
 * The logistic regression of a label on one number, {@code p = sigmoid(slope * x + offset)}, by Newton's method on the mean
 * cross-entropy (Platt's calibration).
 *
 * @param slope log-odds per unit of {@code x}
 * @param offset log-odds at zero
 */
public record LogisticFit(double slope, double offset) {
    private static final int MAX_ITERATIONS = 50;
    /** Keeps the fit finite where one number separates the labels: a weak pull of the slope, in standard units, to zero. */
    private static final double RIDGE = 1e-3;

    /**
     * Log-odds of every pair by a fit that has not seen it: every other two pairs are judged by what the rest taught, so that a fit
     * and its accuracy may come from the same pairs without one flattering the other.
     */
    public static float[] crossFitted(float[] x, float[] matched) {
        float[] logOdds = new float[x.length];
        for (int fold = 0; fold < 2; fold++) {
            int judged = fold;
            // By twos: where a batch is one match and one mismatch, both folds still hold both kinds.
            int[] rest = IntStream.range(0, x.length)
                    .filter(i -> i / 2 % 2 != judged)
                    .toArray();
            LogisticFit fit = of(taken(x, rest), taken(matched, rest));
            for (int i = 0; i < x.length; i++) {
                if (i / 2 % 2 == judged) {
                    logOdds[i] = (float) (fit.slope * x[i] + fit.offset);
                }
            }
        }
        return logOdds;
    }

    private static float[] taken(float[] values, int[] places) {
        float[] taken = new float[places.length];
        for (int i = 0; i < places.length; i++) {
            taken[i] = values[places[i]];
        }
        return taken;
    }

    /** Fits {@code matched[i]} (1 or 0) on {@code x[i]}. */
    public static LogisticFit of(float[] x, float[] matched) {
        double mean = 0;
        for (float value : x) {
            mean += value / x.length;
        }
        double variance = 0;
        for (float value : x) {
            variance += (value - mean) * (value - mean) / x.length;
        }
        // In standard units Newton's steps are well scaled whatever the similarity's range.
        double scale = Math.max(Math.sqrt(variance), 1e-9);
        double a = 0;
        double b = 0;
        for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
            double gradientA = RIDGE * a;
            double gradientB = 0;
            double aa = RIDGE;
            double ab = 0;
            double bb = 1e-12;
            for (int i = 0; i < x.length; i++) {
                double z = (x[i] - mean) / scale;
                double p = 1 / (1 + Math.exp(-(a * z + b)));
                double error = (p - matched[i]) / x.length;
                double weight = p * (1 - p) / x.length;
                gradientA += error * z;
                gradientB += error;
                aa += weight * z * z;
                ab += weight * z;
                bb += weight;
            }
            double determinant = aa * bb - ab * ab;
            double stepA = (bb * gradientA - ab * gradientB) / determinant;
            double stepB = (aa * gradientB - ab * gradientA) / determinant;
            // Far from the optimum a full step may overshoot.
            double shorten = Math.min(1, 4 / Math.max(1e-12, Math.max(Math.abs(stepA), Math.abs(stepB))));
            a -= shorten * stepA;
            b -= shorten * stepB;
            if (Math.max(Math.abs(stepA), Math.abs(stepB)) < 1e-9) {
                break;
            }
        }
        return new LogisticFit(a / scale, b - a * mean / scale);
    }
}
