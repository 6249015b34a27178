package dev.earsight.media;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;

/**
 * One picture: {@code height} rows of {@code width} pixels, each three bytes red, green, blue (0-255, unsigned), rows from
 * the top, no padding.
 *
 * @param width pixels per row, at least 1
 * @param height rows, at least 1
 * @param rgb {@code 3 * width * height} bytes; the array is shared, not copied, and must not be changed afterwards
 */
@SuppressWarnings("ArrayRecordComponent") // a picture is its pixels: copying them at every step would be the cost
public record RgbImage(int width, int height, byte[] rgb) {
    /** Checks that the array is as long as the size says. */
    public RgbImage {
        if (width < 1 || height < 1 || rgb.length != 3 * width * height) {
            throw new IllegalArgumentException(
                    "A picture of " + width + "x" + height + " pixels cannot have " + rgb.length + " bytes");
        }
    }

    /** The red (0), green (1) or blue (2) value of a pixel, 0-255. */
    public int value(int x, int y, int channel) {
        return rgb[3 * (y * width + x) + channel] & 0xff;
    }

    /** This picture scaled to the size given, smooth in both directions, without keeping the aspect ratio. */
    public RgbImage resized(int newWidth, int newHeight) {
        if (newWidth == width && newHeight == height) {
            return this;
        }
        BufferedImage source = toBufferedImage();
        // Bilinear alone skips pixels below half size: halve until the last step is at most a factor of two.
        while (source.getWidth() >= 2 * newWidth && source.getHeight() >= 2 * newHeight) {
            source = scaled(source, source.getWidth() / 2, source.getHeight() / 2);
        }
        return from(scaled(source, newWidth, newHeight));
    }

    /** The picture for drawing with Java2D: a fresh copy of type {@code TYPE_3BYTE_BGR}. */
    public BufferedImage toBufferedImage() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        swapRedAndBlue(rgb, ((DataBufferByte) image.getRaster().getDataBuffer()).getData());
        return image;
    }

    /** The picture drawn on {@code image}; transparency is shown on black. */
    public static RgbImage from(BufferedImage image) {
        BufferedImage bgr = image;
        if (image.getType() != BufferedImage.TYPE_3BYTE_BGR || image.getRaster().getParent() != null) {
            bgr = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
            Graphics2D graphics = bgr.createGraphics();
            graphics.drawImage(image, 0, 0, null);
            graphics.dispose();
        }
        byte[] rgb = new byte[3 * bgr.getWidth() * bgr.getHeight()];
        swapRedAndBlue(((DataBufferByte) bgr.getRaster().getDataBuffer()).getData(), rgb);
        return new RgbImage(bgr.getWidth(), bgr.getHeight(), rgb);
    }

    private static BufferedImage scaled(BufferedImage source, int width, int height) {
        BufferedImage target = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = target.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(source, 0, 0, width, height, null);
        graphics.dispose();
        return target;
    }

    private static void swapRedAndBlue(byte[] from, byte[] to) {
        for (int i = 0; i < from.length; i += 3) {
            to[i] = from[i + 2];
            to[i + 1] = from[i + 1];
            to[i + 2] = from[i];
        }
    }
}
