package dev.earsight.scene;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.util.List;

/**
 * A drum stick whose tip touches each part at the first sample of its note and rises between.
 *
 * @param notes what is struck, in order of time
 * @param parts the things struck, by {@link Note#part}
 * @param heights their heights at rest, in fractions of the short side; they are touched near the top
 * @param color of the wood
 */
record Stick(List<Note> notes, List<Actor> parts, List<Double> heights, Color color) {
    private static final double LIFT = 0.17;

    void draw(Graphics2D graphics, double t, int width, int height, double cameraX, double cameraY) {
        double side = Math.min(width, height);
        Point2D tip = tip(t, width, height, cameraX, cameraY);
        // The drummer sits behind the middle of the kit.
        Line2D wood = new Line2D.Double(
                tip.getX(), tip.getY(), tip.getX() + 0.35 * (width / 2.0 - tip.getX()), tip.getY() - 0.26 * side);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        boolean dark = color.getRed() + color.getGreen() + color.getBlue() < 384;
        graphics.setColor(dark ? Color.WHITE : Color.BLACK);
        graphics.setStroke(new BasicStroke((float) (0.034 * side), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.draw(wood);
        graphics.setColor(color);
        graphics.setStroke(new BasicStroke((float) (0.02 * side), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.draw(wood);
    }

    /** Where the tip is, in pixels. */
    Point2D tip(double t, int width, int height, double cameraX, double cameraY) {
        int next = 0;
        while (next < notes.size() && notes.get(next).startSeconds() <= t) {
            next++;
        }
        Note to = notes.get(Math.min(next, notes.size() - 1));
        Note from = notes.get(Math.max(0, next - 1));
        double gap = Math.max(1e-9, to.startSeconds() - from.startSeconds());
        double way = Math.clamp((t - from.startSeconds()) / gap, 0, 1);
        double smooth = way * way * (3 - 2 * way);
        Point2D a = touched(from.part(), t, width, height, cameraX, cameraY);
        Point2D b = touched(to.part(), t, width, height, cameraX, cameraY);
        double lift = LIFT * Math.min(width, height) * Math.sin(Math.PI * way);
        return new Point2D.Double(
                a.getX() + smooth * (b.getX() - a.getX()), a.getY() + smooth * (b.getY() - a.getY()) - lift);
    }

    private Point2D touched(int part, double t, int width, int height, double cameraX, double cameraY) {
        AffineTransform placed = parts.get(part).placed(t, width, height, cameraX, cameraY);
        return placed.transform(new Point2D.Double(0, -0.32 * heights.get(part) * Math.min(width, height)), null);
    }
}
