package dev.earsight.localize;

import dev.earsight.media.VideoFrame;

/**
 * A part of a video.
 *
 * @param startSeconds where it begins
 * @param endSeconds where it ends; beyond the video's end is as good as there
 */
public record Stretch(double startSeconds, double endSeconds) {
    /** All of it. */
    public static final Stretch WHOLE = new Stretch(0, Double.POSITIVE_INFINITY);

    /** Checks the order. */
    public Stretch {
        if (!(startSeconds >= 0 && endSeconds > startSeconds)) {
            throw new IllegalArgumentException("A stretch from " + startSeconds + " to " + endSeconds + " seconds");
        }
    }

    /** The first frame in it, of 25 per second. */
    int firstFrame() {
        return (int) Math.min(Integer.MAX_VALUE, Math.ceil(startSeconds * VideoFrame.PER_SECOND - 1e-6));
    }
}
