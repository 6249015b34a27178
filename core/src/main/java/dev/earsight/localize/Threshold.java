package dev.earsight.localize;

/** Which scores belong to something that sounds. */
public sealed interface Threshold {
    /** The lowest score kept in {@code map}; infinite where nothing of it sounds. */
    double lowest(ScoreMap map);

    /** The score that a region must reach somewhere to count as something that sounds. */
    double leastPeak();

    /**
     * Everything that stands out: from a share of the way up from the background, which is the map's median, to its peak, in log-odds.
     * It follows the shape of the blob whatever the level, so it always finds something unless the peak stays below
     * {@code floor}. Other regions count only where they reach the floor themselves: their outskirts may be weaker, but a
     * region that is weak throughout does not sound because another place does.
     *
     * @param share 0 for the background, 1 for the peak alone
     * @param floor the calibrated score below which nothing visible sounds
     */
    record AboveBackground(double share, double floor) implements Threshold {
        /**
         * The share for boxes around what sounds. Of 0.3, 0.5, 0.65 and 0.8 the one that suits three networks on validation scenes best
         * together: the first box's overlap with what sounds (IoU) is 0.45 and 0.52 with the demo's networks, without and with
         * normalized vectors (n = 50), and 0.36 on real photographs (n = 40). Each has a better one of its own: 0.8, 0.5, 0.5.
         */
        public static final double BOX_SHARE = 0.5;

        @Override
        public double lowest(ScoreMap map) {
            double peak = map.max();
            if (peak < floor) {
                return Double.POSITIVE_INFINITY;
            }
            double background = logOdds(map.median());
            double lowest = 1 / (1 + Math.exp(-(background + share * (logOdds(peak) - background))));
            // Rounding must not lift it above the peak itself.
            return Math.min(lowest, peak);
        }

        @Override
        public double leastPeak() {
            return floor;
        }

        /** Finite at 0 and 1, which float probabilities reach. */
        private static double logOdds(double probability) {
            double p = Math.clamp(probability, 1e-9, 1 - 1e-9);
            return Math.log(p / (1 - p));
        }
    }

    /**
     * Everything from one calibrated score on, the same for all pictures.
     *
     * @param score the lowest score kept
     */
    record Absolute(double score) implements Threshold {
        @Override
        public double lowest(ScoreMap map) {
            return score;
        }

        @Override
        public double leastPeak() {
            return score;
        }
    }
}
