package dev.earsight.embed;

import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;
import java.util.Optional;

/**
 * One moment of a file: the picture shown then and the second of sound around it.
 *
 * @param seconds when, from the start of the file
 * @param picture the picture, or nothing where the file has no (more) pictures
 * @param sound the second of sound, or nothing where the file has no (more) sound
 */
public record Moment(double seconds, Optional<RgbImage> picture, Optional<Window> sound) {
    /**
     * A second of sound. Where the second around a moment would reach beyond the sound's beginning or end, it is the first or
     * last second; a sound shorter than a second ends in silence.
     *
     * @param startSample where it begins, in samples from the start of the file
     * @param length how many of the samples are the file's, the rest being silence
     * @param samples 48,000 samples
     */
    @SuppressWarnings("ArrayRecordComponent") // a second of samples, read once
    public record Window(long startSample, int length, float[] samples) {
        /** Below this magnitude, 80 dB under full scale, nobody hears anything. */
        private static final float AUDIBLE_FROM = 1e-4f;

        /** When it begins, from the start of the file. */
        public double startSeconds() {
            return startSample / (double) Sound.SAMPLE_RATE_HZ;
        }

        /** When it, or the sound, ends. */
        public double endSeconds() {
            return (startSample + length) / (double) Sound.SAMPLE_RATE_HZ;
        }

        /** The sum of the squares of its samples. */
        public double energy() {
            double sum = 0;
            for (float sample : samples) {
                sum += (double) sample * sample;
            }
            return sum;
        }

        /** Whether there is anything to hear in it. */
        public boolean audible() {
            for (float sample : samples) {
                if (Math.abs(sample) >= AUDIBLE_FROM) {
                    return true;
                }
            }
            return false;
        }
    }

    /** The 48,000 samples of {@link #sound}. */
    public Optional<float[]> samples() {
        return sound.map(Window::samples);
    }
}
