package dev.earsight.clip;

/**
 * The source pixels behind each target pixel along one axis, with weights that add up to one.
 *
 * <p>A target pixel is bilinear between the two nearest pixels while the rectangle is at most twice the target's size, and the
 * mean of the stretch it covers beyond that, so that no pixel is skipped. Pixels are squares with their middle at one half;
 * beyond the picture's edge the edge pixel counts.
 */
final class Taps {
    int[] first = new int[0];
    int[] count = new int[0];
    float[] weights = new float[0]; // `width` of them for each target pixel
    int width;

    void set(double start, double length, int limit, int side) {
        double scale = length / side;
        boolean average = scale > 2;
        width = average ? (int) Math.ceil(scale) + 1 : 2;
        if (first.length < side) {
            first = new int[side];
            count = new int[side];
        }
        if (weights.length < side * width) {
            weights = new float[side * width];
        }
        for (int i = 0; i < side; i++) {
            if (average) {
                cover(i, start + i * scale, start + (i + 1) * scale, limit);
            } else {
                interpolate(i, start + (i + 0.5) * scale - 0.5, limit);
            }
        }
    }

    private void interpolate(int i, double at, int limit) {
        double inside = Math.clamp(at, 0, limit - 1);
        int left = Math.min((int) inside, Math.max(0, limit - 2));
        first[i] = left;
        count[i] = Math.min(2, limit);
        weights[i * width] = (float) (1 - (inside - left));
        weights[i * width + 1] = (float) (inside - left);
    }

    private void cover(int i, double from, double to, int limit) {
        int left = Math.clamp((int) Math.floor(from), 0, limit - 1);
        int right = Math.clamp((int) Math.ceil(to), left + 1, limit);
        first[i] = left;
        count[i] = Math.min(width, right - left);
        double sum = 0;
        for (int k = 0; k < count[i]; k++) {
            sum += overlap(left + k, from, to);
        }
        for (int k = 0; k < count[i]; k++) {
            weights[i * width + k] = (float) (overlap(left + k, from, to) / sum);
        }
    }

    private static double overlap(int pixel, double from, double to) {
        return Math.max(1e-9, Math.min(pixel + 1.0, to) - Math.max(pixel, from));
    }
}
