package dev.earsight.microphones;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Microphones that record together, and the camera beside them.
 *
 * @param sampleRateHz samples per second of each
 * @param speedOfSound metres per second
 * @param microphones at least two
 * @param camera whose frame the positions are in, where it is known
 */
public record MicrophoneArray(
        int sampleRateHz, double speedOfSound, List<Microphone> microphones, Optional<CameraModel> camera) {
    /** In air of 20 degrees Celsius, metres per second. */
    public static final double USUAL_SPEED_OF_SOUND = 343.2;

    /** This share of the array's length is nothing: it is about what positions can be measured to. */
    private static final double FLATNESS = 0.02;

    /** What an array can tell apart. */
    public enum Shape {
        /** All on a line: the angle to it, so a cone of directions, a strip of the picture. */
        LINEAR,
        /** All in a plane: directions on one side of it, each as likely as its mirror image. */
        PLANAR,
        /** All directions. */
        SPATIAL
    }

    /** Copies the list and checks its size. */
    public MicrophoneArray {
        microphones = List.copyOf(microphones);
        if (microphones.size() < 2) {
            throw new IllegalArgumentException("Directions need two microphones or more, not " + microphones.size());
        }
    }

    /** Omnidirectional microphones at these places, channel by channel, without a camera. */
    public static MicrophoneArray of(int sampleRateHz, Point... places) {
        List<Microphone> microphones = new ArrayList<>();
        for (Point place : places) {
            microphones.add(Microphone.omni(place, microphones.size()));
        }
        return new MicrophoneArray(sampleRateHz, USUAL_SPEED_OF_SOUND, microphones, Optional.empty());
    }

    /** With this camera. */
    public MicrophoneArray with(CameraModel model) {
        return new MicrophoneArray(sampleRateHz, speedOfSound, microphones, Optional.of(model));
    }

    /** Without the microphones at these places of the list; at least two must be left. */
    public MicrophoneArray without(Set<Integer> leftOut) {
        List<Microphone> left = new ArrayList<>();
        for (int m = 0; m < microphones.size(); m++) {
            if (!leftOut.contains(m)) {
                left.add(microphones.get(m));
            }
        }
        return new MicrophoneArray(sampleRateHz, speedOfSound, left, camera);
    }

    /** How many microphones. */
    public int size() {
        return microphones.size();
    }

    /** Where one stands. */
    public Point position(int microphone) {
        return microphones.get(microphone).position();
    }

    /** The mean of the positions. */
    public Point center() {
        Point sum = Point.ORIGIN;
        for (Microphone microphone : microphones) {
            sum = sum.plus(microphone.position());
        }
        return sum.times(1.0 / size());
    }

    /** The largest distance of two microphones, in metres. */
    public double lengthMeters() {
        return axis().norm();
    }

    /** The longest time between two arrivals of one sound: what no delay exceeds. */
    public double longestLagSeconds() {
        return lengthMeters() / speedOfSound;
    }

    /**
     * When a sound reaches a microphone: { |q - r_m| / c} after it sounded at a place, { -r_m u / c} after it passed the
     * camera where it is infinitely far.
     *
     * @param direction of length 1, from the camera's center
     * @param distanceMeters from the camera's center, may be infinite
     */
    public double arrivalSeconds(int microphone, Point direction, double distanceMeters) {
        Point position = position(microphone);
        return Double.isInfinite(distanceMeters)
                ? -position.dot(direction) / speedOfSound
                : position.distanceTo(direction.times(distanceMeters)) / speedOfSound;
    }

    /** How much later a sound reaches microphone m than microphone n. */
    public double lagSeconds(int m, int n, Point direction, double distanceMeters) {
        return arrivalSeconds(m, direction, distanceMeters) - arrivalSeconds(n, direction, distanceMeters);
    }

    /** What the array can tell apart. */
    public Shape shape() {
        Point axis = axis();
        Point across = across(axis.unit());
        double length = axis.norm();
        if (across.norm() < FLATNESS * length) {
            return Shape.LINEAR;
        }
        Point normal = axis.cross(across).unit();
        double thickness = 0;
        for (Microphone microphone : microphones) {
            thickness = Math.max(
                    thickness, Math.abs(microphone.position().minus(position(0)).dot(normal)));
        }
        return thickness < FLATNESS * length ? Shape.PLANAR : Shape.SPATIAL;
    }

    /** From one to the other of the two furthest apart, to the right, or up where it is upright. */
    Point axis() {
        Point longest = Point.ORIGIN;
        for (int m = 0; m < size(); m++) {
            for (int n = m + 1; n < size(); n++) {
                Point between = position(n).minus(position(m));
                longest = between.norm() > longest.norm() ? between : longest;
            }
        }
        boolean upright = Math.abs(longest.x()) < 1e-6 * longest.norm();
        boolean backwards = upright ? longest.y() > 0 : longest.x() < 0;
        return backwards ? longest.times(-1) : longest;
    }

    /** At right angles to a planar array, into the scene, or up where it lies flat. */
    Point normal() {
        Point axis = axis().unit();
        Point normal = axis.cross(across(axis)).unit();
        boolean flat = Math.abs(normal.z()) < 1e-6;
        boolean backwards = flat ? normal.y() > 0 : normal.z() < 0;
        return backwards ? normal.times(-1) : normal;
    }

    private Point across(Point axis) {
        Point furthest = Point.ORIGIN;
        for (Microphone microphone : microphones) {
            Point offset = microphone.position().minus(position(0));
            Point beside = offset.minus(axis.times(offset.dot(axis)));
            furthest = beside.norm() > furthest.norm() ? beside : furthest;
        }
        return furthest;
    }
}
