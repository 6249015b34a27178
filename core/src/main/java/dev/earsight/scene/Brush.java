package dev.earsight.scene;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.random.RandomGenerator;

/**
 * What a drawn thing is painted with: shapes in coordinates of about -1 to 1, four colors and random numbers.
 *
 * <p>The colors are drawn before anything is known of the class, from one distribution for all: neither hue nor brightness
 * can name a class. Details may be lighter or darker than the base, so that a class with much detail is not darker.
 */
final class Brush {
    private static final double LINE = 0.055;

    /** Stands in for a pose where a thing is not seen being played. */
    static final double NOT_PLAYED = Double.NaN;

    private final Graphics2D graphics;
    private final RandomGenerator random;
    final Color base;
    final Color detail;
    final Color accent;
    final Color line;
    private final double pose;

    Brush(Graphics2D graphics, RandomGenerator random, double pose) {
        this.pose = pose;
        this.graphics = graphics;
        this.random = random;
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        double hue = random.nextDouble();
        double brightness = vary(0.3, 0.95);
        base = hsb(hue, vary(0.25, 0.95), brightness);
        boolean lighter = random.nextDouble() < (brightness < 0.45 ? 0.9 : brightness > 0.8 ? 0.1 : 0.5);
        detail = hsb(hue + vary(-0.5, 0.5), vary(0.1, 0.9), lighter ? vary(0.85, 1) : vary(0.05, 0.3));
        accent = hsb(hue + vary(0.2, 0.8), vary(0.4, 1), lighter ? vary(0.05, 0.5) : vary(0.6, 1));
        line = random.nextBoolean() ? hsb(hue, 0.5, vary(0, 0.16)) : hsb(hue, vary(0, 0.25), vary(0.86, 1));
    }

    /** Whether the thing is seen being played. What is painted because of it must not draw random numbers. */
    boolean played() {
        return !Double.isNaN(pose);
    }

    /** The pose, 0 to 1, of a thing that is {@link #played}; else {@code unplayed}. */
    double pose(double unplayed) {
        return played() ? pose : unplayed;
    }

    double vary(double low, double high) {
        return Dice.between(random, low, high);
    }

    int count(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    boolean chance(double probability) {
        return Dice.chance(random, probability);
    }

    /** Shifts and turns all that is painted from now on, as a knock does to the whole thing. */
    void knock(double right, double down, double radians) {
        graphics.translate(right, down);
        graphics.rotate(radians);
    }

    /** Fills a shape and draws its outline. */
    void solid(Shape shape, Color color) {
        fill(shape, color);
        stroke(shape, LINE, line);
    }

    void fill(Shape shape, Color color) {
        graphics.setColor(color);
        graphics.fill(shape);
    }

    /** Draws along a shape with round ends. */
    void stroke(Shape shape, double width, Color color) {
        graphics.setColor(color);
        graphics.setStroke(new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.draw(shape);
    }

    void stroke(double x0, double y0, double x1, double y1, double width, Color color) {
        stroke(new Line2D.Double(x0, y0, x1, y1), width, color);
    }

    /** A tube along a shape: a colored stroke with an outline on both sides. */
    void tube(Shape shape, double width, Color color) {
        stroke(shape, width + 2 * LINE, line);
        stroke(shape, width, color);
    }

    /** Leans on what has been painted: light from one side and fine marks over the whole thing, none beside it. */
    void finish() {
        graphics.setComposite(AlphaComposite.SrcAtop);
        double angle = vary(0, 2 * Math.PI);
        float x = (float) Math.cos(angle);
        float y = (float) Math.sin(angle);
        int strength = (int) vary(0, 90);
        graphics.setPaint(
                new GradientPaint(-x, -y, new Color(255, 255, 255, strength), x, y, new Color(0, 0, 0, strength)));
        graphics.fill(new Rectangle2D.Double(-2, -2, 4, 4));
        int marks = count(0, 25);
        boolean dots = random.nextBoolean();
        int shade = random.nextBoolean() ? 255 : 0;
        Color mark = new Color(shade, shade, shade, (int) vary(20, 80));
        for (int i = 0; i < marks; i++) {
            double mx = vary(-1, 1);
            double my = vary(-1, 1);
            if (dots) {
                fill(ellipse(mx, my, 0.05, 0.05), mark);
            } else {
                stroke(mx, my, mx + 0.25 * y, my - 0.25 * x, 0.04, mark);
            }
        }
        graphics.setComposite(AlphaComposite.SrcOver);
    }

    static Shape ellipse(double centerX, double centerY, double radiusX, double radiusY) {
        return new Ellipse2D.Double(centerX - radiusX, centerY - radiusY, 2 * radiusX, 2 * radiusY);
    }

    static Shape box(double x0, double y0, double x1, double y1) {
        return new Rectangle2D.Double(x0, y0, x1 - x0, y1 - y0);
    }

    static Shape roundBox(double x0, double y0, double x1, double y1, double corner) {
        return new RoundRectangle2D.Double(x0, y0, x1 - x0, y1 - y0, corner, corner);
    }

    /** Closed polygon through x, y, x, y, ... */
    static Path2D polygon(double... xy) {
        Path2D path = polyline(xy);
        path.closePath();
        return path;
    }

    /** Open line through x, y, x, y, ... */
    static Path2D polyline(double... xy) {
        Path2D path = new Path2D.Double();
        path.moveTo(xy[0], xy[1]);
        for (int i = 2; i < xy.length; i += 2) {
            path.lineTo(xy[i], xy[i + 1]);
        }
        return path;
    }

    private static Color hsb(double hue, double saturation, double brightness) {
        return Color.getHSBColor((float) hue, (float) saturation, (float) brightness);
    }
}
