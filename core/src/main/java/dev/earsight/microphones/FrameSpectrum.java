package dev.earsight.microphones;

/**
 * The spectrum of one frame on every channel, {@code X_m(k)} for the bins of a {@link Framing}.
 *
 * @param re real parts, {@code [microphone][bin]}
 * @param im imaginary parts, {@code [microphone][bin]}
 */
@SuppressWarnings("ArrayRecordComponent") // dozens a second, never compared
record FrameSpectrum(float[][] re, float[][] im) {
    int microphones() {
        return re.length;
    }
}
