package dev.earsight.localize;

import dev.earsight.draw.Lettering;
import dev.earsight.media.RgbImage;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A picture with what sounds in it shown on top: colors whose strength follows the score, so that silent places stay
 * visible, thin boxes with their scores, a ring at the peak, a line of text.
 *
 * <p>The result is as large as the picture; a color bar or the plain picture beside it widen it, then to an even width
 * (video codecs want that). The same style and picture size always give the same result size.
 */
public final class Overlay {
    private static final Color BACKGROUND = new Color(18, 18, 20);
    /** Colors and opacities the scores are told apart by. */
    private static final int STEPS = 1024;

    private static final int HALF = 1 << 15;
    private static final Color HALO = new Color(0, 0, 0, 140);

    private static final String NOTHING_VISIBLE = "nothing visible makes this sound";

    private Overlay() {}

    /**
     * Draws an answer: the ring at its peak and boxes where something visible sounds, else words that say so.
     *
     * @param text stands before those words; may be empty
     */
    public static RgbImage draw(RgbImage picture, Localizer.Answer answer, String text, OverlayStyle style) {
        String nothing = text.isEmpty() ? NOTHING_VISIBLE : text + " (" + NOTHING_VISIBLE + ")";
        return answer.visible()
                ? draw(picture, answer.map(), Optional.of(answer.peak()), answer.boxes(), text, style)
                : draw(picture, answer.map(), Optional.empty(), answer.boxes(), nothing, style);
    }

    /** Draws; without a {@code peak} there is no ring, {@code text} may be empty. */
    public static RgbImage draw(
            RgbImage picture,
            ScoreMap map,
            Optional<Peak> peak,
            List<ScoredBox> boxes,
            String text,
            OverlayStyle style) {
        double unit = Math.max(1, Math.min(picture.width(), picture.height()) / 240.0);
        BufferedImage overlay = tinted(picture, map, style).toBufferedImage();
        Graphics2D graphics = smooth(overlay);
        for (ScoredBox box : boxes.reversed()) {
            box(graphics, box, picture, unit);
        }
        if (style.peakMarker()) {
            peak.ifPresent(place -> marker(graphics, place, picture, unit));
        }
        if (!text.isEmpty()) {
            caption(graphics, text, picture, unit);
        }
        graphics.dispose();
        if (!style.colorBar() && !style.sideBySide()) {
            return RgbImage.from(overlay);
        }
        int gap = (int) Math.round(4 * unit);
        int left = style.sideBySide() ? picture.width() + gap : 0;
        int right = style.colorBar() ? (int) Math.round(46 * unit) : 0;
        int width = (left + picture.width() + right + 1) / 2 * 2;
        BufferedImage sheet = new BufferedImage(width, picture.height(), BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D all = smooth(sheet);
        all.setColor(BACKGROUND);
        all.fillRect(0, 0, width, picture.height());
        if (style.sideBySide()) {
            all.drawImage(picture.toBufferedImage(), 0, 0, null);
        }
        all.drawImage(overlay, left, 0, null);
        if (style.colorBar()) {
            colorBar(all, left + picture.width() + 8 * unit, picture.height(), unit, style);
        }
        all.dispose();
        return RgbImage.from(sheet);
    }

    /** The picture with the colors of the scores laid over it, nothing else. */
    public static RgbImage tinted(RgbImage picture, ScoreMap map, OverlayStyle style) {
        ScoreMap fine = map.upsampled(picture.width(), picture.height());
        byte[] source = picture.rgb();
        byte[] result = new byte[source.length];
        float steps = (float) ((STEPS - 1) / Math.max(1e-12, style.highest() - style.lowest()));
        float lowest = (float) style.lowest();
        int[] opacities = opacities(style);
        int[] colors = new int[STEPS];
        for (int step = 0; step < STEPS; step++) {
            colors[step] = style.colorMap().rgb(step / (STEPS - 1.0));
        }
        float[] scores = fine.scores();
        for (int i = 0; i < scores.length; i++) {
            int step = (int) Math.clamp((scores[i] - lowest) * steps + 0.5f, 0f, STEPS - 1f);
            int opacity = opacities[step];
            int color = colors[step];
            int red = source[3 * i] & 0xff;
            int green = source[3 * i + 1] & 0xff;
            int blue = source[3 * i + 2] & 0xff;
            result[3 * i] = (byte) (red + (opacity * ((color >> 16) - red) + HALF >> 16));
            result[3 * i + 1] = (byte) (green + (opacity * ((color >> 8 & 0xff) - green) + HALF >> 16));
            result[3 * i + 2] = (byte) (blue + (opacity * ((color & 0xff) - blue) + HALF >> 16));
        }
        return new RgbImage(picture.width(), picture.height(), result);
    }

    /** How much of the picture each step of the scale covers, in parts of 65536: whole numbers, since every pixel asks. */
    private static int[] opacities(OverlayStyle style) {
        int[] opacities = new int[STEPS];
        for (int step = 0; step < STEPS; step++) {
            // Weak scores leave the picture as it is; from three quarters of the range on the color is at full
            // strength.
            double rise = Math.min(1, step / (STEPS - 1.0) / 0.75);
            opacities[step] = (int) Math.round(65_536 * style.strength() * rise * rise * (3 - 2 * rise));
        }
        return opacities;
    }

    private static Graphics2D smooth(BufferedImage image) {
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        return graphics;
    }

    private static void outlined(Graphics2D graphics, Shape shape, double unit) {
        graphics.setColor(HALO);
        graphics.setStroke(new BasicStroke((float) (3.2 * unit)));
        graphics.draw(shape);
        graphics.setColor(Color.WHITE);
        graphics.setStroke(new BasicStroke((float) (1.2 * unit)));
        graphics.draw(shape);
    }

    private static void box(Graphics2D graphics, ScoredBox box, RgbImage picture, double unit) {
        double inset = 1.6 * unit; // so that the lines of a box at the edge stay in the picture
        double x0 = Math.max(inset, box.x0() * picture.width());
        double y0 = Math.max(inset, box.y0() * picture.height());
        double x1 = Math.min(picture.width() - inset, box.x1() * picture.width());
        double y1 = Math.min(picture.height() - inset, box.y1() * picture.height());
        double width = Math.max(1, x1 - x0);
        double height = Math.max(1, y1 - y0);
        outlined(graphics, new RoundRectangle2D.Double(x0, y0, width, height, 5 * unit, 5 * unit), unit);
        double letters = 6.5 * unit;
        String label = String.format(Locale.ROOT, "%.2f", box.score());
        double labelWidth = Lettering.width(label, letters) + 8 * unit;
        double labelHeight = letters + 6 * unit;
        double x = Math.clamp(x0, 0, Math.max(0, picture.width() - labelWidth));
        double y = y0 - labelHeight - 2 * unit >= 0 ? y0 - labelHeight - 2 * unit : y0 + 3 * unit;
        pill(graphics, label, x, y, letters, unit);
    }

    private static void marker(Graphics2D graphics, Peak peak, RgbImage picture, double unit) {
        double radius = 4 * unit;
        double x = peak.x() * picture.width();
        double y = peak.y() * picture.height();
        outlined(graphics, new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius), unit);
    }

    private static void caption(Graphics2D graphics, String text, RgbImage picture, double unit) {
        double letters = 8 * unit;
        String fitted = Lettering.fitted(text, letters, picture.width() - 20 * unit);
        pill(graphics, fitted, 6 * unit, picture.height() - letters - 12 * unit, letters, unit);
    }

    private static void pill(Graphics2D graphics, String text, double x, double y, double letters, double unit) {
        double pad = 4 * unit;
        double height = letters + 6 * unit;
        graphics.setColor(HALO);
        graphics.fill(new RoundRectangle2D.Double(
                x, y, Lettering.width(text, letters) + 2 * pad, height, 6 * unit, 6 * unit));
        Lettering.draw(graphics, text, x + pad, y + height - 3 * unit, letters, Color.WHITE);
    }

    private static void colorBar(Graphics2D graphics, double x, int height, double unit, OverlayStyle style) {
        double margin = 14 * unit;
        double length = height - 2 * margin;
        for (int i = 0; i < (int) length; i++) {
            graphics.setColor(new Color(style.colorMap().rgb(1 - i / Math.max(1, length - 1))));
            graphics.fill(new RoundRectangle2D.Double(x, margin + i, 9 * unit, 1.5, 0, 0));
        }
        double letters = 6.5 * unit;
        for (int i = 0; i <= 4; i++) {
            double value = style.lowest() + i / 4.0 * (style.highest() - style.lowest());
            double y = margin + (1 - i / 4.0) * length;
            String label = String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.2f", value);
            Lettering.draw(graphics, label, x + 12 * unit, y + letters / 2, letters, new Color(215, 215, 220));
        }
    }
}
