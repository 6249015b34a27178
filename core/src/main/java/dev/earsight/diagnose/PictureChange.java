package dev.earsight.diagnose;

import dev.earsight.media.RgbImage;
import java.util.Arrays;

/** The changes that {@link Disturbance} names, made to one picture. */
final class PictureChange {
    private static final int BLURRED_SHORT_SIDE = 40;
    private static final byte[] GREY = {(byte) 128, (byte) 128, (byte) 128};

    private PictureChange() {}

    static RgbImage grey(RgbImage image) {
        return painted(image, 0, 0, image.width(), image.height(), GREY);
    }

    static RgbImage centerMasked(RgbImage image) {
        int left = image.width() / 4;
        int top = image.height() / 4;
        return painted(image, left, top, image.width() - left, image.height() - top, meanColor(image));
    }

    static RgbImage colorless(RgbImage image) {
        byte[] rgb = new byte[image.rgb().length];
        for (int i = 0; i < image.width() * image.height(); i++) {
            int x = i % image.width();
            int y = i / image.width();
            double luma = 0.299 * image.value(x, y, 0) + 0.587 * image.value(x, y, 1) + 0.114 * image.value(x, y, 2);
            Arrays.fill(rgb, 3 * i, 3 * i + 3, (byte) Math.round(luma));
        }
        return new RgbImage(image.width(), image.height(), rgb);
    }

    static RgbImage blurred(RgbImage image) {
        double scale = Math.min(1, (double) BLURRED_SHORT_SIDE / Math.min(image.width(), image.height()));
        int width = (int) Math.round(scale * image.width());
        int height = (int) Math.round(scale * image.height());
        return image.resized(width, height).resized(image.width(), image.height());
    }

    static RgbImage mirrored(RgbImage image) {
        byte[] rgb = new byte[image.rgb().length];
        int width = image.width();
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < width; x++) {
                System.arraycopy(image.rgb(), 3 * (y * width + x), rgb, 3 * (y * width + width - 1 - x), 3);
            }
        }
        return new RgbImage(width, image.height(), rgb);
    }

    static RgbImage cornersMasked(RgbImage image) {
        int width = image.width();
        int height = image.height();
        int w = width / 5;
        int h = height / 5;
        byte[] mean = meanColor(image);
        RgbImage masked = image;
        for (int left : new int[] {0, width - w}) {
            for (int top : new int[] {0, height - h}) {
                masked = painted(masked, left, top, left + w, top + h, mean);
            }
        }
        return masked;
    }

    /** The part in the upper left. */
    static RgbImage cropped(RgbImage image, int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        for (int y = 0; y < height; y++) {
            System.arraycopy(image.rgb(), 3 * y * image.width(), rgb, 3 * y * width, 3 * width);
        }
        return new RgbImage(width, height, rgb);
    }

    private static RgbImage painted(RgbImage image, int left, int top, int right, int bottom, byte[] color) {
        byte[] rgb = image.rgb().clone();
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                System.arraycopy(color, 0, rgb, 3 * (y * image.width() + x), 3);
            }
        }
        return new RgbImage(image.width(), image.height(), rgb);
    }

    private static byte[] meanColor(RgbImage image) {
        long[] sums = new long[3];
        byte[] rgb = image.rgb();
        for (int i = 0; i < rgb.length; i++) {
            sums[i % 3] += rgb[i] & 0xff;
        }
        byte[] mean = new byte[3];
        for (int c = 0; c < 3; c++) {
            mean[c] = (byte) Math.round(3.0 * sums[c] / rgb.length);
        }
        return mean;
    }
}
