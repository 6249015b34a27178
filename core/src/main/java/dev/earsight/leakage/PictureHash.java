package dev.earsight.leakage;

import dev.earsight.media.RgbImage;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * 64 bits of a picture that survive scaling, re-encoding and changes of brightness and contrast (pHash; Zauner, "Implementation
 * and Benchmarking of Perceptual Image Hash Functions", 2010, section 3.2.1). The luminance {@code 0.299 R + 0.587 G + 0.114 B} is
 * averaged over 32x32 cells; bit {@code 8 (v - 1) + u - 1} is 1 where coefficient {@code (u, v)}, both from 1 to 8, of the cells' discrete
 * cosine transform is above the median of these 64. Two hashes are as far apart as they differ in bits.
 *
 * <p>A picture that shows next to nothing at these scales (a fade, a title card's ground, a plain gradient) would be hashed by its noise
 * and resemble others by accident: it has no hash.
 */
public final class PictureHash {
    /** Frames of a clip are hashed this far apart. */
    public static final double EVERY_SECONDS = 2;

    /**
     * Gray levels that the 64 coefficients together must be worth (root mean square over the picture), of 255. Noise of a camera or
     * codec averages to less than 1 over a cell.
     */
    static final double LEAST_CONTRAST = 2;

    private static final int SIDE = 32;
    private static final int KEPT = 8;
    private static final double[][] COSINES = cosines();

    private PictureHash() {}

    /** The hash; empty where the picture shows too little. */
    public static OptionalLong of(RgbImage picture) {
        double[][] cells = cells(picture);
        double[] coefficients = new double[KEPT * KEPT];
        double energy = 0;
        for (int u = 0; u < KEPT; u++) {
            double[] columns = new double[SIDE];
            for (int y = 0; y < SIDE; y++) {
                columns[y] = dot(cells[y], COSINES[u]);
            }
            for (int v = 0; v < KEPT; v++) {
                double coefficient = dot(columns, COSINES[v]);
                coefficients[KEPT * v + u] = coefficient;
                energy += coefficient * coefficient;
            }
        }
        if (Math.sqrt(energy) / SIDE < LEAST_CONTRAST) {
            return OptionalLong.empty();
        }
        double[] sorted = coefficients.clone();
        Arrays.sort(sorted);
        double median = (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
        long hash = 0;
        for (int i = 0; i < coefficients.length; i++) {
            hash |= coefficients[i] > median ? 1L << i : 0;
        }
        return OptionalLong.of(hash);
    }

    /** Bits in which two hashes differ, 0 to 64. */
    public static int distance(long a, long b) {
        return Long.bitCount(a ^ b);
    }

    /** Mean luminance of 32x32 cells; pixels on a border count by the share that lies inside, so that size does not matter. */
    private static double[][] cells(RgbImage picture) {
        int height = picture.height();
        double[][] sums = new double[height + 1][SIDE]; // of all rows above
        double[] before = new double[picture.width() + 1];
        byte[] rgb = picture.rgb();
        for (int y = 0, i = 0; y < height; y++) {
            for (int x = 0; x < picture.width(); x++, i += 3) {
                before[x + 1] =
                        before[x] + 0.299 * (rgb[i] & 255) + 0.587 * (rgb[i + 1] & 255) + 0.114 * (rgb[i + 2] & 255);
            }
            double left = 0;
            for (int cell = 0; cell < SIDE; cell++) {
                double position = picture.width() * (cell + 1) / (double) SIDE;
                int whole = (int) position;
                double right = before[whole];
                if (position > whole) {
                    right += (position - whole) * (before[whole + 1] - before[whole]);
                }
                sums[y + 1][cell] = sums[y][cell] + right - left;
                left = right;
            }
        }
        double[][] cells = new double[SIDE][SIDE];
        double pixels = picture.width() * (double) height / (SIDE * SIDE);
        for (int cell = 0; cell < SIDE; cell++) {
            for (int row = 0; row < SIDE; row++) {
                cells[row][cell] = (above(sums, cell, height * (row + 1) / (double) SIDE)
                                - above(sums, cell, height * row / (double) SIDE))
                        / pixels;
            }
        }
        return cells;
    }

    private static double above(double[][] sums, int cell, double position) {
        int whole = (int) position;
        double sum = sums[whole][cell];
        return position > whole ? sum + (position - whole) * (sums[whole + 1][cell] - sum) : sum;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < SIDE; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Rows 1 to 8 of the orthonormal transform. */
    private static double[][] cosines() {
        double[][] cosines = new double[KEPT][SIDE];
        for (int u = 0; u < KEPT; u++) {
            for (int x = 0; x < SIDE; x++) {
                cosines[u][x] = Math.sqrt(2.0 / SIDE) * Math.cos(Math.PI * (2 * x + 1) * (u + 1) / (2 * SIDE));
            }
        }
        return cosines;
    }
}
