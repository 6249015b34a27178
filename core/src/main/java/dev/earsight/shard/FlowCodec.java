package dev.earsight.shard;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * A field of flow as few bytes: each displacement a whole number of steps of its own field, -127 to 127, and these without
 * loss. A step is the field's greatest displacement / 127, but at least {@link #LEAST_STEP} pixels: finer would keep the
 * estimator's noise. So no displacement is off by more than half a step. What is deflated are the differences from the
 * median of left, upper and left + upper - upper left, as in JPEG-LS.
 *
 * <p>Layout: f32 how much else changes ({@link SceneCut}); u16 width, u16 height, f32 step; the deflated differences, all of dx, then all of dy;
 * nothing but the head, and step 0, where nothing moves.
 */
final class FlowCodec {
    /** In pixels of the field's grid. */
    static final float LEAST_STEP = 1 / 32f;

    private static final int HEAD_BYTES = 12;
    private static final int LEVELS = 127;

    private FlowCodec() {}

    static byte[] encode(FlowField field, float change) {
        float greatest = 0;
        int pixels = field.dx().length;
        for (int i = 0; i < pixels; i++) {
            greatest = Math.max(greatest, Math.max(Math.abs(field.dx()[i]), Math.abs(field.dy()[i])));
        }
        float step = greatest == 0 ? 0 : Math.max(LEAST_STEP, greatest / LEVELS);
        byte[] packed = new byte[0];
        if (step > 0) {
            byte[] levels = new byte[2 * pixels];
            for (int i = 0; i < pixels; i++) {
                levels[i] = (byte) Math.clamp(Math.round(field.dx()[i] / step), -LEVELS, LEVELS);
                levels[pixels + i] = (byte) Math.clamp(Math.round(field.dy()[i] / step), -LEVELS, LEVELS);
            }
            byte[] differences = new byte[levels.length];
            for (int i = 0; i < levels.length; i++) {
                differences[i] = (byte) (levels[i] - predicted(levels, i, field.width()));
            }
            packed = deflate(differences);
        }
        return ByteBuffer.allocate(HEAD_BYTES + packed.length)
                .putFloat(change)
                .putShort((short) field.width())
                .putShort((short) field.height())
                .putFloat(step)
                .put(packed)
                .array();
    }

    /** How much changes between the two frames beyond what moves. */
    static float change(ByteBuffer encoded) {
        return encoded.getFloat(encoded.position());
    }

    /** Reads the field that is all there is in {@code encoded}. */
    static FlowField decode(ByteBuffer encoded) throws DataFormatException {
        if (encoded.remaining() < HEAD_BYTES) {
            throw new DataFormatException("no head");
        }
        encoded.getFloat();
        int width = encoded.getShort() & 0xffff;
        int height = encoded.getShort() & 0xffff;
        float step = encoded.getFloat();
        if (step == 0) {
            return FlowField.zero(width, height);
        }
        byte[] levels = inflate(encoded, 2 * width * height);
        for (int row = 0; row < levels.length; row += width) {
            levels[row] = (byte) (levels[row] + predicted(levels, row, width));
            int left = levels[row];
            if (row == 0) {
                for (int i = 1; i < width; i++) {
                    left = (byte) (levels[i] + left);
                    levels[i] = (byte) left;
                }
                continue;
            }
            int upperLeft = levels[row - width];
            for (int i = row + 1; i < row + width; i++) {
                int upper = levels[i - width];
                left = (byte) (levels[i] + median(left, upper, upperLeft));
                levels[i] = (byte) left;
                upperLeft = upper;
            }
        }
        int pixels = width * height;
        float[] dx = new float[pixels];
        float[] dy = new float[pixels];
        for (int i = 0; i < pixels; i++) {
            dx[i] = levels[i] * step;
            dy[i] = levels[pixels + i] * step;
        }
        return new FlowField(width, height, dx, dy);
    }

    /** What level {@code i} is likely to be by those before it; dy goes on below dx as if it were one picture. */
    private static int predicted(byte[] levels, int i, int width) {
        if (i < width) {
            return i == 0 ? 0 : levels[i - 1];
        }
        int upper = levels[i - width];
        if (i % width == 0) {
            return upper;
        }
        return median(levels[i - 1], upper, levels[i - width - 1]);
    }

    private static int median(int left, int upper, int upperLeft) {
        int slope = left + upper - upperLeft;
        return Math.max(Math.min(left, upper), Math.min(Math.max(left, upper), slope));
    }

    private static byte[] deflate(byte[] bytes) {
        try (Deflater deflater = new Deflater(6, true)) {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] packed = new byte[bytes.length + 64 + bytes.length / 1000];
            int length = deflater.deflate(packed);
            if (!deflater.finished()) {
                throw new IllegalStateException("deflate made " + bytes.length + " bytes longer than it may");
            }
            return Arrays.copyOf(packed, length);
        }
    }

    private static byte[] inflate(ByteBuffer packed, int length) throws DataFormatException {
        try (Inflater inflater = new Inflater(true)) {
            inflater.setInput(packed);
            byte[] bytes = new byte[length];
            if (inflater.inflate(bytes) != length) {
                throw new DataFormatException("too few displacements");
            }
            return bytes;
        }
    }
}
