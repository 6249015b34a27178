package dev.earsight.localize;

/**
 * A box in a picture, in fractions of its width and height, with the highest score inside.
 *
 * @param x0 left edge
 * @param y0 top edge
 * @param x1 right edge
 * @param y1 bottom edge
 * @param score the score of the best place inside
 */
public record ScoredBox(double x0, double y0, double x1, double y1, double score) {
    /** Whether the place lies inside, edges included. */
    public boolean contains(double x, double y) {
        return x >= x0 && x <= x1 && y >= y0 && y <= y1;
    }

    /** Share of the picture it covers, 0 to 1. */
    public double area() {
        return Math.max(0, x1 - x0) * Math.max(0, y1 - y0);
    }

    /** The area common to both. */
    double intersection(ScoredBox other) {
        return Math.max(0, Math.min(x1, other.x1) - Math.max(x0, other.x0))
                * Math.max(0, Math.min(y1, other.y1) - Math.max(y0, other.y0));
    }

    /** The smallest box around both, with the better score. */
    ScoredBox union(ScoredBox other) {
        return new ScoredBox(
                Math.min(x0, other.x0),
                Math.min(y0, other.y0),
                Math.max(x1, other.x1),
                Math.max(y1, other.y1),
                Math.max(score, other.score));
    }
}
