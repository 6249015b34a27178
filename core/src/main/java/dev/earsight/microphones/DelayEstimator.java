package dev.earsight.microphones;

/**
 * The delay between two channels by generalized cross-correlation (Knapp and Carter 1976): {@code argmax R(tau)} over {@code |tau| <= limit},
 * where {@code R(tau) = integral psi(f) X1(f) conj(X2(f)) exp(j 2 pi f tau) df}, averaged over frames. The correlation is evaluated
 * {@value #LAGS_PER_PERIOD} times per period of the highest frequency and the top of a parabola taken through the three highest
 * values, which errs by less than a thousandth of a sample. Holds buffers: one instance per thread.
 */
public final class DelayEstimator {
    private static final int LAGS_PER_PERIOD = 32;

    private final Framing framing;
    private final double limitSeconds;
    private final Weighting weighting;
    private final LagTransform transform;

    /**
     * @param limitSeconds the largest delay possible: distance over speed of sound
     */
    public DelayEstimator(Framing framing, double limitSeconds, Weighting weighting) {
        this.framing = framing;
        this.limitSeconds = limitSeconds;
        this.weighting = weighting;
        this.transform = new LagTransform(framing, limitSeconds, LAGS_PER_PERIOD);
    }

    /** The delay of {@code first} after {@code second}, over all their frames. */
    public Delay between(float[] first, float[] second) {
        return between(CrossSpectra.of(new float[][] {first, second}, framing), 0, 1);
    }

    /** The delay of microphone {@code m} after microphone {@code n}, {@code m < n}. */
    public Delay between(CrossSpectra spectra, int m, int n) {
        float[] re = new float[framing.bins()];
        float[] im = new float[framing.bins()];
        weighting.apply(spectra, m, n, re, im);
        return highest(transform.correlation(re, im));
    }

    private Delay highest(float[] correlation) {
        int zero = transform.lags();
        int reach = (int) Math.floor(limitSeconds / transform.spacingSeconds() + 1e-9);
        int peak = zero - reach;
        for (int i = zero - reach; i <= zero + reach; i++) {
            if (correlation[i] > correlation[peak]) {
                peak = i;
            }
        }
        double before = correlation[peak - 1];
        double here = correlation[peak];
        double after = correlation[peak + 1];
        double bend = before - 2 * here + after;
        double shift = bend >= 0 ? 0 : Math.clamp((before - after) / (2 * bend), -0.5, 0.5);
        double seconds = Math.clamp((peak - zero + shift) * transform.spacingSeconds(), -limitSeconds, limitSeconds);
        double height = here - (before - after) * shift / 4;
        return new Delay(seconds, height, confidence(correlation, zero - reach, zero + reach, peak));
    }

    /** Other peaks are local maxima within the limit; the slope of the highest peak itself is none. */
    private static double confidence(float[] correlation, int from, int to, int peak) {
        boolean onSlope = correlation[peak - 1] > correlation[peak] || correlation[peak + 1] > correlation[peak];
        if (onSlope || correlation[peak] <= 0) {
            return 0;
        }
        double second = 0;
        for (int i = from; i <= to; i++) {
            if (i != peak && correlation[i] >= correlation[i - 1] && correlation[i] >= correlation[i + 1]) {
                second = Math.max(second, correlation[i]);
            }
        }
        return 1 - second / correlation[peak];
    }
}
