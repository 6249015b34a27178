package dev.earsight.shard;

import dev.earsight.media.RgbImage;

/**
 * Finds the optical flow between two pictures. The estimators themselves are in the module {@code motion}, so that this one
 * needs no OpenCV. One estimator per thread.
 */
public interface FlowEstimator extends AutoCloseable {
    /**
     * Where each pixel of {@code earlier} is in {@code later}; the field has the size of the pictures, which must be the same.
     */
    FlowField between(RgbImage earlier, RgbImage later);

    /** For where no network is to see flow. */
    static FlowEstimator none() {
        return (_, _) -> {
            throw new IllegalStateException("A network that sees optical flow was given no way to find it");
        };
    }

    /** Frees native memory, where there is any. */
    @Override
    default void close() {}
}
