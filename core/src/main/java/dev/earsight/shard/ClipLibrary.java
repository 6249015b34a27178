package dev.earsight.shard;

import dev.earsight.EarsightException;
import dev.earsight.media.RgbImage;
import java.util.Optional;

/**
 * Clips to draw training pairs from: frames on the 25 frames-per-second grid and mono 48 kHz sound. A clip is one source
 * file or, for a long source, one stretch of it. Implementations may be read from several threads at once.
 */
public interface ClipLibrary {
    /** How many clips there are; they are numbered from 0. */
    int size();

    /**
     * The clip's name: its source's path relative to the folder prepared, with '/' between folders; for a source of several
     * clips followed by {@code #} and the clip's number within it.
     */
    String name(int clip);

    /**
     * The name of the source file the clip comes from, the same for all clips of one source. A mismatched pair is drawn from
     * two different sources, and a split never parts the clips of one.
     */
    default String source(int clip) {
        return name(clip);
    }

    /** The frame of the source's grid that is the clip's frame 0; {@link #truthJson} counts frames from the source's start. */
    default int startFrame(int clip) {
        return 0;
    }

    /** Number of frames on the grid; frame {@code k} is shown {@code k / 25} seconds into the clip. */
    int frameCount(int clip);

    /** Every how many frames of the grid one is kept: only multiples of it may be asked for. 1 where all are kept. */
    default int frameStep(int clip) {
        return 1;
    }

    /** Number of samples of sound at 48 kHz, counted from the same moment as the frames. */
    long sampleCount(int clip);

    /** Frame {@code frameIndex}, 0 to {@code frameCount - 1}, a multiple of {@code frameStep}. */
    RgbImage frame(int clip, int frameIndex);

    /**
     * Whether {@link #flow} has an answer that can be learned from: {@code fields} fields from frame {@code frameIndex} on lie in
     * the clip, and none of them leads from one scene into another.
     */
    default boolean hasFlow(int clip, int frameIndex, int fields) {
        return false;
    }

    /**
     * The optical flow that follows a frame: field {@code i} goes from frame {@code frameIndex + i} of the 25
     * frames-per-second grid to the next one. {@code frameIndex} is a multiple of {@code frameStep}.
     *
     * @throws EarsightException where no flow was prepared
     */
    default FlowStack flow(int clip, int frameIndex, int fields) {
        throw new EarsightException(
                "There is no optical flow of " + name(clip) + "; prepare the videos with `prepare --flow dis`.");
    }

    /** {@code sampleCount} samples from {@code startSample} on; zero outside the clip. */
    float[] sound(int clip, long startSample, int sampleCount);

    /** The ground truth that lay beside the source ({@code NAME.json}), as text. For evaluation only, never for training. */
    Optional<String> truthJson(int clip);
}
