package dev.earsight.localize;

import dev.earsight.draw.Lettering;
import dev.earsight.media.RgbImage;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Search results on one page: a row per query, the query at the left, its hits to the right, words under each.
 *
 * @param title above everything; may be empty
 * @param rows from top to bottom
 */
public record ContactSheet(String title, List<Row> rows) {
    private static final Color BACKGROUND = new Color(18, 18, 20);
    private static final Color FAINT = new Color(150, 150, 158);
    private static final Color RIGHT = new Color(96, 200, 120);
    private static final Color QUERY = new Color(250, 180, 70);

    /** Keeps its own list. */
    public ContactSheet {
        rows = List.copyOf(rows);
    }

    /**
     * One query with its hits, best first.
     *
     * @param query what was asked
     * @param hits what was found
     */
    public record Row(Tile query, List<Tile> hits) {
        /** Keeps its own list. */
        public Row {
            hits = List.copyOf(hits);
        }
    }

    /**
     * One picture with words.
     *
     * @param picture of any size; for a sound, its {@link Waveform}
     * @param caption first line under it, e.g. a name and a time
     * @param detail second line, fainter, e.g. a distance; may be empty
     * @param relevant whether it is framed as a right answer
     */
    public record Tile(RgbImage picture, String caption, String detail, boolean relevant) {}

    /** Draws the page with pictures fitted into {@code tileWidth} by three quarters of it. */
    public RgbImage draw(int tileWidth) {
        int tileHeight = tileWidth * 3 / 4;
        double unit = tileWidth / 160.0;
        double letters = 7.5 * unit;
        int gap = (int) Math.round(10 * unit);
        int words = (int) Math.round(2 * letters + 24 * unit);
        int afterQuery = 2 * gap;
        int head = title.isEmpty() ? gap : (int) Math.round(34 * unit);
        int hits = rows.stream().mapToInt(row -> row.hits().size()).max().orElse(0);
        int width = 2 * gap + tileWidth + (hits == 0 ? 0 : afterQuery + hits * (tileWidth + gap) - gap);
        int height = head + rows.size() * (tileHeight + words) + gap;
        BufferedImage page = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = page.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(BACKGROUND);
        graphics.fillRect(0, 0, width, height);
        double titleLetters = 10 * unit;
        Lettering.draw(
                graphics,
                Lettering.fitted(title, titleLetters, width - 2.0 * gap),
                gap,
                head - 12 * unit,
                titleLetters,
                Color.WHITE);
        for (int r = 0; r < rows.size(); r++) {
            int y = head + r * (tileHeight + words);
            tile(graphics, rows.get(r).query(), gap, y, tileWidth, tileHeight, QUERY);
            for (int h = 0; h < rows.get(r).hits().size(); h++) {
                Tile hit = rows.get(r).hits().get(h);
                int x = gap + tileWidth + afterQuery + h * (tileWidth + gap);
                tile(graphics, hit, x, y, tileWidth, tileHeight, hit.relevant() ? RIGHT : BACKGROUND);
            }
        }
        graphics.dispose();
        return RgbImage.from(page);
    }

    private static void tile(Graphics2D graphics, Tile tile, int x, int y, int width, int height, Color frame) {
        double unit = width / 160.0;
        double letters = 7.5 * unit;
        RgbImage picture = tile.picture();
        double scale = Math.min((double) width / picture.width(), (double) height / picture.height());
        int w = Math.max(1, (int) Math.round(scale * picture.width()));
        int h = Math.max(1, (int) Math.round(scale * picture.height()));
        graphics.setColor(new Color(28, 28, 32));
        graphics.fillRect(x, y, width, height);
        graphics.drawImage(picture.resized(w, h).toBufferedImage(), x + (width - w) / 2, y + (height - h) / 2, null);
        graphics.setColor(frame);
        graphics.setStroke(new BasicStroke((float) (2 * unit)));
        graphics.draw(new RoundRectangle2D.Double(
                x - unit, y - unit, width + 2 * unit, height + 2 * unit, 4 * unit, 4 * unit));
        double base = y + height + letters + 5 * unit;
        Lettering.draw(graphics, Lettering.fitted(tile.caption(), letters, width), x, base, letters, Color.WHITE);
        double small = 6.5 * unit;
        Lettering.draw(
                graphics, Lettering.fitted(tile.detail(), small, width), x, base + small + 5 * unit, small, FAINT);
    }
}
