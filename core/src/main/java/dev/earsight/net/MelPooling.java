package dev.earsight.net;

import dev.earsight.clip.LogSpectrogram;
import dev.earsight.media.Sound;
import dev.earsight.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Makes a log-spectrogram smaller without losing what sounds differ by: {@code (N, 1, 257, 200)} to
 * {@code (N, 1, 257 / n, 200 / n)}. Columns are averaged {@code n} at a time; rows are triangular averages of the log
 * magnitudes about frequencies evenly spaced on the mel scale, {@code 2595 log10(1 + f / 700)} (O'Shaughnessy, Speech
 * Communication, 1987). Most recordings hold little above 4 kHz, which is a sixth of the bins: averaged evenly by four they
 * would be left with eleven rows of 64, on the mel scale with 34.
 */
public final class MelPooling implements AutoCloseable {
    private static final double BIN_HERTZ = LogSpectrogram.BIN_HERTZ;

    private final int factor;
    private final Tensor weights;

    /** Pools by {@code factor} each way. */
    MelPooling(int factor) {
        this.factor = factor;
        int rows = LogSpectrogram.BINS / factor;
        weights = Tensors.keep(Tensors.of(weights(rows), rows, LogSpectrogram.BINS));
    }

    Tensor forward(Tensor spectrograms) {
        Tensor shares = weights.to(spectrograms.scalar_type());
        return shares.matmul(torch.avg_pool2d(spectrograms, new long[] {1, factor}));
    }

    /** The share of every bin in every of so many rows, row-major; a row's shares add up to one. */
    public static float[] weights(int rows) {
        float[] weights = new float[rows * LogSpectrogram.BINS];
        for (int row = 0; row < rows; row++) {
            double center = hertz(row, rows);
            // Never narrower than a bin, or rows between two bins would hold nothing.
            double below = Math.max(BIN_HERTZ, center - hertz(row - 1, rows));
            double above = Math.max(BIN_HERTZ, hertz(row + 1, rows) - center);
            double sum = 0;
            for (int bin = 0; bin < LogSpectrogram.BINS; bin++) {
                sum += share(bin * BIN_HERTZ - center, below, above);
            }
            for (int bin = 0; bin < LogSpectrogram.BINS; bin++) {
                weights[row * LogSpectrogram.BINS + bin] =
                        (float) (share(bin * BIN_HERTZ - center, below, above) / sum);
            }
        }
        return weights;
    }

    private static double share(double distance, double below, double above) {
        return Math.max(0, 1 - (distance < 0 ? -distance / below : distance / above));
    }

    /** The frequency in the middle of a row; row 0 is 0 Hz and row {@code rows - 1} half the sample rate. */
    static double hertz(int row, int rows) {
        double highest = 2595 * Math.log10(1 + Sound.SAMPLE_RATE_HZ / 2.0 / 700);
        return 700 * (Math.pow(10, highest * row / (rows - 1) / 2595) - 1);
    }

    @Override
    public void close() {
        weights.close();
    }
}
