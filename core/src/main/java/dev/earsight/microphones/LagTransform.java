package dev.earsight.microphones;

import java.util.Arrays;

/**
 * From a weighted cross-spectrum to the correlation over lags, {@code R(tau) = sum_k Re(W_k exp(j 2 pi f_k tau))}: the inverse transform
 * padded with zeros, evaluated only at the few lags that microphones so far apart can have. Even and odd halves are summed
 * apart, so that lags of both signs cost one pass; the inner loops run over lags, which the compiler turns into vector
 * instructions.
 */
final class LagTransform {
    private final double spacingSeconds;
    private final float[][] cosine;
    private final float[][] sine;
    private final float[] even;
    private final float[] odd;

    /**
     * @param lags lags above zero
     * @param lagsPerPeriod lags in one period of the highest frequency; 2 is Nyquist's limit
     */
    LagTransform(Framing framing, double longestLagSeconds, int lagsPerPeriod) {
        spacingSeconds = 1 / (lagsPerPeriod * framing.highestHz());
        // Two beyond the limit, so that a peak at the limit still has neighbors.
        int lags = (int) Math.ceil(longestLagSeconds / spacingSeconds - 1e-9) + 2;
        cosine = new float[framing.bins()][lags + 1];
        sine = new float[framing.bins()][lags + 1];
        even = new float[lags + 1];
        odd = new float[lags + 1];
        for (int k = 0; k < framing.bins(); k++) {
            double turn = 2 * Math.PI * framing.hertz(k) * spacingSeconds;
            for (int lag = 0; lag <= lags; lag++) {
                cosine[k][lag] = (float) Math.cos(turn * lag);
                sine[k][lag] = (float) Math.sin(turn * lag);
            }
        }
    }

    /** How many lags above zero. */
    int lags() {
        return even.length - 1;
    }

    /** From one lag to the next. */
    double spacingSeconds() {
        return spacingSeconds;
    }

    /** Correlations at lags {@code -lags() ... lags()}: entry {@code lags() + i} belongs to {@code i * spacingSeconds()}. */
    float[] correlation(float[] re, float[] im) {
        int count = even.length;
        Arrays.fill(even, 0);
        Arrays.fill(odd, 0);
        for (int k = 0; k < re.length; k++) {
            accumulate(even, cosine[k], re[k]);
            accumulate(odd, sine[k], im[k]);
        }
        float[] correlation = new float[2 * count - 1];
        for (int lag = 0; lag < count; lag++) {
            correlation[count - 1 + lag] = even[lag] - odd[lag];
            correlation[count - 1 - lag] = even[lag] + odd[lag];
        }
        return correlation;
    }

    private static void accumulate(float[] sum, float[] row, float factor) {
        for (int lag = 0; lag < sum.length; lag++) {
            sum[lag] += factor * row[lag];
        }
    }
}
