package dev.earsight.scene;

import dev.earsight.media.Sound;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Samples being synthesized, with the means to do it: rings, bursts, swept tones and plucks are added to what is there. */
final class Tape {
    static final double RATE = Sound.SAMPLE_RATE_HZ;
    private static final int TABLE = 4096;
    private static final float[] SINE = new float[TABLE + 1];

    static {
        for (int i = 0; i <= TABLE; i++) {
            SINE[i] = (float) StrictMath.sin(2 * Math.PI * i / TABLE);
        }
    }

    final float[] samples;
    final RandomGenerator random;
    private final List<Note> notes = new ArrayList<>();

    Tape(int sampleCount, RandomGenerator random) {
        samples = new float[sampleCount];
        this.random = random;
    }

    double seconds() {
        return samples.length / RATE;
    }

    double vary(double low, double high) {
        return Dice.between(random, low, high);
    }

    double octaves(double low, double high) {
        return Dice.octaves(random, low, high);
    }

    int count(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    boolean chance(double probability) {
        return Dice.chance(random, probability);
    }

    /** Says that a voice begins a sound now that rings out, falling by 8.7 dB in every {@code decaySeconds}. */
    void note(double startSeconds, double strength, double decaySeconds) {
        note(startSeconds, strength, decaySeconds, 0);
    }

    void note(double startSeconds, double strength, double decaySeconds, int part) {
        int start = (int) (startSeconds * RATE);
        notes.add(new Note(start, start + (int) (Note.AUDIBLE_DECAYS * decaySeconds * RATE), strength, part));
    }

    /** Says that a voice begins a sound now that is held for {@code lengthSeconds}. */
    void heldNote(double startSeconds, double lengthSeconds) {
        int start = (int) (startSeconds * RATE);
        notes.add(new Note(start, start + (int) (lengthSeconds * RATE), 1, 0));
    }

    /** What the voices said they play, in order of time. */
    List<Note> notes() {
        return notes;
    }

    /** White noise between -1 and 1. */
    double noise() {
        return 2 * random.nextFloat() - 1;
    }

    /** The sine of {@code turns} full turns, from a table: exact to 3e-7. */
    static double sine(double turns) {
        double phase = (turns - Math.floor(turns)) * TABLE;
        int i = (int) phase;
        return SINE[i] + (phase - i) * (SINE[i + 1] - SINE[i]);
    }

    /** A partial struck at {@code start}: falls by 60 dB in about seven times {@code decaySeconds}. */
    void ring(double startSeconds, double hertz, double decaySeconds, double amplitude) {
        if (hertz > 0.45 * RATE) {
            return;
        }
        int from = (int) (startSeconds * RATE);
        int to = (int) Math.min(samples.length, from + 6 * decaySeconds * RATE);
        // y[n] = 2 r cos(w) y[n-1] - r^2 y[n-2] rings at w and falls by r per sample.
        double r = Math.exp(-1 / (decaySeconds * RATE));
        double w = 2 * Math.PI * hertz / RATE;
        double a = 2 * r * Math.cos(w);
        double b = r * r;
        double phase = 2 * Math.PI * random.nextDouble();
        double before = amplitude * Math.sin(phase - w) / r;
        double beforeThat = amplitude * Math.sin(phase - 2 * w) / b;
        for (int i = from; i < to; i++) {
            double y = a * before - b * beforeThat;
            beforeThat = before;
            before = y;
            samples[i] += (float) (y * Math.min(1, (i - from) / 24.0));
        }
    }

    /** One partial struck again and again; it rings through from one strike to the next. */
    void rings(double[] startsSeconds, double[] strikes, double hertz, double decaySeconds, double amplitude) {
        if (hertz > 0.45 * RATE) {
            return;
        }
        double r = Math.exp(-1 / (decaySeconds * RATE));
        double w = 2 * Math.PI * hertz / RATE;
        double a = 2 * r * Math.cos(w);
        double b = r * r;
        double before = 0;
        double beforeThat = 0;
        int next = 0;
        for (int i = 0; i < samples.length; i++) {
            double y = a * before - b * beforeThat;
            if (next < startsSeconds.length && i >= startsSeconds[next] * RATE) {
                // An impulse of sin w makes a ring of amplitude one.
                y += strikes[next++] * amplitude * Math.sin(w);
            }
            beforeThat = before;
            before = y;
            samples[i] += (float) y;
        }
    }

    /** A burst of noise around {@code hertz}, {@code quality} times narrower than its middle, falling exponentially. */
    void burst(double startSeconds, double hertz, double quality, double decaySeconds, double amplitude) {
        int from = (int) (startSeconds * RATE);
        int to = (int) Math.min(samples.length, from + 6 * decaySeconds * RATE);
        Band band = new Band(hertz, quality);
        double level = amplitude;
        double fall = Math.exp(-1 / (decaySeconds * RATE));
        for (int i = from; i < to; i++) {
            samples[i] += (float) (level * band.pass(noise()) * Math.min(1, (i - from) / 48.0));
            level *= fall;
        }
    }

    /** Karplus-Strong: noise in a loop one period long, averaged at every turn (Karplus and Strong, 1983). */
    void pluck(double startSeconds, double hertz, double decaySeconds, double brightness, double amplitude) {
        int from = (int) (startSeconds * RATE);
        int to = (int) Math.min(samples.length, from + 4 * decaySeconds * RATE);
        double period = RATE / hertz - 0.5; // the averaging filter itself delays by half a sample
        int length = (int) period;
        double fraction = period - length;
        double allpass = (1 - fraction) / (1 + fraction);
        double[] loop = new double[Math.max(2, length)];
        double smooth = 0;
        for (int i = 0; i < loop.length; i++) {
            smooth += brightness * (noise() - smooth);
            loop[i] = amplitude * smooth;
        }
        double loss = Math.pow(0.001, 1 / (hertz * decaySeconds * 2.3));
        double last = 0;
        double lastAveraged = 0;
        double lastOut = 0;
        int position = 0;
        for (int i = from; i < to; i++) {
            double value = loop[position];
            double averaged = loss * 0.5 * (value + last);
            last = value;
            double out = allpass * (averaged - lastOut) + lastAveraged;
            lastAveraged = averaged;
            lastOut = out;
            loop[position] = out;
            position = position + 1 == loop.length ? 0 : position + 1;
            samples[i] += (float) value;
        }
    }

    /** Rises over {@code attack}, holds, falls over {@code release}; 0 to 1, at {@code t} seconds into {@code length}. */
    static double envelope(double t, double length, double attack, double release) {
        double rise = Math.min(1, t / attack);
        double fall = Math.min(1, (length - t) / release);
        return Math.max(0, Math.min(rise, fall));
    }

    /** A two-pole band-pass filter (state variable form), unit gain at its middle. */
    static final class Band {
        private final double f;
        private final double damping;
        private double low;
        private double band;

        Band(double hertz, double quality) {
            f = 2 * Math.sin(Math.PI * Math.min(hertz, RATE / 6.5) / RATE);
            damping = 1 / quality;
        }

        double pass(double in) {
            low += f * band;
            double high = in - low - damping * band;
            band += f * high;
            return damping * band;
        }
    }
}
