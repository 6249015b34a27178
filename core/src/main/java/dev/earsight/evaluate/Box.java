package dev.earsight.evaluate;

/**
 * A box in fractions of the picture, x to the right, y down.
 *
 * @param x0 left
 * @param y0 top
 * @param x1 right
 * @param y1 bottom
 */
public record Box(double x0, double y0, double x1, double y1) {
    /** Whether the place lies inside, edges included. */
    public boolean contains(double x, double y) {
        return x >= x0 && x <= x1 && y >= y0 && y <= y1;
    }

    double centerX() {
        return (x0 + x1) / 2;
    }

    double centerY() {
        return (y0 + y1) / 2;
    }
}
