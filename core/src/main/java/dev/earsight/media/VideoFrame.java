package dev.earsight.media;

/**
 * A frame of the 25 frames-per-second grid.
 *
 * @param index place on the grid; it is shown {@code index / 25} seconds after time zero
 * @param image the picture
 */
public record VideoFrame(int index, RgbImage image) {
    /** Frames per second of the grid (paper, section 3.1: 25 frames per second, 0.04 s apart). */
    public static final int PER_SECOND = 25;

    /** When it is shown, in seconds after time zero. */
    public double seconds() {
        return index / (double) PER_SECOND;
    }
}
