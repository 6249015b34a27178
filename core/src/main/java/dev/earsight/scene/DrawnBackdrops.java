package dev.earsight.scene;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.List;
import java.util.random.RandomGenerator;

/** Backdrops drawn by code: paler and softer than the things before them, but of every hue and brightness. */
final class DrawnBackdrops {
    private static final List<BackdropStyle> STYLES = List.of(
            BackdropStyle.PLAIN,
            BackdropStyle.GRADIENT,
            BackdropStyle.NOISE,
            BackdropStyle.NOISE,
            BackdropStyle.BLOBS,
            BackdropStyle.STRIPES,
            BackdropStyle.CLUTTER,
            BackdropStyle.CLUTTER);

    private DrawnBackdrops() {}

    static Backdrop drawn(BackdropStyle style, RandomGenerator random) {
        BackdropStyle chosen =
                style == BackdropStyle.ANY || style == BackdropStyle.SOURCE ? Dice.pick(random, STYLES) : style;
        long seed = random.nextLong();
        return (width, height) -> render(chosen, seed, width, height);
    }

    private static BufferedImage render(BackdropStyle style, long seed, int width, int height) {
        RandomGenerator random = Dice.of(seed, 0, 0);
        double hue = random.nextDouble();
        double brightness = Dice.between(random, 0.15, 0.9);
        double step = Dice.between(random, 0.08, 0.25) * (brightness > 0.5 ? -1 : 1);
        Color first = Color.getHSBColor((float) hue, (float) Dice.between(random, 0, 0.5), (float) brightness);
        Color second = Color.getHSBColor(
                (float) (hue + Dice.between(random, -0.2, 0.2)), (float) Dice.between(random, 0, 0.5), (float)
                        (brightness + step));
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        if (style == BackdropStyle.NOISE) {
            noise(image, first, second, random);
            return image;
        }
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        // Units of the short side; the picture is at most two units long.
        double unit = Math.min(width, height);
        graphics.setTransform(AffineTransform.getScaleInstance(unit, unit));
        double angle = Dice.between(random, 0, 2 * Math.PI);
        float x = (float) (0.7 * Math.cos(angle));
        float y = (float) (0.7 * Math.sin(angle));
        Color end = style == BackdropStyle.PLAIN ? first : second;
        graphics.setPaint(new GradientPaint(0.6f - x, 0.5f - y, first, 0.6f + x, 0.5f + y, end));
        graphics.fill(Brush.box(-1, -1, 4, 4));
        switch (style) {
            case BLOBS -> blobs(graphics, first, second, random);
            case STRIPES -> stripes(graphics, first, second, angle, random);
            case CLUTTER -> clutter(graphics, first, second, random);
            default -> {}
        }
        graphics.dispose();
        return image;
    }

    private static void blobs(Graphics2D graphics, Color first, Color second, RandomGenerator random) {
        int blobs = random.nextInt(4, 12);
        for (int i = 0; i < blobs; i++) {
            double x = Dice.between(random, -0.2, 1.8);
            double y = Dice.between(random, -0.2, 1.2);
            double radius = Dice.between(random, 0.15, 0.5);
            Color color = between(first, second, Dice.between(random, -0.3, 1.3), 40);
            for (int ring = 5; ring >= 1; ring--) {
                graphics.setColor(color);
                graphics.fill(Brush.ellipse(x, y, radius * ring / 5, radius * ring / 5));
            }
        }
    }

    private static void stripes(Graphics2D graphics, Color first, Color second, double angle, RandomGenerator random) {
        graphics.rotate(angle, 0.6, 0.5);
        double pitch = Dice.octaves(random, 0.06, 0.3);
        double wave = random.nextBoolean() ? 0 : Dice.between(random, 0.02, 0.1);
        for (double y = -1; y < 2; y += pitch) {
            Path2D stripe = new Path2D.Double();
            stripe.moveTo(-1.5, y);
            for (double x = -1.5; x < 2.5; x += 0.25) {
                stripe.quadTo(x + 0.06, y + wave, x + 0.125, y);
                stripe.quadTo(x + 0.19, y - wave, x + 0.25, y);
            }
            graphics.setStroke(new java.awt.BasicStroke((float) (pitch * 0.45)));
            graphics.setColor(between(first, second, Dice.between(random, 0.2, 1), 160));
            graphics.draw(stripe);
        }
    }

    private static void clutter(Graphics2D graphics, Color first, Color second, RandomGenerator random) {
        int shapes = random.nextInt(20, 70);
        for (int i = 0; i < shapes; i++) {
            double x = Dice.between(random, -0.1, 1.7);
            double y = Dice.between(random, -0.1, 1.1);
            double w = Dice.octaves(random, 0.03, 0.2);
            double h = Dice.octaves(random, 0.03, 0.2);
            graphics.setColor(between(first, second, Dice.between(random, -0.4, 1.4), 150));
            switch (random.nextInt(3)) {
                case 0 -> graphics.fill(Brush.ellipse(x, y, w, h));
                case 1 -> graphics.fill(Brush.box(x - w, y - h, x + w, y + h));
                default -> graphics.fill(Brush.polygon(x - w, y, x + w, y - h, x + w * 0.3, y + h));
            }
        }
    }

    /** Value noise: random values on a grid, smoothly joined, four octaves. */
    private static void noise(BufferedImage image, Color first, Color second, RandomGenerator random) {
        int grid = 64;
        float[] lattice = new float[grid * grid];
        for (int i = 0; i < lattice.length; i++) {
            lattice[i] = random.nextFloat();
        }
        double frequency = Dice.octaves(random, 2, 10);
        double roughness = Dice.between(random, 0.4, 0.9);
        double stretch = Dice.octaves(random, 0.3, 3);
        int[] palette = new int[256];
        for (int i = 0; i < 256; i++) {
            palette[i] = between(first, second, (i - 128) / 80.0 + 0.5, 255).getRGB();
        }
        int width = image.getWidth();
        int height = image.getHeight();
        double unit = Math.min(width, height);
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double u = x / unit * frequency * stretch;
                double v = y / unit * frequency;
                double sum = 0;
                double weight = 0;
                double amplitude = 1;
                for (int octave = 0; octave < 4; octave++) {
                    sum += amplitude * smooth(lattice, grid, u + 17 * octave, v + 5 * octave);
                    weight += amplitude;
                    amplitude *= roughness;
                    u *= 2;
                    v *= 2;
                }
                pixels[y * width + x] = palette[(int) Math.clamp(255 * sum / weight, 0, 255)];
            }
        }
    }

    private static double smooth(float[] lattice, int grid, double u, double v) {
        int iu = (int) u;
        int iv = (int) v;
        double fu = u - iu;
        double fv = v - iv;
        fu = fu * fu * (3 - 2 * fu);
        fv = fv * fv * (3 - 2 * fv);
        int row = (iv % grid) * grid;
        int next = ((iv + 1) % grid) * grid;
        int left = iu % grid;
        int right = (iu + 1) % grid;
        double top = lattice[row + left] + fu * (lattice[row + right] - lattice[row + left]);
        double bottom = lattice[next + left] + fu * (lattice[next + right] - lattice[next + left]);
        return top + fv * (bottom - top);
    }

    private static Color between(Color first, Color second, double share, int alpha) {
        return new Color(
                mixed(first.getRed(), second.getRed(), share),
                mixed(first.getGreen(), second.getGreen(), share),
                mixed(first.getBlue(), second.getBlue(), share),
                alpha);
    }

    private static int mixed(int a, int b, double share) {
        return (int) Math.clamp(Math.round(a + share * (b - a)), 0, 255);
    }
}
