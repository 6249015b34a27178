package dev.earsight.localize;

import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;

/** A picture of a sound: its level from left to right, for contact sheets and under videos. */
public final class Waveform {
    private static final Color BACKGROUND = new Color(28, 28, 32);
    private static final Color LINE = new Color(250, 180, 70);

    private Waveform() {}

    /** Peaks above and below a middle line, the loudest filling nine tenths; a flat line for silence. */
    public static RgbImage picture(Sound sound, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(BACKGROUND);
        graphics.fillRect(0, 0, width, height);
        float[] samples = sound.samples();
        float loudest = 1e-4f; // -80 dB: below it a sound is drawn as the silence it is
        for (float sample : samples) {
            loudest = Math.max(loudest, Math.abs(sample));
        }
        Path2D upper = new Path2D.Double();
        double[] low = new double[width];
        for (int x = 0; x < width; x++) {
            int from = (int) ((long) x * samples.length / width);
            int to = (int) Math.max(from + 1L, (x + 1L) * samples.length / width);
            float highest = 0;
            float lowest = 0;
            for (int i = from; i < Math.min(to, samples.length); i++) {
                highest = Math.max(highest, samples[i]);
                lowest = Math.min(lowest, samples[i]);
            }
            double top = height / 2.0 - 0.5 - 0.45 * height * highest / loudest;
            low[x] = height / 2.0 + 0.5 - 0.45 * height * lowest / loudest;
            if (x == 0) {
                upper.moveTo(x, top);
            } else {
                upper.lineTo(x + 0.5, top);
            }
        }
        for (int x = width - 1; x >= 0; x--) {
            upper.lineTo(x + 0.5, low[x]);
        }
        upper.closePath();
        graphics.setColor(LINE);
        graphics.fill(upper);
        graphics.dispose();
        return RgbImage.from(image);
    }
}
