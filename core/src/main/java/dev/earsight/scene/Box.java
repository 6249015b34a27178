package dev.earsight.scene;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * A rectangle in fractions of the picture: 0, 0 is the upper left corner, 1, 1 the lower right one. In JSON an array
 * {@code [x0, y0, x1, y1]}.
 *
 * @param x0 left edge
 * @param y0 upper edge
 * @param x1 right edge
 * @param y1 lower edge
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"x0", "y0", "x1", "y1"})
public record Box(double x0, double y0, double x1, double y1) {
    /** The box around points (x, y, x, y, ... in pixels), cut at the picture's edges, to five decimals. */
    static Box around(double[] xy, int width, int height) {
        double left = Double.POSITIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < xy.length; i += 2) {
            left = Math.min(left, xy[i]);
            right = Math.max(right, xy[i]);
            top = Math.min(top, xy[i + 1]);
            bottom = Math.max(bottom, xy[i + 1]);
        }
        return new Box(fraction(left, width), fraction(top, height), fraction(right, width), fraction(bottom, height));
    }

    private static double fraction(double pixels, int size) {
        return Math.round(Math.clamp(pixels / size, 0, 1) * 1e5) / 1e5;
    }

    /** Whether the point (in fractions) lies in the box, edges included. */
    public boolean contains(double x, double y) {
        return x >= x0 && x <= x1 && y >= y0 && y <= y1;
    }

    /** Area as a fraction of the picture's. */
    public double area() {
        return Math.max(0, x1 - x0) * Math.max(0, y1 - y0);
    }

    /** The part shared with another box, as a fraction of the picture's area. */
    public double overlap(Box other) {
        double width = Math.min(x1, other.x1) - Math.max(x0, other.x0);
        double height = Math.min(y1, other.y1) - Math.max(y0, other.y0);
        return width > 0 && height > 0 ? width * height : 0;
    }
}
