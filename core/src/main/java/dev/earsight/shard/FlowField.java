package dev.earsight.shard;

/**
 * Optical flow: where each pixel of a frame is in the next frame of the 25 frames-per-second grid.
 *
 * @param width pixels per row, at least 1
 * @param height rows, at least 1
 * @param dx for each pixel, rows from the top, how far it moves to the right, in pixels of this field's own grid
 * @param dy how far it moves down, in the same unit; both arrays are shared, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // a field is its numbers: copying them at every step would be the cost
public record FlowField(int width, int height, float[] dx, float[] dy) {
    /** Checks that the arrays are as long as the size says. */
    public FlowField {
        if (width < 1 || height < 1 || dx.length != width * height || dy.length != dx.length) {
            throw new IllegalArgumentException("A field of " + width + "x" + height + " cannot have " + dx.length
                    + " and " + dy.length + " displacements");
        }
    }

    /** The field of a picture that does not change. */
    public static FlowField zero(int width, int height) {
        return new FlowField(width, height, new float[width * height], new float[width * height]);
    }

    /**
     * This field on a coarser grid: each displacement is the mean over the area its pixel covers, in pixels of the new grid.
     * A grid that is not coarser in both directions is an error.
     */
    public FlowField reduced(int newWidth, int newHeight) {
        if (newWidth == width && newHeight == height) {
            return this;
        }
        if (newWidth > width || newHeight > height) {
            throw new IllegalArgumentException(
                    "A field of " + width + "x" + height + " cannot be reduced to " + newWidth + "x" + newHeight);
        }
        return new FlowField(
                newWidth,
                newHeight,
                areaMeans(dx, newWidth, newHeight, newWidth / (double) width),
                areaMeans(dy, newWidth, newHeight, newHeight / (double) height));
    }

    /** What a mirror shows: left and right change places, and what went right goes left. */
    public FlowField mirrored() {
        float[] left = new float[dx.length];
        float[] down = new float[dy.length];
        for (int y = 0, i = 0; y < height; y++) {
            for (int x = 0; x < width; x++, i++) {
                int from = y * width + width - 1 - x;
                left[i] = 0 - dx[from]; // not -dx: no negative zeros
                down[i] = dy[from];
            }
        }
        return new FlowField(width, height, left, down);
    }

    /** About the field from the later picture back to the earlier one: what came from the left goes back there. */
    public FlowField reversed() {
        float[] back = new float[dx.length];
        float[] up = new float[dy.length];
        for (int i = 0; i < back.length; i++) {
            back[i] = 0 - dx[i];
            up[i] = 0 - dy[i];
        }
        return new FlowField(width, height, back, up);
    }

    private float[] areaMeans(float[] values, int columns, int rows, double unit) {
        float[] across = new float[columns * height];
        for (int y = 0; y < height; y++) {
            cover(values, y * width, 1, width, across, y * columns, 1, columns);
        }
        float[] means = new float[columns * rows];
        for (int x = 0; x < columns; x++) {
            cover(across, x, columns, height, means, x, columns, rows);
        }
        for (int i = 0; i < means.length; i++) {
            means[i] *= (float) unit;
        }
        return means;
    }

    /** Each of {@code targets} values is the mean of the stretch of {@code sources} values it covers, ends by their share. */
    private static void cover(
            float[] from, int fromAt, int fromStep, int sources, float[] to, int toAt, int toStep, int targets) {
        double scale = sources / (double) targets;
        for (int i = 0; i < targets; i++) {
            double start = i * scale;
            double end = Math.min(sources, start + scale);
            double sum = 0;
            for (int k = (int) start; k < end; k++) {
                sum += from[fromAt + k * fromStep] * (Math.min(k + 1.0, end) - Math.max(k, start));
            }
            to[toAt + i * toStep] = (float) (sum / (end - start));
        }
    }
}
