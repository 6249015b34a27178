package dev.earsight.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogisticFitTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void findsTheLineTheLabelsWereDrawnFrom(long seed) {
        Random random = new Random(seed);
        double slope = 0.02;
        double offset = -3;
        float[] x = new float[20_000];
        float[] matched = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (150 + 60 * random.nextGaussian());
            matched[i] = random.nextDouble() < 1 / (1 + Math.exp(-(slope * x[i] + offset))) ? 1 : 0;
        }
        LogisticFit fit = LogisticFit.of(x, matched);
        assertThat(fit.slope()).isCloseTo(slope, within(0.002));
        assertThat(fit.offset()).isCloseTo(offset, within(0.3));
    }

    @Test
    void separableLabelsGiveAFiniteThresholdBetweenThem() {
        LogisticFit fit = LogisticFit.of(new float[] {1, 2, 5, 6}, new float[] {0, 0, 1, 1});
        assertThat(fit.slope()).isBetween(1.0, 100.0);
        assertThat(-fit.offset() / fit.slope()).isCloseTo(3.5, within(0.01));
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void aPairsOwnLabelHasNoPartInItsCrossFittedLogOdds(long seed) {
        Random random = new Random(seed);
        float[] x = new float[40];
        float[] matched = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            matched[i] = i % 2;
            x[i] = (float) (matched[i] + random.nextGaussian());
        }
        float[] before = LogisticFit.crossFitted(x, matched);
        for (int i = 0; i < x.length; i++) {
            matched[i] = 1 - matched[i];
            float[] after = LogisticFit.crossFitted(x, matched);
            matched[i] = 1 - matched[i];
            assertThat(after[i]).as("pair %d", i).isEqualTo(before[i]);
            assertThat(after).as("pair %d", i).isNotEqualTo(before);
        }
    }

    @Test
    void crossFittedLogOddsRiseWithTheNumber() {
        float[] x = {0, 4, 1, 5, 1, 5, 0, 4};
        float[] logOdds = LogisticFit.crossFitted(x, new float[] {0, 1, 0, 1, 0, 1, 0, 1});
        for (int i = 0; i < x.length; i++) {
            assertThat(logOdds[i] > 0).as("pair %d", i).isEqualTo(x[i] > 2);
        }
    }
}
