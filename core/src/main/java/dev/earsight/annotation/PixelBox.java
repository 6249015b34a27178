package dev.earsight.annotation;

/**
 * A box in whole pixels of the square all localization sets are judged in; the right and lower edges are not part of it.
 * Published code cuts fractions off (numpy's {@code int(224 * v)}) and slices {@code [y0:y1, x0:x1]}, and so do we.
 *
 * @param x0 first column
 * @param y0 first row
 * @param x1 column after the last
 * @param y1 row after the last
 */
public record PixelBox(int x0, int y0, int x1, int y1) {
    /** Pixels along each side of the square. */
    public static final int SIDE = 224;

    /** From fractions of the picture, clipped to it first: VGG-SS holds values down to -2.9e17. */
    public static PixelBox ofFractions(double x0, double y0, double x1, double y1) {
        return new PixelBox(pixel(x0), pixel(y0), pixel(x1), pixel(y1));
    }

    /** From coordinates in a square of {@code side} pixels: {@code floor(224 v / side)}, clipped. */
    public static PixelBox ofPixels(double x0, double y0, double x1, double y1, int side) {
        return new PixelBox(scaled(x0, side), scaled(y0, side), scaled(x1, side), scaled(y1, side));
    }

    /** Whether no pixel lies in it. */
    public boolean isEmpty() {
        return x1 <= x0 || y1 <= y0;
    }

    private static int pixel(double fraction) {
        return (int) (SIDE * Math.clamp(fraction, 0.0, 1.0));
    }

    private static int scaled(double coordinate, int side) {
        return (int) Math.floor(Math.clamp(SIDE * coordinate / side, 0.0, (double) SIDE));
    }
}
