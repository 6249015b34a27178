package dev.earsight.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogSpectrogramTest {
    private final LogSpectrogram spectrogram = new LogSpectrogram();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void agreesWithTheNaiveTransformToOneInTenThousand(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] samples = new float[48_000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (random.nextDouble(-1, 1) * Math.pow(10, -4 * random.nextDouble()));
        }
        float[] values = spectrogram.of(samples);
        int[] frames = {0, 1, 198, 199, random.nextInt(200), random.nextInt(200), random.nextInt(200)};
        for (int frame : frames) {
            for (int bin = 0; bin < 257; bin++) {
                double amplitude = Math.exp(5.0 * values[bin * 200 + frame]);
                double expected = Math.max(1e-3, naive(samples, frame, bin));
                // relative to the bin, or where a bin happens to be nearly empty to a thousandth of a typical one
                assertThat(amplitude)
                        .as("seed %d, frame %d, bin %d", seed, frame, bin)
                        .isCloseTo(expected, within(1e-4 * Math.max(expected, 1e-2)));
            }
        }
    }

    /** |S| of one frame and bin, in double precision straight from the definition. */
    private static double naive(float[] samples, int frame, int bin) {
        double re = 0;
        double im = 0;
        for (int n = 0; n < 480; n++) {
            int at = 240 * frame + n - 120;
            if (at < 0) {
                at = -at;
            } else if (at >= 48_000) {
                at = 2 * 47_999 - at;
            }
            double windowed = samples[at] * (0.5 - 0.5 * Math.cos(2 * Math.PI * n / 480));
            re += windowed * Math.cos(2 * Math.PI * bin * n / 512);
            im -= windowed * Math.sin(2 * Math.PI * bin * n / 512);
        }
        return Math.hypot(re, im);
    }

    @ParameterizedTest
    @CsvSource({"937.5, 10", "4687.5, 50", "12000, 128", "20062.5, 214"})
    void putsATonesPeakInItsBin(double pitchHz, int bin) {
        float[] values = spectrogram.of(tone(pitchHz, 1.0));
        for (int frame = 1; frame < 199; frame++) {
            int loudest = 0;
            for (int b = 1; b < 257; b++) {
                loudest = values[b * 200 + frame] > values[loudest * 200 + frame] ? b : loudest;
            }
            assertThat(loudest).isEqualTo(bin);
            // half the sum of the window, 120, for a full-scale sine
            assertThat(values[bin * 200 + frame]).isCloseTo((float) (Math.log(120) / 5), within(1e-3f));
        }
    }

    @Test
    void doublingThePressureAddsAConstant() {
        float[] noise = new float[48_000];
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextDouble(-0.3, 0.3);
        }
        float[] once = spectrogram.of(noise);
        float[] twice = new float[LogSpectrogram.SIZE];
        spectrogram.compute(noise, 2f, twice, 0);
        for (int i = 0; i < once.length; i++) {
            if (once[i] > -1.3f) {
                assertThat(twice[i] - once[i]).isCloseTo((float) (Math.log(2) / 5), within(2e-5f));
            }
        }
    }

    @Test
    void silenceAndRoundingNoiseAreOneConstant() {
        assertThat(spectrogram.of(new float[48_000])).containsOnly(LogSpectrogram.SILENCE);

        float[] dither = new float[48_000];
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < dither.length; i++) {
            dither[i] = (float) random.nextDouble(-0.5, 0.5) / 32768;
        }
        assertThat(spectrogram.of(dither)).containsOnly(LogSpectrogram.SILENCE);
    }

    @Test
    void aClickShowsInTheTwoFramesThatHoldIt() {
        float[] samples = new float[48_000];
        samples[24_000 + 60] = 0.5f; // frame 100 is centred on 24,120, frame 99 on 23,880
        float[] values = spectrogram.of(samples);
        for (int frame = 0; frame < 200; frame++) {
            if (frame == 99 || frame == 100) {
                assertThat(values[30 * 200 + frame]).isGreaterThan(-0.6f);
            } else {
                assertThat(values[30 * 200 + frame]).isEqualTo(LogSpectrogram.SILENCE);
            }
        }
    }

    @Test
    void writesOnlyItsOwnPartOfTheTarget() {
        float[] target = new float[LogSpectrogram.SIZE + 2];
        target[0] = 42;
        target[target.length - 1] = 43;
        spectrogram.compute(tone(440, 0.5), 1f, target, 1);
        assertThat(target[0]).isEqualTo(42);
        assertThat(target[target.length - 1]).isEqualTo(43);
        assertThat(target[1 + 5 * 200 + 100]).isEqualTo(spectrogram.of(tone(440, 0.5))[5 * 200 + 100]);
    }

    @Test
    void refusesAnyOtherLength() {
        assertThatThrownBy(() -> spectrogram.of(new float[47_999])).hasMessageContaining("47999");
    }

    private static float[] tone(double pitchHz, double level) {
        float[] samples = new float[48_000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (level * Math.sin(2 * Math.PI * pitchHz * i / 48_000));
        }
        return samples;
    }
}
