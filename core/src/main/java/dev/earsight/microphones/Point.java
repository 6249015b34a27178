package dev.earsight.microphones;

/**
 * A place or a direction in the camera's frame.
 *
 * @param x metres to the right
 * @param y metres down
 * @param z metres into the scene
 */
public record Point(double x, double y, double z) {
    /** The camera's center. */
    public static final Point ORIGIN = new Point(0, 0, 0);

    /** The sum. */
    public Point plus(Point other) {
        return new Point(x + other.x, y + other.y, z + other.z);
    }

    /** The difference. */
    public Point minus(Point other) {
        return new Point(x - other.x, y - other.y, z - other.z);
    }

    /** Scaled. */
    public Point times(double factor) {
        return new Point(factor * x, factor * y, factor * z);
    }

    /** The scalar product. */
    public double dot(Point other) {
        return x * other.x + y * other.y + z * other.z;
    }

    /** The vector product. */
    public Point cross(Point other) {
        return new Point(y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x);
    }

    /** The length. */
    public double norm() {
        return Math.sqrt(dot(this));
    }

    /** With length 1. */
    public Point unit() {
        return times(1 / norm());
    }

    /** The distance. */
    public double distanceTo(Point other) {
        return minus(other).norm();
    }

    /** Some unit vector at right angles to this one. */
    Point perpendicular() {
        Point other = Math.abs(x) < 0.6 * norm() ? new Point(1, 0, 0) : new Point(0, 1, 0);
        return cross(other).unit();
    }
}
