package dev.earsight.scene;

import dev.earsight.media.RgbImage;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** Pictures for the eye: looks at the size a network sees them, spectrograms of sounds, whole frames. */
final class ContactSheet {
    private ContactSheet() {}

    static void write(BufferedImage image, Path file) throws IOException {
        ImageIO.write(image, "png", file.toFile());
    }

    /** One row per class, {@code columns} instances, each painted {@code pixels} large and then shown three times larger. */
    static BufferedImage looks(ThingSource source, int columns, int pixels) {
        List<String> classes = new ArrayList<>(source.soundingClasses());
        classes.addAll(source.silentClasses());
        int cell = pixels + 14;
        int half = (classes.size() + 1) / 2;
        BufferedImage sheet = new BufferedImage(2 * columns * cell, half * cell, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        for (int row = 0; row < classes.size(); row++) {
            for (int column = 0; column < columns; column++) {
                var random = Dice.of(7, row, column);
                int x = (column + (row / half) * columns) * cell;
                int y = (row % half) * cell;
                graphics.drawImage(
                        DrawnBackdrops.drawn(BackdropStyle.ANY, random).render(cell, cell), x, y, null);
                Look look = source.look(classes.get(row), random);
                Sprite.Pose pose = new Sprite.Pose(
                        Dice.between(random, -0.45, 0.45), random.nextBoolean(), Dice.octaves(random, 0.85, 1.18));
                Sprite sketch = Sprite.paint(look, pose, 24);
                double scale = pixels * 24 / Math.sqrt(sketch.boxWidth() * sketch.boxHeight());
                scale = Math.min(scale, cell * 24 / Math.max(sketch.boxWidth(), sketch.boxHeight()));
                Sprite sprite = Sprite.paint(look, pose, scale);
                graphics.drawImage(
                        sprite.image(),
                        (int) (x + cell / 2.0 - sprite.anchorX()),
                        (int) (y + cell / 2.0 - sprite.anchorY()),
                        null);
            }
        }
        graphics.dispose();
        return enlarged(sheet, 2);
    }

    static BufferedImage frames(SceneGenerator generator, int columns, int rows, int width, int height) {
        BufferedImage sheet = new BufferedImage(columns * width, rows * height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        for (int i = 0; i < columns * rows; i++) {
            RgbImage frame = generator.generate(i).frame(0, width, height);
            graphics.drawImage(frame.toBufferedImage(), i % columns * width, i / columns * height, null);
        }
        graphics.dispose();
        return sheet;
    }

    /** One row per scene: frames {@code first} and on, under them the sound at the same times. */
    static BufferedImage strips(List<Scene> scenes, int first, int columns, int width, int height) {
        int wave = 40;
        BufferedImage sheet =
                new BufferedImage(columns * width, scenes.size() * (height + wave), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        for (int row = 0; row < scenes.size(); row++) {
            int y = row * (height + wave);
            float[] sound = scenes.get(row).sound().samples();
            for (int column = 0; column < columns; column++) {
                RgbImage frame = scenes.get(row).frame(first + column, width, height);
                graphics.drawImage(frame.toBufferedImage(), column * width, y, null);
            }
            for (int x = 0; x < columns * width; x++) {
                float loudest = 0;
                for (int i = 0; i < 1920 / width; i++) {
                    loudest = Math.max(loudest, Math.abs(sound[first * 1920 + x * 1920 / width + i]));
                }
                int high = (int) Math.min(wave - 2, loudest * 120);
                graphics.drawLine(x, y + height + wave - 1 - high, x, y + height + wave - 1);
            }
        }
        graphics.dispose();
        return sheet;
    }

    /** One row per class, {@code columns} instances of one second: time to the right, 0-12 kHz upwards, 60 dB deep. */
    static BufferedImage spectrograms(ThingSource source, int columns) {
        List<String> classes = source.soundingClasses();
        int width = 100;
        int height = 64;
        int half = (classes.size() + 1) / 2;
        BufferedImage sheet =
                new BufferedImage(2 * columns * (width + 4), half * (height + 4), BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < classes.size(); row++) {
            for (int column = 0; column < columns; column++) {
                float[] sound = source.sound(classes.get(row), 48000, Dice.of(3, row, column));
                spectrogram(
                        sound,
                        sheet,
                        (column + (row / half) * columns) * (width + 4),
                        row % half * (height + 4),
                        width,
                        height);
            }
        }
        return enlarged(sheet, 2);
    }

    private static void spectrogram(float[] sound, BufferedImage sheet, int x0, int y0, int width, int height) {
        int window = 512;
        double[][] db = new double[width][height];
        double top = -200;
        for (int x = 0; x < width; x++) {
            int start = Math.min(sound.length - window, x * sound.length / width);
            for (int y = 0; y < height; y++) {
                double hertz = (y + 0.5) * 12000 / height;
                double re = 0;
                double im = 0;
                for (int n = 0; n < window; n++) {
                    double hann = 0.5 - 0.5 * Math.cos(2 * Math.PI * n / window);
                    re += hann * sound[start + n] * Math.cos(2 * Math.PI * hertz * n / 48000);
                    im += hann * sound[start + n] * Math.sin(2 * Math.PI * hertz * n / 48000);
                }
                db[x][y] = 10 * Math.log10(re * re + im * im + 1e-12);
                top = Math.max(top, db[x][y]);
            }
        }
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                int gray = (int) Math.clamp(255 * (1 + (db[x][y] - top) / 60), 0, 255);
                sheet.setRGB(x0 + x, y0 + height - 1 - y, gray * 0x010101);
            }
        }
    }

    private static BufferedImage enlarged(BufferedImage image, int times) {
        BufferedImage large =
                new BufferedImage(image.getWidth() * times, image.getHeight() * times, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = large.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        graphics.drawImage(image, 0, 0, large.getWidth(), large.getHeight(), null);
        graphics.dispose();
        return large;
    }
}
