package dev.earsight.media;

import java.time.Duration;

/**
 * How a file is decoded.
 *
 * @param threads decoder threads, at least 1; 1 is right where several files are read side by side
 * @param timeLimit how long one open file may take in all before it fails with {@code TIMED_OUT}; zero for no limit. It is
 *     looked at in every blocking read and between packets, so it cannot cut off a decoder that hangs within one packet.
 */
public record DecodeOptions(int threads, Duration timeLimit) {
    /** One thread, no limit. */
    public static final DecodeOptions DEFAULT = new DecodeOptions(1, Duration.ZERO);

    /** Checks the ranges. */
    public DecodeOptions {
        if (threads < 1 || timeLimit.isNegative()) {
            throw new IllegalArgumentException("Decoding needs at least one thread and a time limit of zero or more");
        }
    }
}
