package dev.earsight.microphones;

import dev.earsight.EarsightException;

/**
 * A box with a camera in it, and how long it reverberates. In the room x and y run along the floor and z up, from one corner; the
 * camera looks along the floor.
 *
 * @param size width, depth and height in metres
 * @param camera the camera's center in the room
 * @param yawDegrees which way it looks: 0 along y, 90 along x
 * @param reverberationSeconds the time in which sound decays by 60 dB; 0 for no walls at all
 * @param absorption how the walls follow from it
 */
public record Room(Point size, Point camera, double yawDegrees, double reverberationSeconds, Absorption absorption) {
    private static final double FIT_STEPS_PER_SECOND = 1000;
    private static final int FIT_ROUNDS = 30;

    /** Checks the ranges. */
    public Room {
        if (!(size.x() > 0 && size.y() > 0 && size.z() > 0) || !(reverberationSeconds >= 0)) {
            throw new IllegalArgumentException("A room of " + size + " m and " + reverberationSeconds + " s");
        }
    }

    /** No walls: only the direct sound. */
    public static Room freeField() {
        return new Room(new Point(1, 1, 1), Point.ORIGIN, 0, 0, Absorption.EYRING);
    }

    /** With walls that make it reverberate so long, the camera at a place, looking along the depth. */
    public static Room of(Point size, Point camera, double reverberationSeconds) {
        return new Room(size, camera, 0, reverberationSeconds, Absorption.FITTED);
    }

    /** Whether there are walls. */
    public boolean hasWalls() {
        return reverberationSeconds > 0;
    }

    /** A place in the camera's frame as a place in the room. */
    public Point place(Point inCamera) {
        return camera.plus(turned(inCamera));
    }

    /** A direction in the camera's frame as one in the room. */
    public Point turned(Point inCamera) {
        double yaw = Math.toRadians(yawDegrees);
        Point right = new Point(Math.cos(yaw), -Math.sin(yaw), 0);
        Point ahead = new Point(Math.sin(yaw), Math.cos(yaw), 0);
        return right.times(inCamera.x()).plus(ahead.times(inCamera.z())).plus(new Point(0, 0, -inCamera.y()));
    }

    /** Whether a place of the room is in it. */
    public boolean contains(Point place) {
        return !hasWalls()
                || place.x() > 0
                        && place.y() > 0
                        && place.z() > 0
                        && place.x() < size.x()
                        && place.y() < size.y()
                        && place.z() < size.z();
    }

    /**
     * What part of a wave's amplitude a wall sends back.
     *
     * @throws EarsightException if no walls can make so large a room so dry
     */
    public double reflection(double speedOfSound) {
        if (!hasWalls()) {
            return 0;
        }
        double share = absorption.share(size, reverberationSeconds, speedOfSound);
        if (share >= 1) {
            throw new EarsightException("A room of " + size.x() + " x " + size.y() + " x " + size.z()
                    + " m cannot reverberate for only " + reverberationSeconds
                    + " s by Sabine's formula; choose a longer time, a smaller room, or no walls (0 s).");
        }
        double amplitude = Math.sqrt(1 - share);
        return absorption == Absorption.FITTED ? fitted(amplitude, speedOfSound) : amplitude;
    }

    /** Images are counted by time and reflections once; what walls make of them is then quickly reckoned for any wall. */
    private double fitted(double eyring, double speedOfSound) {
        double furthest = 1.3 * reverberationSeconds * speedOfSound;
        int steps = (int) (1.3 * reverberationSeconds * FIT_STEPS_PER_SECOND) + 1;
        int most = (int) (3 * furthest / Math.min(size.x(), Math.min(size.y(), size.z()))) + 10;
        double[][] energies = new double[steps][most];
        // Not the middle, where images coincide; the mean decay hardly depends on the place.
        Point source = new Point(0.37 * size.x(), 0.61 * size.y(), 0.43 * size.z());
        Point ears = new Point(0.72 * size.x(), 0.28 * size.y(), 0.55 * size.z());
        ImageSources.visit(size, source, ears, furthest, (place, reflections) -> {
            double distance = place.distanceTo(ears);
            int step = (int) (distance / speedOfSound * FIT_STEPS_PER_SECOND);
            if (step < steps && reflections < most) {
                energies[step][reflections] += 1 / (distance * distance);
            }
        });
        double low = 0;
        double high = 1;
        double middle = eyring;
        for (int round = 0; round < FIT_ROUNDS; round++) {
            double measured = measured(energies, middle);
            if (Double.isNaN(measured) || measured > reverberationSeconds) {
                high = middle;
            } else {
                low = middle;
            }
            middle = (low + high) / 2;
        }
        return middle;
    }

    private static double measured(double[][] energies, double reflection) {
        double[] decay = new double[energies.length];
        for (int step = 0; step < decay.length; step++) {
            double factor = 1;
            for (double energy : energies[step]) {
                decay[step] += factor * energy;
                factor *= reflection * reflection;
            }
        }
        return EnergyDecay.reverberationSeconds(decay, FIT_STEPS_PER_SECOND);
    }
}
