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
     * Color value {@code v} becomes {@code contrast * (v - 128) + 128 + brightness}, each channel with its own tint.
     *
     * @param contrast about 1
     * @param brightness about 0, of 255
     * @param red added to red
     * @param blue added to blue
     */
    record Light(double contrast, double brightness, double red, double blue) {
        static Light drawn(RandomGenerator random) {
            return new Light(
                    Dice.octaves(random, 0.75, 1.3),
                    Dice.between(random, -30, 30),
                    Dice.between(random, -10, 10),
                    Dice.between(random, -10, 10));
        }

        /** Changes premultiplied pixels in place. */
        void shine(int[] pixels) {
            for (int i = 0; i < pixels.length; i++) {
                int alpha = pixels[i] >>> 24;
                if (alpha > 0) {
                    pixels[i] = alpha << 24
                            | lit(pixels[i] >> 16 & 255, alpha, red) << 16
                            | lit(pixels[i] >> 8 & 255, alpha, 0) << 8
                            | lit(pixels[i] & 255, alpha, blue);
                }
            }
        }

        private int lit(int value, int alpha, double tint) {
            double opaque = 255.0 * value / alpha;
            double changed = Math.clamp(contrast * (opaque - 128) + 128 + brightness + tint, 0, 255);
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
