package dev.earsight.evaluate;

/**
 * From a score to a probability: {@code p = 1 / (1 + exp(-(slope * score + intercept)))}, fitted to validation pairs
 * (Platt 1999, with his smoothed targets, so that the fit stays finite where the two kinds do not overlap).
 *
 * @param slope per unit of score
 * @param intercept at score zero
 */
public record Calibration(double slope, double intercept) {
    private static final int STEPS = 100;

    /** The probability that a pair with this score matches. */
    public double probability(double score) {
        return 1 / (1 + Math.exp(-(slope * score + intercept)));
    }

    /** Fits by Newton's method with halved steps where a whole one would not improve. */
    public static Calibration fit(double[] scores, boolean[] matched) {
        Numbers.requireSameLength(scores.length, matched.length);
        Numbers.requireFinite(scores, "score");
        int n = scores.length;
        double mean = 0;
        double matches = 0;
        for (int i = 0; i < n; i++) {
            mean += scores[i] / n;
            matches += matched[i] ? 1 : 0;
        }
        double variance = 0;
        for (double score : scores) {
            variance += (score - mean) * (score - mean) / n;
        }
        // Scores of unit spread around zero: otherwise a narrow range far from zero makes the two unknowns nearly one.
        double spread = variance > 0 ? Math.sqrt(variance) : 1;
        double[] x = new double[n];
        double[] target = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = (scores[i] - mean) / spread;
            target[i] = matched[i] ? (matches + 1) / (matches + 2) : 1 / (n - matches + 2);
        }
        double a = 0;
        double b = Math.log((matches + 1) / (n - matches + 1));
        double loss = loss(x, target, a, b);
        for (int step = 0; step < STEPS; step++) {
            double gradientA = 0;
            double gradientB = 0;
            double aa = 1e-12;
            double ab = 0;
            double bb = 1e-12;
            for (int i = 0; i < n; i++) {
                double p = 1 / (1 + Math.exp(-(a * x[i] + b)));
                double weight = p * (1 - p);
                gradientA += (p - target[i]) * x[i];
                gradientB += p - target[i];
                aa += weight * x[i] * x[i];
                ab += weight * x[i];
                bb += weight;
            }
            double determinant = aa * bb - ab * ab;
            double stepA = (bb * gradientA - ab * gradientB) / determinant;
            double stepB = (aa * gradientB - ab * gradientA) / determinant;
            double size = 1;
            double newLoss = loss(x, target, a - stepA, b - stepB);
            while (newLoss > loss && size > 1e-10) {
                size /= 2;
                newLoss = loss(x, target, a - size * stepA, b - size * stepB);
            }
            if (newLoss > loss) {
                break;
            }
            a -= size * stepA;
            b -= size * stepB;
            boolean settled = Math.abs(stepA) + Math.abs(stepB) < 1e-12;
            loss = newLoss;
            if (settled) {
                break;
            }
        }
        return new Calibration(a / spread, b - a * mean / spread);
    }

    private static double loss(double[] x, double[] target, double a, double b) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double z = a * x[i] + b;
            // log(1 + e^z) - t z without overflow
            sum += Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - target[i] * z;
        }
        return sum;
    }
}
