package dev.earsight.clip;

import java.util.List;

/**
 * A batch of N pairs as the networks take them, row-major.
 *
 * @param size N
 * @param input what is shown of each moment
 * @param images (N, C, S, S): frames in [-1, 1], flow as {@link FlowPlanes} scales it
 * @param spectrograms (N, 1, 257, 200), see {@link LogSpectrogram}
 * @param matched (N): 1 for a match, 0 for a mismatch
 * @param pairs where each came from
 */
@SuppressWarnings("ArrayRecordComponent") // megabytes a step: a copy per accessor would be the cost
public record PairBatch(
        int size, PictureInput input, float[] images, float[] spectrograms, float[] matched, List<Pair> pairs) {
    /** Checks the arrays against the sizes. */
    public PairBatch {
        if (images.length != size * input.size()
                || spectrograms.length != size * LogSpectrogram.SIZE
                || matched.length != size
                || pairs.size() != size) {
            throw new IllegalArgumentException("The arrays of a batch do not fit " + size + " pairs of " + input);
        }
    }
}
