package dev.earsight.localize;

/** Which scores belong to something that sounds. */
public sealed interface Threshold {
    /** The lowest score kept in {@code map}; infinite where nothing of it sounds. */
    double lowest(ScoreMap map);

    /** The score that a region must reach somewhere to count as something that sounds. */
    double leastPeak();

    /**
     * Everything that stands out: from a share of the way up from the background, which is the map's median, to its peak. It follows the
     * shape of the blob whatever the level, so it always finds something unless the peak stays below {@code floor}. Other regions count
     * only where they reach the floor themselves: their outskirts may be weaker, but a region that is weak throughout does not sound
     * because another place does.
     *
     * @param share 0 for the background, 1 for the peak alone
     * @param floor the calibrated score below which nothing visible sounds
     */
    record AboveBackground(double share, double floor) implements Threshold {
        /**
         * The share for boxes around what sounds. The first box overlaps (IoU) what sounds by 0.62 and 0.50 with the demo's networks, without
         * and with normalized vectors (60 drawn validation scenes), and by 0.39 on real photographs (40). From 0.1 to 0.3 it is 0.56-0.63,
         * 0.45-0.52 and 0.33-0.39; half-way in log-odds 0.45, 0.52 and 0.36: where a network is sure, its background is so far down that
         * half of that way takes in what hardly sounds.
         */
        public static final double BOX_SHARE = 0.2;

        @Override
        public double lowest(ScoreMap map) {
            double peak = map.max();
            double background = map.median();
            // Rounding must not lift it above the peak itself.
            return peak < floor ? Double.POSITIVE_INFINITY : Math.min(background + share * (peak - background), peak);
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
        public double lowest(ScoreMap map) {
            return score;
        }

        @Override
        public double leastPeak() {
            return score;
        }
    }
}
