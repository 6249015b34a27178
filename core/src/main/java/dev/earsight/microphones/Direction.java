package dev.earsight.microphones;

/**
 * A direction seen from the camera.
 *
 * @param azimuthDegrees to the right of straight ahead, -180 to 180
 * @param elevationDegrees above the horizon, -90 to 90
 */
public record Direction(double azimuthDegrees, double elevationDegrees) {
    /** The direction of a vector of any length but zero. */
    public static Direction of(Point vector) {
        return new Direction(
                Math.toDegrees(Math.atan2(vector.x(), vector.z())),
                Math.toDegrees(Math.atan2(-vector.y(), Math.hypot(vector.x(), vector.z()))));
    }

    /** The vector of length 1. */
    public Point vector() {
        double azimuth = Math.toRadians(azimuthDegrees);
        double elevation = Math.toRadians(elevationDegrees);
        return new Point(
                Math.sin(azimuth) * Math.cos(elevation), -Math.sin(elevation), Math.cos(azimuth) * Math.cos(elevation));
    }

    /** The angle between two directions. */
    public double degreesTo(Direction other) {
        Point a = vector();
        Point b = other.vector();
        return Math.toDegrees(Math.atan2(a.cross(b).norm(), a.dot(b)));
    }
}
