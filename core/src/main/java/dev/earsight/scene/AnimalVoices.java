package dev.earsight.scene;

/** How the animals sound. */
final class AnimalVoices {
    private AnimalVoices() {}

    /** Chirps: short sweeps in phrases, each bird with a few syllables of its own. */
    static void bird(Tape tape) {
        double hertz = tape.octaves(1400, 4500);
        int syllables = tape.count(2, 4);
        double[][] song = new double[syllables][];
        for (int i = 0; i < syllables; i++) {
            song[i] = new double[] {
                tape.octaves(0.04, 0.13),
                hertz * tape.octaves(0.7, 1.5),
                hertz * tape.octaves(0.7, 1.5),
                tape.vary(-0.35, 0.35)
            };
        }
        double gap = tape.octaves(0.02, 0.12);
        double pause = tape.vary(0.1, 0.35);
        for (double t = 0; t < tape.seconds(); t += pause * tape.vary(0.7, 1.2)) {
            double[] syllable = song[tape.random.nextInt(syllables)];
            int repeats = tape.count(1, 4);
            for (int r = 0; r < repeats; r++) {
                chirp(tape, t, syllable);
                t += syllable[0] + gap;
            }
        }
    }

    private static void chirp(Tape tape, double start, double[] syllable) {
        double length = syllable[0];
        tape.heldNote(start, length);
        int from = (int) (start * Tape.RATE);
        int to = (int) Math.min(tape.samples.length, (start + length) * Tape.RATE);
        double turns = 0;
        for (int i = from; i < to; i++) {
            double x = (i - from) / (length * Tape.RATE);
            double bend = 1 + syllable[3] * Tape.sine(x / 2);
            turns += (syllable[1] + (syllable[2] - syllable[1]) * x) * bend / Tape.RATE;
            tape.samples[i] += (float) (Tape.sine(x / 2) * (Tape.sine(turns) + 0.12 * Tape.sine(2 * turns)));
        }
    }

    /** Stridulation: one high tone in quick pulses, in groups or without end. */
    static void cricket(Tape tape) {
        double hertz = tape.octaves(2000, 5500);
        double rate = tape.octaves(18, 50);
        int pulses = tape.chance(0.3) ? 1000 : tape.count(3, 9);
        double rest = tape.vary(0.08, 0.3);
        double duty = tape.vary(0.45, 0.75);
        double t = 0;
        while (t < tape.seconds()) {
            double group = t;
            for (int p = 0; p < pulses && t < tape.seconds(); p++) {
                double length = duty / rate;
                int from = (int) (t * Tape.RATE);
                int to = (int) Math.min(tape.samples.length, (t + length) * Tape.RATE);
                for (int i = from; i < to; i++) {
                    double x = (i - from) / (length * Tape.RATE);
                    double turns = hertz * (1 - 0.015 * x) * (i - from) / Tape.RATE;
                    double level = Tape.sine(x / 2) * Math.min(1, 0.4 + 0.3 * p);
                    tape.samples[i] += (float) (level * (Tape.sine(turns) + 0.1 * Tape.sine(3 * turns)));
                }
                t += 1 / rate;
            }
            tape.heldNote(group, t - group);
            t += rest;
        }
    }
}
