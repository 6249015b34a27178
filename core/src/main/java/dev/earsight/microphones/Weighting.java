package dev.earsight.microphones;

/**
 * The weight {@code psi(f)} of a generalized cross-correlation (Knapp and Carter, "The generalized correlation method for
 * estimation of time delay", 1976). Each is scaled so that a pure delay gives a correlation of 1 at its lag.
 */
public enum Weighting {
    /** {@code 1}: ordinary cross-correlation; best for white noise and no echoes, smeared by any coloring. */
    PLAIN,
    /** {@code 1 / |G12|}: only phases count, a sharp peak whatever the sound; what holds up best in rooms. */
    PHAT,
    /** {@code 1 / sqrt(G11 G22)}: the smoothed coherence transform; both channels whitened by their own spectra. */
    SCOT,
    /**
     * {@code coherence^2 / (|G12| (1 - coherence^2))}: the maximum-likelihood weight of Hannan and Thomson for known coherence. The
     * coherence is estimated from the same frames, with its upward bias taken off, so this wants ten frames or more; a single
     * frame says nothing about coherence and is weighted as {@link #PHAT}.
     */
    ML;

    /** Below this share of the strongest bin a bin is the rounding of digital silence. */
    private static final double FLOOR = 1e-12;

    /** A coherence nearer to one cannot be told from one with the frames there are. */
    private static final double HIGHEST_COHERENCE = 0.99999;

    /** Frames half a frame apart under Hann windows count as this many independent ones each. */
    private static final double INDEPENDENT_FRAMES = 1 / 1.056;

    /**
     * The weighted cross-spectrum of microphones {@code m < n}, with {@code sum |.|} at most 1.
     *
     * @param re real parts, filled
     * @param im imaginary parts, filled
     */
    void apply(CrossSpectra spectra, int m, int n, float[] re, float[] im) {
        int pair = spectra.pair(m, n);
        float[] crossRe = spectra.re(pair);
        float[] crossIm = spectra.im(pair);
        float[] first = spectra.power(m);
        float[] second = spectra.power(n);
        int bins = re.length;
        double firstSum = 0;
        double secondSum = 0;
        double strongest = 0;
        for (int k = 0; k < bins; k++) {
            firstSum += first[k];
            secondSum += second[k];
            strongest = Math.max(strongest, (double) first[k] * second[k]);
        }
        double floor = Math.max(strongest * FLOOR * FLOOR, Double.MIN_NORMAL);
        double total = 0;
        for (int k = 0; k < bins; k++) {
            double product = (double) first[k] * second[k];
            double magnitude = Math.hypot(crossRe[k], crossIm[k]);
            double weight = product <= floor || magnitude == 0 ? 0 : weight(magnitude, product, spectra.frames());
            total += switch (this) {
                case PLAIN -> 0;
                case PHAT, SCOT -> 1;
                case ML -> weight * magnitude;
            };
            re[k] = (float) (weight * crossRe[k]);
            im[k] = (float) (weight * crossIm[k]);
        }
        double scale = this == PLAIN ? Math.sqrt(firstSum * secondSum) : total;
        for (int k = 0; k < bins; k++) {
            re[k] = scale > 0 ? (float) (re[k] / scale) : 0;
            im[k] = scale > 0 ? (float) (im[k] / scale) : 0;
        }
    }

    private double weight(double magnitude, double product, int frames) {
        return switch (this) {
            case PLAIN -> 1;
            case PHAT -> 1 / magnitude;
            case SCOT -> 1 / Math.sqrt(product);
            case ML -> {
                double independent = frames * INDEPENDENT_FRAMES;
                if (independent < 2) {
                    yield 1 / magnitude;
                }
                double raw = magnitude * magnitude / product;
                double coherence = Math.clamp((independent * raw - 1) / (independent - 1), 0, HIGHEST_COHERENCE);
                yield coherence / (1 - coherence) / magnitude;
            }
        };
    }
}
