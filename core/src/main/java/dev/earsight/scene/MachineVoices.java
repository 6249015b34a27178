package dev.earsight.scene;

/** How the machines and devices sound. */
final class MachineVoices {
    private MachineVoices() {}

    /** A tone with odd harmonics that sweeps up and down, slowly (wail), fast (yelp) or in two steps. */
    static void siren(Tape tape) {
        double low = tape.octaves(280, 800);
        double high = low * tape.vary(1.35, 2.6);
        double rate = tape.octaves(0.6, 5);
        boolean steps = tape.chance(0.3);
        double third = tape.vary(0.1, 0.6);
        double fifth = tape.vary(0, 0.4);
        double phase = tape.vary(0, 1);
        double turns = 0;
        double position = 0.5;
        for (int i = 0; i < tape.samples.length; i++) {
            double cycle = rate * i / Tape.RATE + phase;
            double sweep = 0.5 + 0.5 * Tape.sine(cycle);
            if (steps) {
                sweep = sweep > 0.5 ? 1 : 0;
                position += 0.002 * (sweep - position);
            } else {
                position = sweep;
            }
            turns += (low + (high - low) * position) / Tape.RATE;
            double y = Tape.sine(turns) + third * Tape.sine(3 * turns) + fifth * Tape.sine(5 * turns);
            tape.samples[i] += (float) y;
        }
    }

    /** Firing pulses, each cylinder with its own strength, through the resonances of pipe and block. */
    static void engine(Tape tape) {
        double rate = tape.octaves(16, 60);
        double drift = tape.vary(0.1, 0.6);
        double drifts = tape.vary(0.2, 0.8);
        int cylinders = tape.count(1, 4);
        double[] strengths = new double[cylinders];
        for (int i = 0; i < cylinders; i++) {
            strengths[i] = tape.vary(0.4, 1);
        }
        Tape.Band pipe = new Tape.Band(tape.octaves(70, 220), 2);
        Tape.Band block = new Tape.Band(tape.octaves(300, 1100), 2.5);
        Tape.Band rattle = new Tape.Band(tape.octaves(1500, 5000), 1.5);
        double mid = tape.octaves(0.6, 2.5);
        double high = tape.octaves(0.4, 3);
        double turns = 0;
        int fired = 0;
        double pulse = 0;
        for (int i = 0; i < tape.samples.length; i++) {
            turns += rate * (1 + drift * Tape.sine(drifts * i / Tape.RATE)) / Tape.RATE;
            if (turns >= 1) {
                turns -= 1;
                pulse = strengths[fired++ % cylinders] * tape.vary(0.85, 1.15);
            }
            pulse *= 0.994;
            double in = pulse * (1 + tape.noise());
            double y = 3 * pipe.pass(in) + mid * block.pass(in) + high * rattle.pass(pulse * tape.noise());
            tape.samples[i] += (float) y;
        }
    }

    /** Tick and tock: short hard resonances of case and wheels, evenly spaced. */
    static void clock(Tape tape) {
        double gap = tape.octaves(0.12, 0.5);
        double[][] clicks = new double[2][];
        for (int side = 0; side < 2; side++) {
            clicks[side] = new double[] {tape.octaves(1200, 3500), tape.octaves(3000, 8000), tape.octaves(250, 800)};
        }
        double body = tape.vary(0.2, 1.2);
        double decay = tape.octaves(0.004, 0.014);
        double echo = tape.vary(0.012, 0.03);
        int beat = 0;
        for (double t = 0; t < tape.seconds(); t += gap) {
            double[] click = clicks[beat++ % 2];
            tape.note(t, 1, 3 * decay);
            for (int bounce = 0; bounce < 2; bounce++) {
                double at = t + bounce * echo;
                double level = bounce == 0 ? 1 : 0.4;
                tape.ring(at, click[0], decay, level);
                tape.ring(at, click[1], decay * 0.7, level * 0.8);
                tape.ring(at, click[2], decay * 3, level * body);
                tape.burst(at, 4000, 0.7, 0.002, 2 * level);
            }
        }
    }

    /** Steam: hiss, and over it a squeal that climbs again and again. */
    static void kettle(Tape tape) {
        double low = tape.octaves(450, 1400);
        double climb = tape.vary(1.5, 3);
        double cycle = tape.octaves(0.5, 1.8);
        double hiss = tape.octaves(0.4, 2.5);
        double wobble = tape.vary(6, 14);
        double second = tape.vary(0.1, 0.6);
        Tape.Band band = new Tape.Band(tape.octaves(1800, 6500), 0.8);
        double turns = 0;
        double start = tape.vary(0, 1);
        for (double t = -start * cycle; t < tape.seconds(); t += cycle) {
            tape.heldNote(t, cycle);
        }
        for (int i = 0; i < tape.samples.length; i++) {
            double t = i / Tape.RATE;
            double phase = t / cycle + start;
            phase -= Math.floor(phase);
            double hertz = low * (1 + (climb - 1) * phase) * (1 + 0.012 * Tape.sine(wobble * t));
            turns += hertz / Tape.RATE;
            double squeal = Tape.envelope(phase, 1, 0.25, 0.08);
            double tone = Tape.sine(turns) + second * Tape.sine(2.01 * turns);
            tape.samples[i] += (float) (squeal * tone + hiss * (0.6 + 0.4 * phase) * band.pass(tape.noise()));
        }
    }

    /** Two gongs beaten in turn by one clapper, ringing and resting. */
    static void phone(Tape tape) {
        double first = tape.octaves(700, 2000);
        double second = first * tape.vary(1.12, 1.4);
        double beat = 1 / tape.vary(14, 28);
        double decay = tape.octaves(0.04, 0.15);
        double on = tape.vary(0.35, 0.9);
        double off = tape.vary(0.12, 0.35);
        for (double t = 0; t < tape.seconds(); t += off) {
            double end = t + on;
            for (int strike = 0; t < end; strike++, t += beat) {
                double hertz = strike % 2 == 0 ? first : second;
                tape.note(t, 1, decay);
                tape.ring(t, hertz, decay, 1);
                tape.ring(t, hertz * 2.76, decay * 0.5, 0.5);
                tape.ring(t, hertz * 5.4, decay * 0.25, 0.3);
            }
        }
    }

    /** Boing: a low tone whose pitch swings, faster and shallower, after each knock. */
    static void spring(Tape tape) {
        double hertz = tape.octaves(140, 600);
        double swing = tape.vary(0.25, 0.6);
        double rate = tape.vary(7, 13);
        double speedUp = tape.vary(4, 12);
        double decay = tape.vary(0.2, 0.5);
        double gap = tape.octaves(0.35, 0.85);
        double harmonics = tape.vary(0.2, 0.7) / Math.PI;
        for (double t = 0; t < tape.seconds(); t += gap * tape.vary(0.9, 1.1)) {
            int from = (int) (t * Tape.RATE);
            int to = (int) Math.min(tape.samples.length, (t + 3.5 * decay) * Tape.RATE);
            double pitch = hertz * tape.vary(0.9, 1.1);
            tape.note(t, 1, decay);
            double turns = 0;
            double level = 1;
            double fall = Math.exp(-1 / (decay * Tape.RATE));
            for (int i = from; i < to; i++) {
                double s = (i - from) / Tape.RATE;
                double sway = Tape.sine((rate + speedUp * s) * s);
                turns += pitch * (1 + swing * level * sway) / Tape.RATE;
                level *= fall;
                tape.samples[i] += (float) (level * Tape.sine(turns + harmonics * Tape.sine(2 * turns)));
            }
            tape.burst(t, 2500, 1, 0.006, 1);
        }
    }

    /** Rain: hundreds of drops a second, each a short ring of its own pitch, coming and going in gusts. */
    static void rain(Tape tape) {
        double density = tape.octaves(70, 350);
        double low = tape.octaves(350, 1200);
        double high = low * tape.vary(5, 12);
        double gusts = tape.vary(0.5, 2);
        double depth = tape.vary(0, 0.6);
        double decay = tape.octaves(0.001, 0.006);
        for (double t = 0; t < tape.seconds(); t -= Math.log(1 - tape.random.nextDouble()) / density) {
            double gust = 1 + depth * Tape.sine(gusts * t);
            tape.ring(t, tape.octaves(low, high), decay * tape.octaves(0.5, 2), gust * tape.octaves(0.15, 1));
        }
    }
}
