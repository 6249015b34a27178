package dev.earsight.scene;

import java.util.ArrayList;
import java.util.List;

/**
 * What sounds at a moment, for evaluation with one frame and the second of sound around it, in which several things may be
 * played: what is played within 0.1 s of the frame, or else what is played next to it within that second. Where nothing is, as in
 * a long rest, nothing sounds.
 */
final class Moments {
    private static final double AROUND_SECONDS = 0.1;
    private static final double FARTHEST_SECONDS = 0.5;
    /** Pauses that still count as one stretch of sound, as in {@link Interval#heardIn}. */
    private static final double PAUSE_SECONDS = 0.25;

    private Moments() {}

    /** For each thing, by when it is played, whether it sounds in each frame. */
    static List<List<Boolean>> soundsInFrames(List<List<Interval>> events, int frames, double framesPerSecond) {
        List<List<Boolean>> sounds = new ArrayList<>();
        events.forEach(thing -> sounds.add(new ArrayList<>()));
        for (int k = 0; k < frames; k++) {
            double t = k / framesPerSecond;
            double[] distances = events.stream()
                    .mapToDouble(thing -> distanceSeconds(thing, t))
                    .toArray();
            double nearest = Double.POSITIVE_INFINITY;
            for (double distance : distances) {
                nearest = Math.min(nearest, distance);
            }
            for (int i = 0; i < distances.length; i++) {
                boolean near = distances[i] <= AROUND_SECONDS;
                boolean next = distances[i] == nearest && nearest <= FARTHEST_SECONDS;
                sounds.get(i).add(near || next);
            }
        }
        return sounds;
    }

    private static double distanceSeconds(List<Interval> events, double t) {
        double nearest = Double.POSITIVE_INFINITY;
        for (Interval event : events) {
            nearest = Math.min(nearest, Math.max(0, Math.max(event.startSeconds() - t, t - event.endSeconds())));
        }
        return nearest;
    }

    /** Events as stretches of sound within a clip of {@code seconds}. */
    static List<Interval> joined(List<Interval> events, double seconds) {
        List<Interval> joined = new ArrayList<>();
        for (Interval event : events) {
            Interval inside = new Interval(Math.max(0, event.startSeconds()), Math.min(seconds, event.endSeconds()));
            if (!joined.isEmpty() && inside.startSeconds() - joined.getLast().endSeconds() <= PAUSE_SECONDS) {
                Interval last = joined.removeLast();
                joined.add(new Interval(last.startSeconds(), Math.max(last.endSeconds(), inside.endSeconds())));
            } else {
                joined.add(inside);
            }
        }
        return joined;
    }
}
