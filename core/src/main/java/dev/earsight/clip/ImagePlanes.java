package dev.earsight.clip;

import dev.earsight.media.RgbImage;

/**
 * Turns pictures into the vision network's input: (3, S, S) red, green and blue planes in [-1, 1] (0 is -1, 255 is 1; the
 * range of the published L3-Net code), rows from the top. Crop, scaling, flip and color changes happen in one walk over the
 * bytes.
 *
 * <p>Scaled as {@link Taps} says. Holds row buffers: use one instance per thread.
 */
public final class ImagePlanes {
    private final Taps columns = new Taps();
    private final Taps rows = new Taps();
    private float[] blended = new float[0]; // one target row before scaling across: 3 values a source pixel

    /** The whole of {@code image} squashed to (3, side, side), for evaluation and use. */
    public float[] whole(RgbImage image, int side) {
        float[] planes = new float[3 * side * side];
        render(image, View.whole(image), side, planes, 0);
        return planes;
    }

    /** What {@code view} shows of {@code image}, written as (3, side, side) to {@code target[offset ...]}. */
    public void render(RgbImage image, View view, int side, float[] target, int offset) {
        columns.set(view.left(), view.width(), image.width(), side);
        rows.set(view.top(), view.height(), image.height(), side);
        int firstColumn = columns.first[0];
        int columnsUsed = columns.first[side - 1] + columns.count[side - 1] - firstColumn;
        if (blended.length < 3 * columnsUsed) {
            blended = new float[3 * columnsUsed];
        }
        float saturation = (float) view.saturation();
        // Bytes to [-1, 1] is a factor and a shift; brightness, in units of the full range of 2, joins the shift.
        float shift = (float) (2 * view.brightness() - 1);
        for (int y = 0; y < side; y++) {
            blendRows(image, y, firstColumn, columnsUsed);
            for (int x = 0; x < side; x++) {
                float red = 0;
                float green = 0;
                float blue = 0;
                int at = 3 * (columns.first[x] - firstColumn);
                for (int k = 0; k < columns.count[x]; k++, at += 3) {
                    float weight = columns.weights[x * columns.width + k];
                    red += weight * blended[at];
                    green += weight * blended[at + 1];
                    blue += weight * blended[at + 2];
                }
                float grey = (1 - saturation) * (0.299f * red + 0.587f * green + 0.114f * blue);
                int place = offset + y * side + (view.flipped() ? side - 1 - x : x);
                target[place] = toUnit(grey + saturation * red, shift);
                target[place + side * side] = toUnit(grey + saturation * green, shift);
                target[place + 2 * side * side] = toUnit(grey + saturation * blue, shift);
            }
        }
    }

    private void blendRows(RgbImage image, int y, int firstColumn, int columnsUsed) {
        byte[] rgb = image.rgb();
        int values = 3 * columnsUsed;
        for (int k = 0; k < rows.count[y]; k++) {
            float weight = rows.weights[y * rows.width + k];
            int at = 3 * ((rows.first[y] + k) * image.width() + firstColumn);
            if (k > 0) {
                for (int i = 0; i < values; i++) {
                    blended[i] += weight * (rgb[at + i] & 0xff);
                }
            } else if (rows.count[y] == 2) { // the usual case, both rows in one walk
                float nextWeight = rows.weights[y * rows.width + 1];
                int next = at + 3 * image.width();
                for (int i = 0; i < values; i++) {
                    blended[i] = weight * (rgb[at + i] & 0xff) + nextWeight * (rgb[next + i] & 0xff);
                }
                return;
            } else {
                for (int i = 0; i < values; i++) {
                    blended[i] = weight * (rgb[at + i] & 0xff);
                }
            }
        }
    }

    private static float toUnit(float value, float shift) {
        return Math.max(-1f, Math.min(1f, value * (2 / 255f) + shift));
    }
}
