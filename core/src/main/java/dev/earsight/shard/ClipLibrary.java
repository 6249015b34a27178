package dev.earsight.shard;

import dev.earsight.media.RgbImage;
import java.util.Optional;

/**
 * Clips to draw training pairs from, each one source file: frames on the 25 frames-per-second grid and mono 48 kHz sound.
 * Implementations may be read from several threads at once.
 */
public interface ClipLibrary {
    /** How many clips there are; they are numbered from 0. */
    int size();

    /** The clip's name: its source's path relative to the folder prepared, with '/' between folders. */
    String name(int clip);

    /** The source file the clip was cut from; equal for clips of one source, which are never drawn as a mismatch. */
    default String source(int clip) {
        return name(clip);
    }

    /** Only frames whose index is a multiple of this exist; 1 when every frame of the grid was kept. */
    default int frameStep(int clip) {
        return 1;
    }

    /** Number of frames on the grid; frame {@code k} is shown {@code k / 25} seconds into the clip. */
    int frameCount(int clip);

    /** Number of samples of sound at 48 kHz, counted from the same moment as the frames. */
    long sampleCount(int clip);

    /** Frame {@code frameIndex}, 0 to {@code frameCount - 1}. */
    RgbImage frame(int clip, int frameIndex);

    /** {@code sampleCount} samples from {@code startSample} on; zero outside the clip. */
    float[] sound(int clip, long startSample, int sampleCount);

    /** The ground truth that lay beside the source ({@code NAME.json}), as text. For evaluation only, never for training. */
    Optional<String> truthJson(int clip);
}
