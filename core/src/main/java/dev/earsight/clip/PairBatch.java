package dev.earsight.clip;

import java.util.List;

/**
 * A batch of N pairs as the networks take them, row-major.
 *
 * @param size N
 * @param imageSide S, the pictures' side in pixels
 * @param images (N, 3, S, S) in [-1, 1]
 * @param spectrograms (N, 1, 257, 200), see {@link LogSpectrogram}
 * @param matched (N): 1 for a match, 0 for a mismatch
 * @param pairs where each came from
 */
@SuppressWarnings("ArrayRecordComponent") // megabytes a step: a copy per accessor would be the cost
public record PairBatch(
        int size, int imageSide, float[] images, float[] spectrograms, float[] matched, List<Pair> pairs) {
    /** Checks the arrays against the sizes. */
    public PairBatch {
        if (images.length != size * 3 * imageSide * imageSide
                || spectrograms.length != size * LogSpectrogram.SIZE
                || matched.length != size
                || pairs.size() != size) {
            throw new IllegalArgumentException(
                    "The arrays of a batch do not fit " + size + " pairs of side " + imageSide);
        }
    }
}
