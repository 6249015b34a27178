package dev.earsight.microphones;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Directions an array measures and pixels a camera shows. */
public final class Projection {
    private static final int STRIP_STEPS = 720;

    private Projection() {}

    /**
     * The pixel of a direction, seen from the camera's center (as {@link SoundSource} has it) where it can be seen.
     */
    public static Optional<Pixel> pixel(CameraModel camera, Direction direction) {
        return camera.project(direction.vector()).filter(camera::shows);
    }

    /**
     * The pixel of a direction measured from the array's own center, of something so far from it: for an array beside the camera the place depends on the distance.
     */
    public static Optional<Pixel> pixel(
            CameraModel camera, Point arrayCenter, Direction fromArray, double distanceMeters) {
        Point place = Double.isInfinite(distanceMeters)
                ? fromArray.vector()
                : arrayCenter.plus(fromArray.vector().times(distanceMeters));
        return camera.project(place).filter(camera::shows);
    }

    /**
     * By how many degrees camera and array see something in different directions, at most: {@code asin(baseline / distance)}, which is
     * baseline over depth in radians for what is far. What a wrong guess of the distance can shift an array's answer by.
     */
    public static double parallaxDegrees(MicrophoneArray array, double distanceMeters) {
        return Math.toDegrees(Math.asin(Math.min(1, array.center().norm() / distanceMeters)));
    }

    /**
     * What a linear array leaves: all pixels in one cone of directions around its axis, a strip across the picture (a hyperbola), in order from one end to
     * the other. In one run for a cone that crosses the picture once; empty where it passes the picture by.
     *
     * @param direction any direction of the cone
     */
    public static List<Pixel> strip(CameraModel camera, MicrophoneArray array, Direction direction) {
        Point axis = array.axis().unit();
        Point vector = direction.vector();
        double along = vector.dot(axis);
        double across = Math.sqrt(Math.max(0, 1 - along * along));
        Point first = axis.perpendicular();
        // Begin behind the camera, so that the part in sight is not cut in two.
        Point behind = new Point(0, 0, -1).minus(axis.times(-axis.z()));
        first = behind.norm() > 1e-6 ? behind.unit() : first;
        Point second = axis.cross(first);
        List<Pixel> strip = new ArrayList<>();
        for (int i = 0; i <= STRIP_STEPS; i++) {
            double turn = 2 * Math.PI * i / STRIP_STEPS;
            Point ray = axis.times(along)
                    .plus(first.times(across * Math.cos(turn)))
                    .plus(second.times(across * Math.sin(turn)));
            camera.project(ray).filter(camera::shows).ifPresent(strip::add);
        }
        return strip;
    }
}
