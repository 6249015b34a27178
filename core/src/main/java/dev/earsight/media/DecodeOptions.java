package dev.earsight.media;

import java.time.Duration;

/**
 * How a file is decoded.
 *
 * @param threads decoder threads, at least 1; 1 is right where several files are read side by side
 * @param timeLimit how long one open file may take in all before it fails with {@code TIMED_OUT}; zero for no limit. It is
 *     looked at in every blocking read and between packets, so it cannot cut off a decoder that hangs within one packet.
 * @param maxPixels width times height of the largest picture that is decoded; larger ones, which a few bytes can announce, are
 *     damage
 */
public record DecodeOptions(int threads, Duration timeLimit, long maxPixels) {
    /** A damaged header must not ask for gigabytes. */
    private static final long USUAL_MAX_PIXELS = 8192L * 8192;

    /** One thread, no limit of time. */
    public static final DecodeOptions DEFAULT = new DecodeOptions(1, Duration.ZERO);

    /** Checks the ranges. */
    public DecodeOptions {
        if (threads < 1 || timeLimit.isNegative() || maxPixels < 1) {
            throw new IllegalArgumentException(
                    "Decoding needs at least one thread, a time limit of zero or more, and a pixel");
        }
    }

    /** Of pictures of any sensible size. */
    public DecodeOptions(int threads, Duration timeLimit) {
        this(threads, timeLimit, USUAL_MAX_PIXELS);
    }
}
