package dev.earsight.shard;

import dev.earsight.EarsightException;

/**
 * What is kept of every source; one folder of prepared data has one of these.
 *
 * @param shortSidePixels the frames' shorter side
 * @param jpegQuality 1 to 100
 * @param framesPerSecond 25, 5 or 1: how many frames of each second of the grid are kept
 * @param clipSeconds where a long source is cut into clips
 * @param maxSourceSeconds where a source is given up going on: the rest is not used
 */
public record KeepOptions(
        int shortSidePixels, int jpegQuality, int framesPerSecond, int clipSeconds, int maxSourceSeconds) {
    /** 256 pixels, quality 85, all 25 frames, clips of 10 minutes, sources of up to 24 hours. */
    public static final KeepOptions DEFAULTS = new KeepOptions(256, 85, 25, 600, 24 * 3600);

    /** Checks the values. */
    public KeepOptions {
        require(shortSidePixels >= 16 && shortSidePixels <= 4096, "The frames' short side must be 16 to 4096 pixels.");
        require(jpegQuality >= 1 && jpegQuality <= 100, "The JPEG quality must be 1 to 100.");
        require(
                framesPerSecond >= 1 && 25 % framesPerSecond == 0,
                "The frames kept per second must be 25, 5 or 1: every, every fifth or every 25th frame of the grid.");
        require(clipSeconds >= 1 && clipSeconds <= 3600, "A clip must last 1 to 3600 seconds.");
        require(maxSourceSeconds >= 1, "The longest source must last at least a second.");
    }

    /** Every how many frames of the grid one is kept. */
    public int frameStep() {
        return 25 / framesPerSecond;
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new EarsightException(sentence);
        }
    }
}
