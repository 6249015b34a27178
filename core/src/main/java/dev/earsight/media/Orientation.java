package dev.earsight.media;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;

/**
 * How stored pixels turn into the picture shown: a quarter turn and perhaps a mirror, as the display matrix of a phone's
 * video or the EXIF tag of a photograph asks. Stored pixel {@code (x, y)} is shown at {@code (xx * x + xy * y, yx * x + yy * y)},
 * shifted so that the picture starts at 0; every coefficient is -1, 0 or 1.
 */
record Orientation(int xx, int xy, int yx, int yy) {
    static final Orientation UPRIGHT = new Orientation(1, 0, 0, 1);

    /** From FFmpeg's display matrix, nine native-endian integers; other angles than quarter turns are rounded to one. */
    static Orientation fromDisplayMatrix(ByteBuffer bytes) {
        IntBuffer matrix = bytes.order(ByteOrder.nativeOrder()).asIntBuffer();
        long a = matrix.get(0);
        long b = matrix.get(1);
        long c = matrix.get(3);
        long d = matrix.get(4);
        if (a * d == b * c) {
            return UPRIGHT; // a matrix that flattens the picture is damage
        }
        return Math.abs(a) >= Math.abs(b)
                ? new Orientation(Long.signum(a), 0, 0, Long.signum(d))
                : new Orientation(0, Long.signum(c), Long.signum(b), 0);
    }

    boolean swapsSides() {
        return xx == 0;
    }

    /** Clockwise turn from stored to shown: 0, 90, 180 or 270 (mirrors are not told apart). */
    int clockwiseDegrees() {
        if (swapsSides()) {
            return yx > 0 ? 90 : 270;
        }
        return xx < 0 && yy < 0 ? 180 : 0;
    }

    RgbImage apply(RgbImage stored) {
        if (equals(UPRIGHT)) {
            return stored;
        }
        int width = stored.width();
        int height = stored.height();
        int shownWidth = swapsSides() ? height : width;
        int shownHeight = swapsSides() ? width : height;
        int shiftX = xx + xy < 0 ? shownWidth - 1 : 0;
        int shiftY = yx + yy < 0 ? shownHeight - 1 : 0;
        byte[] from = stored.rgb();
        byte[] to = new byte[from.length];
        for (int y = 0, source = 0; y < height; y++) {
            for (int x = 0; x < width; x++, source += 3) {
                int target = 3 * ((yx * x + yy * y + shiftY) * shownWidth + xx * x + xy * y + shiftX);
                to[target] = from[source];
                to[target + 1] = from[source + 1];
                to[target + 2] = from[source + 2];
            }
        }
        return new RgbImage(shownWidth, shownHeight, to);
    }
}
