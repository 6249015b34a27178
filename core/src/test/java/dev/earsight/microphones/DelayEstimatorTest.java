package dev.earsight.microphones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DelayEstimatorTest {
    private static final int RATE = 48_000;
    private static final double LIMIT = 0.2 / 343;

    /**
     * The bound is {@code var >= 3 (1 + 2 rho) / (8 pi^2 T rho^2 (f2^3 - f1^3))} for flat spectra and independent noise. A plain
     * correlation of flat spectra reaches it; the others must estimate their weights from the same second.
     */
    @ParameterizedTest
    @CsvSource({
        "PLAIN, -10", "PLAIN, 0", "PLAIN, 10", "PLAIN, 20", "PLAIN, 30",
        "SCOT, -10", "SCOT, 0", "SCOT, 10", "SCOT, 20", "SCOT, 30",
        "PHAT, -10", "PHAT, 0", "PHAT, 10", "PHAT, 20", "PHAT, 30",
        "ML, -10", "ML, 0", "ML, 10", "ML, 20", "ML, 30"
    })
    void errorsStayWithinOneAndAHalfTimesTheCramerRaoBound(Weighting weighting, double decibels) {
        double low = 100;
        double high = 8000;
        DelayEstimator estimator = new DelayEstimator(Framing.of(RATE, low, high, LIMIT), LIMIT, weighting);
        Random random = new Random(5);
        double rho = Math.pow(10, decibels / 10);
        int trials = 60;
        double squares = 0;
        for (int trial = 0; trial < trials; trial++) {
            double delay = (2 * random.nextDouble() - 1) * 0.9 * LIMIT;
            float[][] pair = Made.delayed(random, RATE, low, high, new double[] {delay, 0}, decibels);
            double error = estimator.between(pair[0], pair[1]).seconds() - delay;
            squares += error * error;
        }
        double bound = Math.sqrt(
                3 * (1 + 2 * rho) / (8 * Math.PI * Math.PI * rho * rho * (Math.pow(high, 3) - Math.pow(low, 3))));
        assertThat(Math.sqrt(squares / trials)).isLessThan(1.5 * bound);
    }

    /** Over the whole spectrum and at whole samples the plain correlation is the sum of products, lag by lag. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void plainCorrelationIsTheSumOfProducts(long seed) {
        Framing framing = Framing.of(RATE, 0, RATE / 2.0, LIMIT);
        Random random = new Random(seed);
        float[][] channels = new float[2][framing.frameSamples() + 5 * framing.hopSamples()];
        for (int i = 0; i < channels[0].length; i++) {
            channels[0][i] = (float) random.nextGaussian();
            channels[1][i] = (float) (random.nextGaussian() + (i >= 7 ? channels[0][i - 7] : 0));
        }
        // Two lags per period of the highest frequency: one lag per sample.
        LagTransform transform = new LagTransform(framing, LIMIT, 2);
        float[] re = new float[framing.bins()];
        float[] im = new float[framing.bins()];
        Weighting.PLAIN.apply(CrossSpectra.of(channels, framing), 0, 1, re, im);
        float[] correlation = transform.correlation(re, im);
        double[] products = Made.products(channels, framing, transform.lags() - 2);
        for (int i = 0; i < products.length; i++) {
            assertThat((double) correlation[i + 2]).as("lag %d", i).isCloseTo(products[i], within(2e-6));
        }
    }

    @ParameterizedTest
    @EnumSource(Weighting.class)
    void aWholeDelayOfASharpSoundIsFoundAsTheTimeDomainFindsIt(Weighting weighting) {
        Framing framing = Framing.of(RATE, 100, 16_000, LIMIT);
        DelayEstimator estimator = new DelayEstimator(framing, LIMIT, weighting);
        for (int delay = -25; delay <= 25; delay += 10) {
            Random random = new Random(delay);
            float[][] pair = Made.delayed(random, RATE, 100, 16_000, new double[] {delay / (double) RATE, 0}, 20);
            double[] products = Made.products(pair, framing, 28);
            int best = 0;
            for (int i = 0; i < products.length; i++) {
                best = products[i] > products[best] ? i : best;
            }
            assertThat(best - 28).isEqualTo(delay);
            Delay found = estimator.between(pair[0], pair[1]);
            assertThat(found.seconds() * RATE).isCloseTo(delay, within(0.01));
            assertThat(found.confidence()).isGreaterThan(0.5);
        }
    }

    @Test
    void delaysBeyondTheLimitAreNotAnswered() {
        DelayEstimator estimator = new DelayEstimator(Framing.of(RATE, 100, 8000, LIMIT), LIMIT, Weighting.PLAIN);
        float[][] pair = Made.delayed(new Random(1), RATE, 100, 8000, new double[] {1.02 * LIMIT, 0}, 30);
        Delay found = estimator.between(pair[0], pair[1]);
        assertThat(found.seconds()).isCloseTo(LIMIT, within(1e-9));
        assertThat(found.confidence())
                .as("a peak at the limit is the foot of one beyond")
                .isZero();
    }

    @Test
    void twoEqualDelaysLeaveNoConfidence() {
        DelayEstimator estimator = new DelayEstimator(Framing.of(RATE, 100, 8000, LIMIT), LIMIT, Weighting.PHAT);
        Random random = new Random(2);
        float[][] left = Made.delayed(random, RATE, 100, 8000, new double[] {-2e-4, 0}, 60);
        float[][] right = Made.delayed(random, RATE, 100, 8000, new double[] {3e-4, 0}, 60);
        double alone = estimator.between(left[0], left[1]).confidence();
        for (int c = 0; c < 2; c++) {
            for (int i = 0; i < RATE; i++) {
                left[c][i] += right[c][i];
            }
        }
        assertThat(alone).isGreaterThan(0.6);
        assertThat(estimator.between(left[0], left[1]).confidence()).isLessThan(0.4);
    }

    @Test
    void silenceHasNoDelayAndNoConfidence() {
        DelayEstimator estimator = new DelayEstimator(Framing.of(RATE, 100, 8000, LIMIT), LIMIT, Weighting.PHAT);
        Delay found = estimator.between(new float[RATE], new float[RATE]);
        assertThat(found.correlation()).isZero();
        assertThat(found.confidence()).isZero();
    }
}
