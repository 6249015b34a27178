package dev.earsight.microphones;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The spectrum of one frame on every channel, {@code X_m(k)} for the bins of a {@link Framing}.
 *
 * @param re real parts, {@code [microphone][bin]}
 * @param im imaginary parts, {@code [microphone][bin]}
 */
@SuppressWarnings("ArrayRecordComponent") // dozens a second, never compared
record FrameSpectrum(float[][] re, float[][] im) {
    /** Without some microphones; arrays shared. */
    FrameSpectrum without(Set<Integer> leftOut) {
        if (leftOut.isEmpty()) {
            return this;
        }
        int[] left =
                IntStream.range(0, re.length).filter(m -> !leftOut.contains(m)).toArray();
        return new FrameSpectrum(
                Arrays.stream(left).mapToObj(m -> re[m]).toArray(float[][]::new),
                Arrays.stream(left).mapToObj(m -> im[m]).toArray(float[][]::new));
    }
}
