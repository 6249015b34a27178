package dev.earsight.microphones;

import java.util.Arrays;
import org.jtransforms.fft.DoubleFFT_1D;

/** Windows and transforms frames; holds buffers, so one instance per thread. */
final class FrameTransform {
    private final Framing framing;
    private final DoubleFFT_1D transform;
    private final double[] window;
    private final double[] buffer;

    FrameTransform(Framing framing) {
        this.framing = framing;
        transform = new DoubleFFT_1D(framing.transformSamples());
        buffer = new double[framing.transformSamples()];
        window = new double[framing.frameSamples()];
        for (int n = 0; n < window.length; n++) {
            window[n] = 0.5 - 0.5 * Math.cos(2 * Math.PI * n / window.length);
        }
    }

    /** The frame that begins at sample {@code start} of each channel. */
    FrameSpectrum at(float[][] channels, int start) {
        float[][] re = new float[channels.length][framing.bins()];
        float[][] im = new float[channels.length][framing.bins()];
        for (int m = 0; m < channels.length; m++) {
            for (int n = 0; n < window.length; n++) {
                buffer[n] = window[n] * channels[m][start + n];
            }
            Arrays.fill(buffer, window.length, buffer.length, 0);
            transform.realForward(buffer);
            unpack(re[m], im[m]);
        }
        return new FrameSpectrum(re, im);
    }

    /**
     * The library packs the real value of the highest bin where the imaginary part of the lowest, zero, would stand. These two
     * are their own mirror images: they count half of what the others, which stand for two, do.
     */
    private void unpack(float[] re, float[] im) {
        int half = framing.transformSamples() / 2;
        for (int i = 0; i < re.length; i++) {
            int bin = framing.firstBin() + i;
            boolean edge = bin == 0 || bin == half;
            re[i] = (float) (edge ? Math.sqrt(0.5) * buffer[bin == 0 ? 0 : 1] : buffer[2 * bin]);
            im[i] = (float) (edge ? 0 : buffer[2 * bin + 1]);
        }
    }
}
