package dev.earsight.scene;

import dev.earsight.media.Sound;
import java.util.Arrays;
import java.util.List;

/**
 * In which way a thing moves while it is played. Each turns what is played, the same notes or samples that are heard, into a
 * pose from 0 to 1.
 */
enum Manner {
    /** A beater or clapper: 0 touches, which it does at the first sample of each note; 1 is drawn back. */
    STRUCK {
        @Override
        PoseCurve curve(Performance performance) {
            double[] starts = starts(performance.notes());
            return t -> {
                int next = following(starts, t);
                double gap =
                        next > 0 && next < starts.length ? starts[next] - starts[next - 1] : Double.POSITIVE_INFINITY;
                double away = next > 0
                        ? drawnBack(performance.notes().get(next - 1), t - starts[next - 1], Math.min(0.16, gap / 2))
                        : 1;
                double back = next < starts.length
                        ? drawnBack(performance.notes().get(next), starts[next] - t, Math.min(0.12, gap / 2))
                        : 1;
                return Math.min(away, back);
            };
        }
    },

    /** A string: how far it swings, 0 not at all; set off by each note, then dying away as the note does. */
    PLUCKED {
        @Override
        PoseCurve curve(Performance performance) {
            double[] starts = starts(performance.notes());
            return t -> {
                double most = 0;
                for (int i = following(starts, t) - 1; i >= 0 && t - starts[i] < 3; i--) {
                    Note note = performance.notes().get(i);
                    double decay = (note.endSeconds() - note.startSeconds()) / Note.AUDIBLE_DECAYS;
                    most = Math.max(most, note.strength() * Math.exp(-(t - starts[i]) / decay));
                }
                return most;
            };
        }
    },

    /** To and fro between 0 and 1: it turns round at the first sample of each note. */
    SHAKEN {
        @Override
        PoseCurve curve(Performance performance) {
            double[] starts = starts(performance.notes());
            return t -> {
                int next = following(starts, t);
                double from = next % 2;
                if (next == 0 || next == starts.length) {
                    return from;
                }
                double lasts = Math.min(0.4, starts[next] - starts[next - 1]);
                double done = Math.max(0, 1 - (starts[next] - t) / lasts);
                double turned = 0.5 - 0.5 * Math.cos(Math.PI * done);
                return from + (1 - 2 * from) * turned;
            };
        }
    },

    /** An opening: 0 shut, 1 as wide as it gets; it follows the loudness over 40 ms around. */
    MOUTH {
        @Override
        PoseCurve curve(Performance performance) {
            double[] loudness = loudness(performance.samples());
            return t -> {
                double step = Math.clamp(t / LOUDNESS_STEP_SECONDS, 0, loudness.length - 1);
                int i = Math.min((int) step, loudness.length - 2);
                return loudness[i] + (step - i) * (loudness[i + 1] - loudness[i]);
            };
        }
    },

    /** What is hit springs away and comes back to 0.5 swinging; 1 is how it stands at the first sample of the hardest note. */
    JERKED {
        @Override
        PoseCurve curve(Performance performance) {
            double[] starts = starts(performance.notes());
            return t -> {
                int last = following(starts, t) - 1;
                if (last < 0) {
                    return 0.5;
                }
                double since = t - starts[last];
                return 0.5
                        + 0.5
                                * performance.notes().get(last).strength()
                                * Math.exp(-since / 0.13)
                                * Math.cos(2 * Math.PI * 4.5 * since);
            };
        }
    };

    private static final double LOUDNESS_STEP_SECONDS = 0.005;

    abstract PoseCurve curve(Performance performance);

    /** Half way back for the softest note, all the way for the hardest; fastest where it touches. */
    private static double drawnBack(Note note, double fromContactSeconds, double lastsSeconds) {
        double share = Math.min(1, fromContactSeconds / lastsSeconds);
        return (0.5 + 0.5 * note.strength()) * Math.sin(Math.PI / 2 * share);
    }

    private static double[] starts(List<Note> notes) {
        return notes.stream().mapToDouble(Note::startSeconds).toArray();
    }

    /** Number of the first note that starts after {@code t}. */
    private static int following(double[] starts, double t) {
        int found = Arrays.binarySearch(starts, t);
        int next = found < 0 ? -found - 1 : found + 1;
        while (next < starts.length && starts[next] <= t) {
            next++;
        }
        return next;
    }

    /** Root mean square over 40 ms around every 5 ms, raised to 0.7, against the loudest twentieth. */
    private static double[] loudness(float[] samples) {
        int step = (int) (LOUDNESS_STEP_SECONDS * Sound.SAMPLE_RATE_HZ);
        int reach = 4 * step;
        double[] energy = new double[samples.length + 1];
        for (int i = 0; i < samples.length; i++) {
            energy[i + 1] = energy[i] + samples[i] * samples[i];
        }
        double[] loudness = new double[Math.max(2, samples.length / step + 1)];
        for (int i = 0; i < loudness.length; i++) {
            int from = Math.clamp((long) i * step - reach, 0, samples.length - 1);
            int to = Math.clamp((long) i * step + reach, from + 1, samples.length);
            loudness[i] = Math.pow((energy[to] - energy[from]) / (to - from), 0.35);
        }
        double[] sorted = loudness.clone();
        Arrays.sort(sorted);
        double loud = Math.max(1e-9, sorted[(int) (0.95 * (sorted.length - 1))]);
        for (int i = 0; i < loudness.length; i++) {
            loudness[i] = Math.min(1, loudness[i] / loud);
        }
        return loudness;
    }
}
