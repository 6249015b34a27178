package dev.earsight.clip;

import dev.earsight.shard.FlowField;
import dev.earsight.shard.FlowStack;

/**
 * Turns optical flow into a network's input: for a stack of T fields (2 T, S, S), the displacements of field {@code i} to the
 * right in plane {@code 2 i}, down in plane {@code 2 i + 1}, rows from the top, in pixels of the S x S square. The same view as
 * of the picture beside it shows the same part; flipped, left and right change places and what went right goes left. Brightness
 * and saturation change nothing.
 *
 * <p>Scaled as {@link Taps} says, the fields' grid laid over the picture. Holds row buffers: use one instance per thread.
 */
public final class FlowPlanes {
    private final Taps columns = new Taps();
    private final Taps rows = new Taps();
    private float[] blended = new float[0];

    /** The whole of the fields squashed to (2 T, side, side), for evaluation and use. */
    public float[] whole(FlowStack stack, int side) {
        float[] planes = new float[2 * stack.fields().size() * side * side];
        FlowField first = stack.fields().getFirst();
        View view = new View(0, 0, first.width(), first.height(), false, 0, 1);
        render(stack, view, first.width(), first.height(), side, planes, 0);
        return planes;
    }

    /**
     * What {@code view} shows of {@code stack}, written as (2 T, side, side) to {@code target[offset ...]}.
     *
     * @param pictureWidth width of the picture that the view was made for, whose grid may be finer than the fields'
     * @param pictureHeight its height
     */
    public void render(
            FlowStack stack, View view, int pictureWidth, int pictureHeight, int side, float[] target, int offset) {
        int at = offset;
        for (FlowField field : stack.fields()) {
            double across = field.width() / (double) pictureWidth;
            double down = field.height() / (double) pictureHeight;
            columns.set(view.left() * across, view.width() * across, field.width(), side);
            rows.set(view.top() * down, view.height() * down, field.height(), side);
            float unitRight = (float) (side / (view.width() * across));
            float unitDown = (float) (side / (view.height() * down));
            plane(field.dx(), field.width(), view.flipped(), view.flipped() ? -unitRight : unitRight, side, target, at);
            plane(field.dy(), field.width(), view.flipped(), unitDown, side, target, at + side * side);
            at += 2 * side * side;
        }
    }

    private void plane(float[] values, int width, boolean flipped, float unit, int side, float[] target, int offset) {
        int firstColumn = columns.first[0];
        int used = columns.first[side - 1] + columns.count[side - 1] - firstColumn;
        if (blended.length < used) {
            blended = new float[used];
        }
        for (int y = 0; y < side; y++) {
            for (int k = 0; k < rows.count[y]; k++) {
                float weight = rows.weights[y * rows.width + k];
                int from = (rows.first[y] + k) * width + firstColumn;
                for (int i = 0; i < used; i++) {
                    blended[i] = (k == 0 ? 0 : blended[i]) + weight * values[from + i];
                }
            }
            for (int x = 0; x < side; x++) {
                float sum = 0;
                for (int k = 0; k < columns.count[x]; k++) {
                    sum += columns.weights[x * columns.width + k] * blended[columns.first[x] - firstColumn + k];
                }
                target[offset + y * side + (flipped ? side - 1 - x : x)] = unit * sum;
            }
        }
    }
}
