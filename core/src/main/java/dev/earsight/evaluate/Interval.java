package dev.earsight.evaluate;

/**
 * Where the true value lies with 95 % confidence.
 *
 * @param low lower end
 * @param high upper end
 * @param method how it was found, for the report
 */
public record Interval(double low, double high, String method) {
    private static final double Z = 1.959963984540054;

    /**
     * Wilson's score interval for a proportion of independent trials; holds for small counts and for 0 and 1 too.
     *
     * @param successes 0 to {@code n}; a fraction where ties were split
     */
    public static Interval wilson(double successes, long n) {
        if (n < 1 || successes < 0 || successes > n) {
            throw new IllegalArgumentException(successes + " of " + n + " is no proportion");
        }
        double p = successes / n;
        double center = p + Z * Z / (2 * n);
        double reach = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4.0 * n * n));
        double scale = 1 + Z * Z / n;
        return new Interval(Math.max(0, (center - reach) / scale), Math.min(1, (center + reach) / scale), "Wilson");
    }
}
