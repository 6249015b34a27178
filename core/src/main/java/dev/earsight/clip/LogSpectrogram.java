package dev.earsight.clip;

import dev.earsight.media.Sound;
import java.util.Arrays;

/**
 * One second of sound as the audio network sees it: 48,000 samples become {@value #BINS} frequency bins by
 * {@value #FRAMES} time frames, frequency-major (value of bin b at frame f: index {@code b * 200 + f}; bin b is centred on
 * {@code 93.75 b} Hz). Each value is {@code ln(max(|S|, 0.001)) / 5}, where S is the discrete Fourier transform of 480
 * windowed samples padded with zeros to 512.
 *
 * <p>The paper fixes window length 0.01 s, half-window hop and 257 x 200; it is silent on the rest. What we
 * chose:
 *
 * <ul>
 *   <li><b>Hann window</b>: at half-window hop its copies add up to one, so that every sample weighs the same, and its side
 *       lobes fall fast enough for a weak partial to be seen beside a strong one.
 *   <li><b>Amplitude, natural logarithm, divided by 5</b>: what the authors of L3-Net passed on. No scaling by the window:
 *       a full-scale sine peaks at |S| = 120, that is 0.957. Doubling the pressure adds ln 2 / 5 everywhere above the floor.
 *   <li><b>Floor 0.001</b> instead of their 1e-12. Full-scale sine over floor is 102 dB, and the floor stands 18 dB above the
 *       rounding noise of 16-bit sound (|S| about 1.2e-4) and above the error of this float transform (about 4e-5). With 1e-12
 *       digital silence would be a constant -5.5, many standard deviations from any recording, and whether a file was
 *       dithered, or faded to true zero, would be the loudest thing in the input. With 0.001 silence is {@value #SILENCE} and
 *       everything inaudible looks alike.
 *   <li><b>200 frames</b>: 48,000 samples hold only 199 whole windows. The second is extended by 120 samples at either end by
 *       reflection, so that frame f is centred on sample {@code 240 f + 120}: the frames tile the second exactly and
 *       symmetrically about the picture's time, and no jump from sound to zeros smears over a column.
 * </ul>
 *
 * <p>All 200 transforms run side by side: a real transform of 512 is a complex one of 256 (four radix-4 passes), each step of
 * which is a loop over the frames with constant twiddle factors, which the compiler turns into vector instructions. Holds
 * buffers of 0.4 MB: use one instance per thread.
 */
public final class LogSpectrogram {
    /** Samples taken in: one second. */
    public static final int SAMPLES = Sound.SAMPLE_RATE_HZ;

    /** Frequency bins, 0 Hz to 24 kHz, 93.75 Hz apart. */
    public static final int BINS = 257;

    /** Time frames, 5 ms apart. */
    public static final int FRAMES = 200;

    /** Values in one spectrogram. */
    public static final int SIZE = BINS * FRAMES;

    /** Window length in samples (paper: 0.01 s). */
    public static final int WINDOW_SAMPLES = 480;

    /** Distance between frames in samples (paper: half-window overlap). */
    public static final int HOP_SAMPLES = 240;

    /** Length of the transform. */
    public static final int TRANSFORM_SAMPLES = 512;

    /** Distance between bins in hertz. */
    public static final double BIN_HERTZ = Sound.SAMPLE_RATE_HZ / (double) TRANSFORM_SAMPLES;

    /** The least |S| squared: 0.001 squared. */
    public static final float POWER_FLOOR = 1e-6f;

    /** The value of digital silence: ln(0.001) / 5. */
    public static final float SILENCE = -1.3815511f;

    private static final int PADDING = 120;
    private static final int HALF = TRANSFORM_SAMPLES / 2;
    private static final float[] WINDOW = hann();
    private static final float[] COSINE = new float[TRANSFORM_SAMPLES]; // cos(2 pi k / 512)
    private static final float[] SINE = new float[TRANSFORM_SAMPLES]; // -sin(2 pi k / 512)
    private static final int[] POSITION = new int[HALF]; // where the radix-4 passes leave output k

    static {
        for (int k = 0; k < TRANSFORM_SAMPLES; k++) {
            COSINE[k] = (float) Math.cos(2 * Math.PI * k / TRANSFORM_SAMPLES);
            SINE[k] = (float) -Math.sin(2 * Math.PI * k / TRANSFORM_SAMPLES);
        }
        for (int k = 0; k < HALF; k++) {
            POSITION[k] = (k & 3) << 6 | (k >> 2 & 3) << 4 | (k >> 4 & 3) << 2 | k >> 6;
        }
    }

    private final float[] padded = new float[SAMPLES + 2 * PADDING];
    private final float[][] re = new float[HALF][FRAMES]; // row n: the n-th value of each frame's transform
    private final float[][] im = new float[HALF][FRAMES];

    /** The spectrogram of one second: {@value #SIZE} values. */
    public float[] of(float[] samples) {
        float[] spectrogram = new float[SIZE];
        compute(samples, 1f, spectrogram, 0);
        return spectrogram;
    }

    /**
     * The spectrogram of {@code gain * samples} (48,000 of them), written to {@code target[offset ...]}. Allocates nothing.
     */
    public void compute(float[] samples, float gain, float[] target, int offset) {
        transform(samples, gain);
        for (int k = 0; k < HALF; k++) {
            logarithm(re[POSITION[k]]);
            System.arraycopy(re[POSITION[k]], 0, target, offset + k * FRAMES, FRAMES);
        }
        logarithm(im[0]);
        System.arraycopy(im[0], 0, target, offset + HALF * FRAMES, FRAMES);
    }

    /**
     * |S| squared of one second, without floor or logarithm, of the first {@code bins} bins (at most 256), written to {@code
     * target[b * 200 + f]}. Allocates nothing.
     */
    public void powers(float[] samples, int bins, float[] target) {
        transform(samples, 1f);
        for (int k = 0; k < bins; k++) {
            System.arraycopy(re[POSITION[k]], 0, target, k * FRAMES, FRAMES);
        }
    }

    private void transform(float[] samples, float gain) {
        if (samples.length != SAMPLES) {
            throw new IllegalArgumentException("A spectrogram is of " + SAMPLES + " samples, not " + samples.length);
        }
        pad(samples);
        window(gain);
        for (int length = HALF; length > 1; length /= 4) {
            pass(length);
        }
        powers();
    }

    private void pad(float[] samples) {
        System.arraycopy(samples, 0, padded, PADDING, SAMPLES);
        for (int i = 1; i <= PADDING; i++) {
            padded[PADDING - i] = samples[i];
            padded[PADDING + SAMPLES - 1 + i] = samples[SAMPLES - 1 - i];
        }
    }

    /** Even samples of each windowed frame become real parts, odd ones imaginary parts. */
    private void window(float gain) {
        for (int n = 0; n < HALF; n++) {
            if (n >= WINDOW_SAMPLES / 2) {
                Arrays.fill(re[n], 0f);
                Arrays.fill(im[n], 0f);
                continue;
            }
            gather(padded, 2 * n, gain * WINDOW[2 * n], re[n]);
            gather(padded, 2 * n + 1, gain * WINDOW[2 * n + 1], im[n]);
        }
    }

    private static void gather(float[] padded, int first, float factor, float[] row) {
        for (int frame = 0, at = first; frame < FRAMES; frame++, at += HOP_SAMPLES) {
            row[frame] = factor * padded[at];
        }
    }

    /** One pass of the decimation-in-frequency transform: blocks of {@code length} rows split in four. */
    private void pass(int length) {
        int quarter = length / 4;
        int turn = TRANSFORM_SAMPLES / length; // exp(-2 pi i j / length) is entry j * turn of the tables
        for (int block = 0; block < HALF; block += length) {
            for (int row = block; row < block + quarter; row++) {
                int t = (row - block) * turn;
                butterfly(
                        re[row],
                        im[row],
                        re[row + quarter],
                        im[row + quarter],
                        re[row + 2 * quarter],
                        im[row + 2 * quarter],
                        re[row + 3 * quarter],
                        im[row + 3 * quarter],
                        t);
            }
        }
    }

    // Rows are separate arrays walked with one index: only then does the compiler know that they do not overlap.
    private static void butterfly(
            float[] aRe,
            float[] aIm,
            float[] bRe,
            float[] bIm,
            float[] cRe,
            float[] cIm,
            float[] dRe,
            float[] dIm,
            int t) {
        float c1 = COSINE[t], s1 = SINE[t], c2 = COSINE[2 * t], s2 = SINE[2 * t], c3 = COSINE[3 * t], s3 = SINE[3 * t];
        for (int i = 0; i < FRAMES; i++) {
            float sumRe = aRe[i] + cRe[i], sumIm = aIm[i] + cIm[i];
            float gapRe = aRe[i] - cRe[i], gapIm = aIm[i] - cIm[i];
            float oddSumRe = bRe[i] + dRe[i], oddSumIm = bIm[i] + dIm[i];
            // -i times the difference of the odd pair
            float oddGapRe = bIm[i] - dIm[i], oddGapIm = dRe[i] - bRe[i];
            float y1Re = gapRe + oddGapRe, y1Im = gapIm + oddGapIm;
            float y2Re = sumRe - oddSumRe, y2Im = sumIm - oddSumIm;
            float y3Re = gapRe - oddGapRe, y3Im = gapIm - oddGapIm;
            aRe[i] = sumRe + oddSumRe;
            aIm[i] = sumIm + oddSumIm;
            bRe[i] = c1 * y1Re - s1 * y1Im;
            bIm[i] = c1 * y1Im + s1 * y1Re;
            cRe[i] = c2 * y2Re - s2 * y2Im;
            cIm[i] = c2 * y2Im + s2 * y2Re;
            dRe[i] = c3 * y3Re - s3 * y3Im;
            dIm[i] = c3 * y3Im + s3 * y3Re;
        }
    }

    /**
     * |S| squared of the real frames from the complex transform of their even and odd samples, in place: bin k below 256 in the
     * real row of output k, bin 256 in imaginary row 0.
     */
    private void powers() {
        float[] direct = re[0];
        float[] highest = im[0];
        for (int frame = 0; frame < FRAMES; frame++) {
            float sum = direct[frame] + highest[frame], gap = direct[frame] - highest[frame];
            direct[frame] = sum * sum;
            highest[frame] = gap * gap;
        }
        for (int k = 1; k < HALF / 2; k++) {
            int low = POSITION[k];
            int high = POSITION[HALF - k];
            unpack(re[low], im[low], re[high], im[high], COSINE[k], SINE[k]);
        }
        int middle = POSITION[HALF / 2]; // its own mirror: the bin is the conjugate of the output
        for (int frame = 0; frame < FRAMES; frame++) {
            re[middle][frame] = re[middle][frame] * re[middle][frame] + im[middle][frame] * im[middle][frame];
        }
    }

    private static void unpack(float[] lowRe, float[] lowIm, float[] highRe, float[] highIm, float c, float s) {
        for (int i = 0; i < FRAMES; i++) {
            float evenRe = 0.5f * (lowRe[i] + highRe[i]), evenIm = 0.5f * (lowIm[i] - highIm[i]);
            float oddRe = 0.5f * (lowIm[i] + highIm[i]), oddIm = 0.5f * (highRe[i] - lowRe[i]);
            float turnedRe = c * oddRe - s * oddIm, turnedIm = c * oddIm + s * oddRe;
            float sumRe = evenRe + turnedRe, sumIm = evenIm + turnedIm;
            float gapRe = evenRe - turnedRe, gapIm = evenIm - turnedIm;
            lowRe[i] = sumRe * sumRe + sumIm * sumIm;
            highRe[i] = gapRe * gapRe + gapIm * gapIm;
        }
    }

    /** Power to ln(amplitude) / 5 in place: ln(2^e m) = e ln 2 + 2 artanh((m-1)/(m+1)), four terms, error under 1e-7. */
    private static void logarithm(float[] row) {
        for (int i = 0; i < FRAMES; i++) {
            int bits = Float.floatToRawIntBits(Math.max(row[i], POWER_FLOOR));
            int exponent = (bits - 0x3f3504f3) >> 23; // mantissa between sqrt(1/2) and sqrt(2)
            float mantissa = Float.intBitsToFloat(bits - (exponent << 23));
            float ratio = (mantissa - 1f) / (mantissa + 1f);
            float square = ratio * ratio;
            float artanh = ratio * (1f + square * (1f / 3 + square * (1f / 5 + square * (1f / 7))));
            row[i] = 0.1f * (exponent * 0.6931472f + 2f * artanh);
        }
    }

    private static float[] hann() {
        float[] window = new float[WINDOW_SAMPLES];
        for (int n = 0; n < WINDOW_SAMPLES; n++) {
            window[n] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * n / WINDOW_SAMPLES));
        }
        return window;
    }
}
