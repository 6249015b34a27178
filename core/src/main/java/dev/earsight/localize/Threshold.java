package dev.earsight.localize;

/** Which scores belong to something that sounds. */
public sealed interface Threshold {
    /** The lowest score kept in a map whose highest is {@code peak}. */
    double lowest(double peak);

    /**
     * Everything from a fraction of the peak on: follows the shape of the blob whatever the level, so it always finds
     * something unless the peak stays below {@code floor}.
     *
     * @param fraction of the peak, 0 to 1; scores must not be negative
     * @param floor the calibrated score below which nothing visible sounds
     */
    record FractionOfPeak(double fraction, double floor) implements Threshold {
        @Override
        public double lowest(double peak) {
            return peak < floor ? Double.POSITIVE_INFINITY : fraction * peak;
        }
    }

    /**
     * Everything from one calibrated score on, the same for all pictures.
     *
     * @param score the lowest score kept
     */
    record Absolute(double score) implements Threshold {
        @Override
        public double lowest(double peak) {
            return score;
        }
    }
}
