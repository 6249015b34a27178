package dev.earsight.shard;

import dev.earsight.media.RgbImage;

/**
 * Tells whether all frames shown to it are one picture. Each frame is reduced to the mean brightness of 16 x 16 fields, where
 * a codec's noise averages out but a small moving thing does not; the frames differ once a field has left the first frame's
 * by more than {@value #TOLERANCE} of 255.
 */
final class StillPicture {
    private static final int FIELDS = 16;
    private static final double TOLERANCE = 1.5;

    private double[] first = new double[0];
    private boolean moved;

    /** Looks at the next frame. */
    void show(RgbImage frame) {
        if (moved) {
            return;
        }
        double[] fields = fieldMeans(frame);
        if (first.length == 0) {
            first = fields;
        }
        for (int i = 0; i < fields.length; i++) {
            moved |= Math.abs(fields[i] - first[i]) > TOLERANCE;
        }
    }

    /** Whether nothing has moved so far. */
    boolean still() {
        return !moved;
    }

    private static double[] fieldMeans(RgbImage frame) {
        int columns = Math.min(FIELDS, frame.width());
        int rows = Math.min(FIELDS, frame.height());
        double[] sums = new double[rows * columns];
        int[] counts = new int[rows * columns];
        byte[] rgb = frame.rgb();
        for (int y = 0, i = 0; y < frame.height(); y++) {
            int row = y * rows / frame.height() * columns;
            for (int x = 0; x < frame.width(); x++, i += 3) {
                int field = row + x * columns / frame.width();
                sums[field] += ((rgb[i] & 0xff) + 2 * (rgb[i + 1] & 0xff) + (rgb[i + 2] & 0xff)) / 4.0;
                counts[field]++;
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= counts[i];
        }
        return sums;
    }
}
