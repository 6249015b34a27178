package dev.earsight.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.clip.LogSpectrogram;
import dev.earsight.tensor.Scope;
import dev.earsight.tensor.Tensors;
import java.util.Arrays;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class MelPoolingTest {
    private static final int FRAMES = LogSpectrogram.FRAMES;

    @Test
    void rowsAreEvenlySpacedInMelsFromZeroToHalfTheSampleRate() {
        assertThat(MelPooling.hertz(0, 64)).isZero();
        assertThat(MelPooling.hertz(63, 64)).isCloseTo(24_000, within(1e-6));
        // 2595 log10(1 + 24000 / 700) = 4016.0 mels; a thirty-fifth of 63 parts of it is 2231.1 mels, or 4368 Hz.
        assertThat(MelPooling.hertz(35, 64)).isCloseTo(4368, within(2.0));
    }

    @Test
    void eachRowIsAnAverage() {
        float[] weights = MelPooling.weights(64);
        for (int row = 0; row < 64; row++) {
            double sum = 0;
            for (float share : Arrays.copyOfRange(weights, row * 257, (row + 1) * 257)) {
                assertThat(share).isNotNegative();
                sum += share;
            }
            assertThat(sum).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void poolingIsTheWeightedSumOfBinsAndTheMeanOfColumns() {
        float[] values = new float[LogSpectrogram.SIZE];
        Random random = new Random(4);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        float[] weights = MelPooling.weights(64);
        try (MelPooling pooling = new MelPooling(4);
                Scope scope = Scope.open()) {
            Tensor pooled = pooling.forward(Tensors.of(values, 1, 1, LogSpectrogram.BINS, FRAMES));
            assertThat(Tensors.shape(pooled)).containsExactly(1, 1, 64, 50);
            float[] seen = Tensors.toArray(pooled);
            for (int row = 0; row < 64; row += 9) {
                for (int column = 0; column < 50; column += 7) {
                    double expected = 0;
                    for (int bin = 0; bin < LogSpectrogram.BINS; bin++) {
                        for (int frame = 4 * column; frame < 4 * column + 4; frame++) {
                            expected += weights[row * LogSpectrogram.BINS + bin] * values[bin * FRAMES + frame] / 4;
                        }
                    }
                    assertThat(seen[row * 50 + column]).isCloseTo((float) expected, within(1e-4f));
                }
            }
        }
    }

    @Test
    void tonesAnOctaveApartBelowOneKilohertzStayApart() {
        // Bins 5 and 10 (469 and 938 Hz) fall into one and the next but one row of four even bins; here they are far
        // apart.
        float[] weights = MelPooling.weights(64);
        assertThat(heaviestRow(weights, 10) - heaviestRow(weights, 5)).isGreaterThanOrEqualTo(6);
    }

    private static int heaviestRow(float[] weights, int bin) {
        int best = 0;
        for (int row = 1; row < 64; row++) {
            if (weights[row * 257 + bin] > weights[best * 257 + bin]) {
                best = row;
            }
        }
        return best;
    }
}
