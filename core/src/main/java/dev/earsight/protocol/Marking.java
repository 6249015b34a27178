package dev.earsight.protocol;

/** Which pixels of a score map are taken to sound. NaN compares with nothing, so where it is compared it is never marked. */
public sealed interface Marking {
    /** One answer per pixel. */
    boolean[] mark(float[] scores);

    /**
     * Scores beyond the one at an index of the upward sorted scores. Where many pixels share that score, {@code >=} takes all
     * of them and {@code >} none: on maps with a flat background this alone moves the success rate by 12 to 28 points.
     *
     * @param index 0 for the lowest score
     * @param strict whether it is {@code >} rather than {@code >=}
     */
    record BeyondRank(int index, boolean strict) implements Marking {
        @Override
        public boolean[] mark(float[] scores) {
            return new BeyondValue(OrderStatistic.at(scores, index), strict).mark(scores);
        }

        @Override
        public String toString() {
            return "scores " + (strict ? ">" : ">=") + " sorted[" + index + "]";
        }
    }

    /**
     * Scores beyond a fixed one.
     *
     * @param value the threshold
     * @param strict whether it is {@code >} rather than {@code >=}
     */
    record BeyondValue(float value, boolean strict) implements Marking {
        @Override
        public boolean[] mark(float[] scores) {
            boolean[] marked = new boolean[scores.length];
            for (int i = 0; i < scores.length; i++) {
                marked[i] = strict ? scores[i] > value : scores[i] >= value;
            }
            return marked;
        }

        @Override
        public String toString() {
            return "scores " + (strict ? ">" : ">=") + " " + value;
        }
    }

    /**
     * Exactly so many pixels, the highest first; among equal scores the first in reading order (row by row from the top left).
     * Ties cannot change how much is marked, and a flat map earns what the top of a picture earns. For finite scores.
     *
     * @param count pixels marked
     */
    record Highest(int count) implements Marking {
        @Override
        public boolean[] mark(float[] scores) {
            boolean[] marked = new boolean[scores.length];
            if (count == 0) {
                return marked;
            }
            float lowest = OrderStatistic.at(scores, scores.length - count);
            int left = count;
            for (int i = 0; i < scores.length; i++) {
                marked[i] = scores[i] > lowest;
                left -= marked[i] ? 1 : 0;
            }
            for (int i = 0; left > 0 && i < scores.length; i++) {
                if (scores[i] == lowest) {
                    marked[i] = true;
                    left--;
                }
            }
            return marked;
        }

        @Override
        public String toString() {
            return "exactly the " + count + " highest pixels, ties in reading order";
        }
    }
}
