package dev.earsight.microphones;

import java.util.Random;
import org.jtransforms.fft.DoubleFFT_1D;

/** Sounds with exactly known delays, and the plainest correlator. */
final class Made {
    private Made() {}

    /**
     * One second of noise of a flat band, delayed on each channel by any fraction of a sample (turned in the frequency domain,
     * so exactly, and without an end), with noise of the same band beside it.
     */
    static float[][] delayed(
            Random random, int rate, double lowHz, double highHz, double[] delays, double signalToNoiseDecibels) {
        double[] re = new double[rate / 2];
        double[] im = new double[rate / 2];
        for (int k = (int) lowHz; k <= highHz && k < rate / 2; k++) {
            re[k] = random.nextGaussian();
            im[k] = random.nextGaussian();
        }
        double noise = Math.pow(10, -signalToNoiseDecibels / 20);
        DoubleFFT_1D transform = new DoubleFFT_1D(rate);
        float[][] channels = new float[delays.length][rate];
        for (int channel = 0; channel < delays.length; channel++) {
            double[] spectrum = new double[rate];
            for (int k = Math.max(1, (int) lowHz); k <= highHz && k < rate / 2; k++) {
                double turn = -2 * Math.PI * k * delays[channel];
                double c = Math.cos(turn);
                double s = Math.sin(turn);
                spectrum[2 * k] = re[k] * c - im[k] * s + noise * random.nextGaussian();
                spectrum[2 * k + 1] = re[k] * s + im[k] * c + noise * random.nextGaussian();
            }
            transform.realInverse(spectrum, true);
            double scale = 0.1 * rate / Math.sqrt(highHz - lowHz);
            for (int i = 0; i < rate; i++) {
                channels[channel][i] = (float) (scale * spectrum[i]);
            }
        }
        return channels;
    }

    /** Sums of products of two channels' windowed frames at lags {@code -lags ... lags}, over the roots of both energies. */
    static double[] products(float[][] channels, Framing framing, int lags) {
        double[] products = new double[2 * lags + 1];
        double[] energy = new double[2];
        int length = framing.frameSamples();
        for (int frame = 0; frame < framing.framesIn(channels[0].length); frame++) {
            double[][] windowed = new double[2][length];
            for (int c = 0; c < 2; c++) {
                for (int i = 0; i < length; i++) {
                    double window = Math.pow(Math.sin(Math.PI * i / length), 2);
                    windowed[c][i] = window * channels[c][frame * framing.hopSamples() + i];
                    energy[c] += windowed[c][i] * windowed[c][i];
                }
            }
            for (int lag = -lags; lag <= lags; lag++) {
                for (int i = Math.max(0, -lag); i < length - Math.max(0, lag); i++) {
                    products[lags + lag] += windowed[0][i + lag] * windowed[1][i];
                }
            }
        }
        for (int i = 0; i < products.length; i++) {
            products[i] /= Math.sqrt(energy[0] * energy[1]);
        }
        return products;
    }
}
