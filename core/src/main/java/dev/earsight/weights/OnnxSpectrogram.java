package dev.earsight.weights;

import static dev.earsight.weights.OnnxGraph.attribute;

import dev.earsight.clip.LogSpectrogram;
import java.util.List;

/**
 * {@link LogSpectrogram} as ONNX operators: {@code (N, 48000)} samples to {@code (N, 1, 257, 200)}. Framing, window and discrete Fourier
 * transform are one convolution with 514 kernels of 480 samples, cosines and sines: every runtime has that operator and computes it fast,
 * which cannot be said of {@code STFT}.
 */
final class OnnxSpectrogram {
    private static final int BINS = LogSpectrogram.BINS;
    private static final int WINDOW = LogSpectrogram.WINDOW_SAMPLES;

    /** The windows of 200 frames reach beyond the second by this much at either end. */
    private static final int BEYOND =
            ((LogSpectrogram.FRAMES - 1) * LogSpectrogram.HOP_SAMPLES + WINDOW - LogSpectrogram.SAMPLES) / 2;

    private OnnxSpectrogram() {}

    static String of(OnnxGraph graph, String samples) {
        String channel = graph.op("Unsqueeze", List.of(samples, graph.integers(1))); // (N, 1, 48000)
        String padded = graph.op(
                "Pad", List.of(channel, graph.integers(0, 0, BEYOND, 0, 0, BEYOND)), attribute("mode", "reflect"));
        String waves = graph.op(
                "Conv",
                List.of(padded, graph.constant("spectrogram.waves", waves(), 2 * BINS, 1, WINDOW)),
                attribute("strides", new long[] {LogSpectrogram.HOP_SAMPLES})); // (N, 514, 200)
        String parts = graph.op(
                "Reshape",
                List.of(
                        graph.op("Mul", List.of(waves, waves)),
                        graph.integers(0, 2, BINS, LogSpectrogram.FRAMES))); // real and imaginary squares
        String power = graph.op("ReduceSum", List.of(parts, graph.integers(1)), attribute("keepdims", 1));
        String audible = graph.op("Max", List.of(power, graph.constant(LogSpectrogram.POWER_FLOOR)));
        // ln(|S|) / 5, from |S| squared
        return graph.op("Mul", List.of(graph.op("Log", List.of(audible)), graph.constant(0.1)));
    }

    /** Windowed cosines of all bins, then windowed sines. */
    private static float[] waves() {
        float[] waves = new float[2 * BINS * WINDOW];
        for (int bin = 0; bin < BINS; bin++) {
            for (int n = 0; n < WINDOW; n++) {
                double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * n / WINDOW);
                double angle =
                        2 * Math.PI * (bin * n % LogSpectrogram.TRANSFORM_SAMPLES) / LogSpectrogram.TRANSFORM_SAMPLES;
                waves[bin * WINDOW + n] = (float) (window * Math.cos(angle));
                waves[(BINS + bin) * WINDOW + n] = (float) (window * Math.sin(angle));
            }
        }
        return waves;
    }
}
