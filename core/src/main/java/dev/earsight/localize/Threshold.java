package dev.earsight.localize;

/** Which scores belong to something that sounds. */
public sealed interface Threshold {
    /** The lowest score kept in a map whose highest is {@code peak}. */
    double lowest(double peak);

    /** The score that a region must reach somewhere to count as something that sounds. */
    double leastPeak();

    /**
     * Everything from a fraction of the peak on: follows the shape of the blob whatever the level, so it always finds
     * something unless the peak stays below {@code floor}. Other regions count only where they reach the floor themselves: their
     * outskirts may be weaker, but a region that is weak throughout does not sound because another place does.
     *
     * @param fraction of the peak, 0 to 1; scores must not be negative
     * @param floor the calibrated score below which nothing visible sounds
     */
    record FractionOfPeak(double fraction, double floor) implements Threshold {
        @Override
        public double lowest(double peak) {
            return peak < floor ? Double.POSITIVE_INFINITY : fraction * peak;
        }

        @Override
        public double leastPeak() {
            return floor;
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

        @Override
        public double leastPeak() {
            return score;
        }
    }
}
