package dev.earsight.scene;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.random.RandomGenerator;

/**
 * A cut-out picture with its own light: its long side is two units.
 *
 * @param picture the cut-out, premultiplied
 * @param light what is done to its colors
 */
record PictureLook(BufferedImage picture, Light light) implements Look {
    /**
     * Color value {@code v} becomes {@code contrast * (v - 128) + 128 + brightness} after its distance from the pixel's grey
     * is multiplied by {@code saturation}; each channel with its own tint.
     *
     * @param contrast about 1
     * @param brightness about 0, of 255
     * @param saturation about 1; 0 is grey
     * @param red added to red
     * @param blue added to blue
     */
    record Light(double contrast, double brightness, double saturation, double red, double blue) {
        static Light drawn(RandomGenerator random) {
            return new Light(
                    Dice.octaves(random, 0.7, 1.4),
                    Dice.between(random, -40, 40),
                    Dice.between(random, 0.4, 1.5),
                    Dice.between(random, -15, 15),
                    Dice.between(random, -15, 15));
        }

        /** Changes premultiplied pixels in place. */
        void shine(int[] pixels) {
            for (int i = 0; i < pixels.length; i++) {
                int alpha = pixels[i] >>> 24;
                if (alpha > 0) {
                    double r = (pixels[i] >> 16 & 255) * 255.0 / alpha;
                    double g = (pixels[i] >> 8 & 255) * 255.0 / alpha;
                    double b = (pixels[i] & 255) * 255.0 / alpha;
                    double grey = (1 - saturation) * (0.299 * r + 0.587 * g + 0.114 * b);
                    pixels[i] = alpha << 24
                            | lit(grey + saturation * r + red, alpha) << 16
                            | lit(grey + saturation * g, alpha) << 8
                            | lit(grey + saturation * b + blue, alpha);
                }
            }
        }

        private int lit(double opaque, int alpha) {
            double changed = Math.clamp(contrast * (opaque - 128) + 128 + brightness, 0, 255);
            return (int) Math.round(changed * alpha / 255);
        }
    }

    @Override
    public void paint(Graphics2D graphics) {
        AffineTransform to = graphics.getTransform();
        double pixelsPerUnit = Math.sqrt(Math.abs(to.getDeterminant()));
        // Bilinear skips pixels below half size: start from the half, quarter, ... that is nearest above.
        BufferedImage image = picture;
        while (Math.max(image.getWidth(), image.getHeight()) >= 4 * pixelsPerUnit && image.getWidth() > 1) {
            image = PictureShelf.halved(image);
        }
        BufferedImage lit = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_ARGB_PRE);
        Graphics2D copy = lit.createGraphics();
        copy.drawImage(image, 0, 0, null);
        copy.dispose();
        light.shine(((DataBufferInt) lit.getRaster().getDataBuffer()).getData());
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        double scale = 2.0 / Math.max(lit.getWidth(), lit.getHeight());
        AffineTransform place = AffineTransform.getScaleInstance(scale, scale);
        place.translate(-lit.getWidth() / 2.0, -lit.getHeight() / 2.0);
        graphics.drawImage(lit, place, null);
    }
}
