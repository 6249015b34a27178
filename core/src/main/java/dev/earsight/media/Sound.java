package dev.earsight.media;

/**
 * A stretch of mono sound at {@value #SAMPLE_RATE_HZ} Hz; sample {@code n} is heard {@code n / 48000} seconds after the start.
 *
 * @param samples pressure, full scale is -1 to 1; the array is shared, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // minutes of samples: a copy per accessor would be the cost
public record Sound(float[] samples) {
    /** The rate of every sound inside the program, in samples per second (paper, section 3.1: 48 kHz). */
    public static final int SAMPLE_RATE_HZ = 48_000;

    /** Samples per frame of the 25 frames-per-second grid: frame {@code k} is shown at sample {@code 1920 k}. */
    public static final int SAMPLES_PER_FRAME = SAMPLE_RATE_HZ / 25;

    /** How long it lasts, in seconds. */
    public double durationSeconds() {
        return samples.length / (double) SAMPLE_RATE_HZ;
    }

    /** {@code sampleCount} samples from {@code startSample} on; zero where the sound does not reach. */
    public Sound slice(long startSample, int sampleCount) {
        float[] slice = new float[sampleCount];
        long from = Math.max(0, startSample);
        long to = Math.min(samples.length, startSample + sampleCount);
        if (to > from) {
            System.arraycopy(samples, (int) from, slice, (int) (from - startSample), (int) (to - from));
        }
        return new Sound(slice);
    }
}
