package dev.earsight.scene;

/** How the musical instruments sound. */
final class InstrumentVoices {
    private static final int[] SCALE = {0, 2, 4, 7, 9, 12, 14, 16, 19};

    private InstrumentVoices() {}

    /** Plucked strings: Karplus-Strong loops, single notes and strums. */
    static void guitar(Tape tape) {
        double root = tape.octaves(85, 260);
        double gap = tape.octaves(0.13, 0.45);
        double decay = tape.octaves(0.4, 1.4);
        double brightness = tape.vary(0.25, 0.9);
        double strums = tape.vary(0, 0.4);
        for (double t = 0; t < tape.seconds(); t += gap * tape.vary(0.8, 1.2)) {
            int strings = tape.chance(strums) ? 3 : 1;
            double hertz = note(tape, root);
            for (int s = 0; s < strings; s++) {
                double[] chord = {1, 1.2599, 1.4983};
                double strength = tape.vary(0.5, 1);
                if (s == 0) {
                    tape.note(t, strength, decay / 3); // the loop loses 60 dB in 2.3 decays
                }
                tape.pluck(t + 0.015 * s, hertz * chord[s], decay, brightness, strength);
            }
        }
    }

    /** Inharmonic partials, the higher the shorter: hum, prime, tierce, quint, nominal and above. */
    static void bell(Tape tape) {
        double[] ratios = {0.5, 1, 1.19, 1.5, 2, 2.51, 2.66, 3.01, 4.17};
        double[] levels = {0.5, 1, 0.8, 0.4, 0.9, 0.4, 0.4, 0.3, 0.3};
        double hertz = tape.octaves(240, 1300);
        double decay = tape.octaves(0.35, 1.4);
        double gap = tape.octaves(0.35, 0.85);
        double hardness = tape.vary(0.5, 1.3);
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] *= tape.vary(0.98, 1.02);
            levels[i] *= tape.vary(0.4, 1.3) * (ratios[i] > 1 ? hardness : 1);
        }
        double[] starts = new double[(int) (tape.seconds() / (0.92 * gap)) + 1];
        double[] strikes = new double[starts.length];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = i == 0 ? 0 : starts[i - 1] + gap * tape.vary(0.92, 1.08);
            strikes[i] = tape.vary(0.6, 1);
            tape.note(starts[i], strikes[i], decay);
            tape.burst(starts[i], tape.octaves(2000, 6000), 1, 0.01, strikes[i]);
        }
        for (int i = 0; i < ratios.length; i++) {
            tape.rings(starts, strikes, hertz * ratios[i], decay / Math.sqrt(ratios[i]), levels[i]);
        }
    }

    /** Struck skin: modes of a round membrane that drop in pitch, under a burst of noise. */
    static void drum(Tape tape) {
        double[] modes = {1, 1.594, 2.136, 2.296, 2.653};
        double hertz = tape.octaves(60, 240);
        double decay = tape.octaves(0.05, 0.2);
        double gap = tape.octaves(0.11, 0.4);
        double snare = tape.octaves(0.2, 2.5);
        double color = tape.octaves(700, 5000);
        int beats = tape.count(3, 8);
        double[] accents = new double[beats];
        for (int i = 0; i < beats; i++) {
            accents[i] = i == 0 ? 1 : tape.chance(0.2) ? 0.15 : tape.vary(0.5, 0.95);
        }
        int beat = 0;
        for (double t = 0; t < tape.seconds(); t += gap * tape.vary(0.97, 1.03)) {
            double strike = accents[beat++ % beats];
            tape.note(t, strike, decay);
            for (int i = 0; i < modes.length; i++) {
                tape.ring(t, hertz * modes[i], decay / (1 + 0.3 * i), strike / (1 + 0.6 * i));
            }
            tape.ring(t, hertz * 1.7, decay * 0.25, strike * 0.8);
            tape.burst(t, color, 0.8, decay * tape.vary(0.3, 0.7), strike * snare);
        }
    }

    /** Wooden or metal bars: three modes, short, in runs over a scale. */
    static void xylophone(Tape tape) {
        double root = tape.octaves(260, 900);
        boolean marimba = tape.chance(0.5);
        double second = marimba ? 3.93 : 3;
        double third = marimba ? 9.3 : 6.1;
        double decay = tape.octaves(0.05, 0.2);
        double gap = tape.octaves(0.08, 0.25);
        double hardness = tape.vary(0.2, 0.8);
        int step = 0;
        for (double t = 0; t < tape.seconds(); t += gap * tape.vary(0.95, 1.05)) {
            step = Math.floorMod(step + tape.count(-2, 2), SCALE.length);
            double hertz = root * Math.pow(2, SCALE[step] / 12.0);
            double strike = tape.vary(0.5, 1);
            tape.note(t, strike, decay);
            tape.ring(t, hertz, decay, strike);
            tape.ring(t, hertz * second, decay * 0.45, strike * hardness);
            tape.ring(t, hertz * third, decay * 0.2, strike * hardness * 0.6);
            tape.burst(t, 3000, 0.8, 0.003, strike * hardness);
        }
    }

    /** Few harmonics, vibrato, breath noise around the note; one note runs into the next. */
    static void flute(Tape tape) {
        double root = tape.octaves(300, 900);
        double vibrato = tape.vary(4, 6.5);
        double depth = tape.vary(0.003, 0.012);
        double breath = tape.octaves(0.5, 3);
        double second = tape.vary(0.1, 0.5);
        double third = tape.vary(0.02, 0.2);
        double gap = tape.octaves(0.18, 0.7);
        double turns = 0;
        for (double t = 0; t < tape.seconds(); ) {
            double length = gap * tape.vary(0.7, 1.4);
            tape.heldNote(t, length);
            double hertz = note(tape, root);
            Tape.Band band = new Tape.Band(hertz * 1.5, 1.5);
            int from = (int) (t * Tape.RATE);
            int to = (int) Math.min(tape.samples.length, (t + length) * Tape.RATE);
            for (int i = from; i < to; i++) {
                double s = (i - from) / Tape.RATE;
                double sway = Tape.sine(vibrato * i / Tape.RATE);
                turns += hertz * (1 + depth * sway) / Tape.RATE;
                double tone = Tape.sine(turns) + second * Tape.sine(2 * turns) + third * Tape.sine(3 * turns);
                double level = Tape.envelope(s, length, 0.05, 0.04) * (1 + 0.2 * sway);
                tape.samples[i] += (float) (level * (tone + breath * band.pass(tape.noise())));
            }
            t += length;
        }
    }

    /** Brass: the louder the brighter (frequency modulation 1:1 with an index that follows the level; Chowning, 1973). */
    static void horn(Tape tape) {
        double root = tape.octaves(110, 380);
        double index = tape.vary(2.5, 6) / (2 * Math.PI);
        double attack = tape.vary(0.03, 0.12);
        double gap = tape.octaves(0.2, 0.75);
        double rest = tape.vary(0.02, 0.12);
        double detune = tape.chance(0.4) ? tape.vary(1.19, 1.27) : 0;
        for (double t = 0; t < tape.seconds(); ) {
            double length = gap * tape.vary(0.7, 1.3);
            tape.heldNote(t, length);
            double hertz = note(tape, root);
            int from = (int) (t * Tape.RATE);
            int to = (int) Math.min(tape.samples.length, (t + length) * Tape.RATE);
            for (int i = from; i < to; i++) {
                double s = (i - from) / Tape.RATE;
                double level = Tape.envelope(s, length, attack, 0.06);
                double turns = hertz * s;
                double y = level * Tape.sine(turns + index * level * Tape.sine(turns));
                if (detune > 0) {
                    y += 0.7 * level * Tape.sine(detune * turns + index * level * Tape.sine(detune * turns));
                }
                tape.samples[i] += (float) y;
            }
            t += length + rest;
        }
    }

    /** A steady high tone that the pea inside makes flutter, in blasts, with some wind. */
    static void whistle(Tape tape) {
        double hertz = tape.octaves(1100, 3600);
        double flutter = tape.vary(22, 48);
        double depth = tape.vary(0.02, 0.07);
        double wind = tape.octaves(0.15, 1.2);
        double blast = tape.octaves(0.2, 0.9);
        double rest = tape.vary(0.06, 0.25);
        Tape.Band band = new Tape.Band(hertz, 2);
        for (double t = 0; t < tape.seconds(); ) {
            double length = blast * tape.vary(0.6, 1.3);
            tape.heldNote(t, length);
            int from = (int) (t * Tape.RATE);
            int to = (int) Math.min(tape.samples.length, (t + length) * Tape.RATE);
            double turns = 0;
            for (int i = from; i < to; i++) {
                double s = (i - from) / Tape.RATE;
                double pea = Tape.sine(flutter * s);
                turns += hertz * (1 + depth * pea) * (1 - 0.05 * Math.exp(-s * 30)) / Tape.RATE;
                double level = Tape.envelope(s, length, 0.02, 0.03) * (0.65 + 0.35 * pea);
                double y = Tape.sine(turns) + 0.15 * Tape.sine(2 * turns) + wind * band.pass(tape.noise());
                tape.samples[i] += (float) (level * y);
            }
            t += length + rest;
        }
    }

    private static double note(Tape tape, double root) {
        return root * Math.pow(2, SCALE[tape.random.nextInt(6)] / 12.0);
    }
}
