package dev.earsight.library;

import dev.earsight.index.UnitVectors;
import dev.earsight.index.Vectors;
import java.util.List;

/** Which seconds around one that was found belong to the same hit. */
final class TimeRanges {
    /** Neighbors that match nearly as well as the best: their cosine is at most this much lower. */
    static final double LOWER_BY = 0.05;

    private TimeRanges() {}

    /**
     * A run of vectors of a block.
     *
     * @param first place of the first, {@code best} of the best, {@code last} of the last
     */
    record Run(int first, int best, int last) {
        /** What of it lies between others, none of which holds its best. */
        Run outside(List<Run> others) {
            int from = first;
            int to = last;
            for (Run other : others) {
                if (other.last < best) {
                    from = Math.max(from, other.last + 1);
                } else {
                    to = Math.min(to, other.first - 1);
                }
            }
            return new Run(from, best, to);
        }
    }

    /** The run around the vector with this key. */
    static Run around(Vectors block, long key, float bestScore, List<float[]> queries, int dimensions) {
        int best = place(block, key);
        float[] vector = new float[dimensions];
        int first = best;
        while (first > 0 && score(block, first - 1, queries, vector) >= bestScore - LOWER_BY) {
            first--;
        }
        int last = best;
        while (last < block.size() - 1 && score(block, last + 1, queries, vector) >= bestScore - LOWER_BY) {
            last++;
        }
        return new Run(first, best, last);
    }

    private static double score(Vectors block, int i, List<float[]> queries, float[] vector) {
        block.copy(i, vector);
        double best = -1;
        for (float[] query : queries) {
            best = Math.max(best, UnitVectors.product(query, vector));
        }
        return best;
    }

    /** The place of a key; keys are in order. */
    private static int place(Vectors block, long key) {
        int low = 0;
        int high = block.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (block.key(middle) < key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The place of the vector whose middle is nearest to a moment. */
    static int nearest(Vectors block, double seconds) {
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < block.size(); i++) {
            long key = block.key(i);
            double distance = Math.abs((VectorKey.startSeconds(key) + VectorKey.endSeconds(key)) / 2 - seconds);
            if (distance < least) {
                least = distance;
                nearest = i;
            }
        }
        return nearest;
    }
}
