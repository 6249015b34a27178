package dev.earsight.microphones;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A sound whose source moves: at step {@code k} it is at the {@code k}-th place. Between steps the sound goes over from one place to the next, so
 * that nothing clicks; steps too near each other to matter are one.
 *
 * @param places in the camera's frame, at least one; the source stays at the last
 * @param stepSamples from one place to the next
 * @param samples the whole sound
 */
@SuppressWarnings("ArrayRecordComponent") // seconds of samples, never compared
public record MovingSource(List<Point> places, int stepSamples, float[] samples) {
    /** A third of a degree: far below what an array tells apart. */
    private static final double SAME_PLACE = 0.006;

    /** Checks that there is a place. */
    public MovingSource {
        places = List.copyOf(places);
        if (places.isEmpty() || stepSamples < 1) {
            throw new IllegalArgumentException("A source needs a place, and steps of a sample or more");
        }
    }

    /** The same as sounds that stand still, each fading in where the one before fades out; their sum is the sound. */
    public List<RoomSimulator.Sounding> soundings() {
        List<RoomSimulator.Sounding> soundings = new ArrayList<>();
        int first = 0;
        while (first < places.size()) {
            int next = first + 1;
            while (next < places.size() && same(places.get(first), places.get(next))) {
                next++;
            }
            soundings.add(between(first, next));
            first = next;
        }
        return soundings;
    }

    private static boolean same(Point a, Point b) {
        return a.distanceTo(b) < SAME_PLACE * a.norm();
    }

    /** Full from step {@code first} to step {@code next - 1}, fading over the steps before and after. */
    private RoomSimulator.Sounding between(int first, int next) {
        int from = first == 0 ? 0 : Math.min(samples.length, (first - 1) * stepSamples);
        int to = next == places.size() ? samples.length : Math.min(samples.length, next * stepSamples);
        float[] part = Arrays.copyOfRange(samples, from, Math.max(from, to));
        for (int i = 0; i < part.length; i++) {
            double step = (from + i) / (double) stepSamples;
            double in = first == 0 ? 1 : step - (first - 1);
            double out = next == places.size() ? 1 : next - step;
            part[i] *= (float) Math.clamp(Math.min(in, out), 0, 1);
        }
        return new RoomSimulator.Sounding(places.get(first), part, from);
    }
}
