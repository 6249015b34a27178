package dev.earsight.loss;

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
