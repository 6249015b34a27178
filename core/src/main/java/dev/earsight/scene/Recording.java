package dev.earsight.scene;

import dev.earsight.EarsightException;
import dev.earsight.media.AudioReader;
import dev.earsight.media.Sound;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/**
 * A recording made fit to be heard in every second of a clip: silence before and after is cut off, pauses longer than half
 * a second are shortened to that, passages much quieter than the rest are raised. Kept in 16 bits.
 */
@SuppressWarnings("ArrayRecordComponent") // shared, never changed
record Recording(short[] samples) {
    private static final int STEP = Sound.SAMPLE_RATE_HZ / 100;
    private static final int LONGEST_PAUSE_STEPS = 50;
    private static final double PAUSE_DB = -35;
    private static final double LEVELLED = 0.7;
    private static final double MOST_RAISED_DB = 20;
    private static final double LONGEST_SECONDS = 60;
    private static final int JOIN = Sound.SAMPLE_RATE_HZ / 50;

    /** Reads a file; throws {@link EarsightException} when it cannot be read or holds nothing but silence. */
    static Recording read(Path file) {
        try (AudioReader reader = AudioReader.open(file)) {
            float[] heard = tightened(reader.readAll(LONGEST_SECONDS).samples());
            if (heard.length < Sound.SAMPLE_RATE_HZ / 50) {
                throw new EarsightException(file + " is silent from end to end.");
            }
            level(heard);
            float peak = 0;
            for (float sample : heard) {
                peak = Math.max(peak, Math.abs(sample));
            }
            short[] samples = new short[heard.length];
            for (int i = 0; i < heard.length; i++) {
                samples[i] = (short) Math.round(32000 * heard[i] / peak);
            }
            return new Recording(samples);
        }
    }

    /** Without silence at the ends and without long pauses. */
    static float[] tightened(float[] samples) {
        int steps = samples.length / STEP;
        double[] power = new double[steps];
        double loudest = 1e-9; // below -90 dB nothing counts as heard
        for (int s = 0; s < steps; s++) {
            for (int i = s * STEP; i < (s + 1) * STEP; i++) {
                power[s] += samples[i] * samples[i] / STEP;
            }
            loudest = Math.max(loudest, power[s]);
        }
        float[] kept = new float[samples.length];
        int length = 0;
        int quiet = LONGEST_PAUSE_STEPS; // the beginning counts as a pause that has lasted long enough
        int lastHeard = 0;
        for (int s = 0; s < steps; s++) {
            boolean heard = power[s] > loudest * Math.pow(10, PAUSE_DB / 10);
            quiet = heard ? 0 : quiet + 1;
            if (quiet <= LONGEST_PAUSE_STEPS && (heard || length > 0)) {
                System.arraycopy(samples, s * STEP, kept, length, STEP);
                length += STEP;
            }
            lastHeard = heard ? length : lastHeard;
        }
        return java.util.Arrays.copyOf(kept, lastHeard);
    }

    /**
     * Evens out the loudness over time, in place: the second around each moment comes nearer to the whole's level, by
     * {@value #LEVELLED} of its distance in dB and at most {@value #MOST_RAISED_DB} dB.
     */
    static void level(float[] samples) {
        int hop = Sound.SAMPLE_RATE_HZ / 10;
        double[] before = new double[samples.length + 1];
        for (int i = 0; i < samples.length; i++) {
            before[i + 1] = before[i] + samples[i] * samples[i];
        }
        double whole = before[samples.length] / samples.length;
        double[] gains = new double[samples.length / hop + 2];
        for (int h = 0; h < gains.length; h++) {
            int from = Math.max(0, Math.min(samples.length - 1, h * hop) - Sound.SAMPLE_RATE_HZ / 2);
            int to = Math.min(samples.length, h * hop + Sound.SAMPLE_RATE_HZ / 2);
            double around = Math.max(1e-12, (before[to] - before[from]) / (to - from));
            double db = LEVELLED * 10 * Math.log10(whole / around);
            gains[h] = Math.pow(10, Math.clamp(db, -MOST_RAISED_DB, MOST_RAISED_DB) / 20);
        }
        for (int i = 0; i < samples.length; i++) {
            int h = i / hop;
            double share = (i - h * hop) / (double) hop;
            samples[i] *= (float) ((1 - share) * gains[h] + share * gains[h + 1]);
        }
    }

    /**
     * {@code count} samples from a random place on, played {@code speed} times as fast: higher and shorter above 1. Between
     * samples it is interpolated linearly, which is clean enough for what is low-passed afterwards.
     */
    float[] cropped(int count, double speed, RandomGenerator random) {
        float[] source = cropped((int) Math.ceil(count * speed) + 1, random);
        float[] played = new float[count];
        for (int i = 0; i < count; i++) {
            int before = (int) (i * speed);
            float share = (float) (i * speed - before);
            played[i] = (1 - share) * source[before] + share * source[before + 1];
        }
        return played;
    }

    /** {@code count} samples from a random place on; over and over where it is shorter, each end joined to the beginning. */
    float[] cropped(int count, RandomGenerator random) {
        int join = Math.min(JOIN, samples.length / 4);
        int period = samples.length - join;
        int start = samples.length >= count ? random.nextInt(samples.length - count + 1) : random.nextInt(period);
        float[] crop = new float[count];
        for (int i = 0; i < count; i++) {
            int place = start + i;
            if (samples.length >= count) {
                crop[i] = samples[place] / 32768f;
                continue;
            }
            int phase = place % period;
            float value = samples[phase] / 32768f;
            if (phase < join && place >= period) {
                float share = phase / (float) join;
                value = share * value + (1 - share) * samples[period + phase] / 32768f;
            }
            crop[i] = value;
        }
        return crop;
    }
}
