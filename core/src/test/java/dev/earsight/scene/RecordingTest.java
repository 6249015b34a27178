package dev.earsight.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RecordingTest {
    @Test
    void silenceAtTheEndsGoesAndPausesAreShortenedToHalfASecond() {
        // 0.3 s silence, 0.2 s sound, 2 s silence, 0.1 s sound, 1 s silence
        float[] samples = new float[(int) (3.6 * 48000)];
        Arrays.fill(samples, 14400, 24000, 0.5f);
        Arrays.fill(samples, 120000, 124800, 0.5f);
        float[] kept = Recording.tightened(samples);
        assertThat(kept).hasSize((int) (0.8 * 48000)); // 0.2 + 0.5 + 0.1
        assertThat(kept[0]).isEqualTo(0.5f);
        assertThat(kept[9599]).isEqualTo(0.5f);
        assertThat(kept[9600]).isZero();
        assertThat(kept[kept.length - 4801]).isZero();
        assertThat(kept[kept.length - 1]).isEqualTo(0.5f);
    }

    @Test
    void silenceAloneLeavesNothing() {
        assertThat(Recording.tightened(new float[48000])).isEmpty();
    }

    @Test
    void quietPassagesAreRaisedAndSteadyOnesAreLeft() {
        float[] samples = new float[6 * 48000];
        Arrays.fill(samples, 0, 3 * 48000, 0.5f);
        Arrays.fill(samples, 3 * 48000, samples.length, 0.005f); // 40 dB below
        Recording.level(samples);
        // The whole is 3.01 dB below the loud half and 36.99 dB above the quiet one: -2.1 dB and, at most, +20 dB.
        assertThat(20 * Math.log10(samples[48000] / 0.5)).isCloseTo(-2.107, within(0.01));
        assertThat(20 * Math.log10(samples[5 * 48000] / 0.005)).isCloseTo(20, within(0.01));

        float[] steady = new float[48000];
        Arrays.fill(steady, 0.25f);
        Recording.level(steady);
        assertThat(steady[0]).isCloseTo(0.25f, within(1e-6f));
        assertThat(steady[47999]).isCloseTo(0.25f, within(1e-6f));
    }

    @Test
    void aLongRecordingIsCutFromAPlaceWithinIt() {
        short[] ramp = new short[30000];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = (short) i;
        }
        Recording recording = new Recording(ramp);
        boolean[] thirds = new boolean[3];
        for (int seed = 0; seed < 30; seed++) {
            float[] crop = recording.cropped(10000, Dice.of(seed, 0, 0));
            int start = Math.round(crop[0] * 32768);
            assertThat(Math.round(crop[9999] * 32768)).isEqualTo(start + 9999);
            thirds[Math.min(2, start / 6667)] = true;
        }
        assertThat(thirds).containsOnly(true);
    }

    @Test
    void aShortRecordingIsJoinedToItselfWithoutAStep() {
        // A whole number of periods plus the join: a sine that fits together again.
        int join = 960;
        short[] sine = new short[9600 + join];
        for (int i = 0; i < sine.length; i++) {
            sine[i] = (short) Math.round(20000 * Math.sin(2 * Math.PI * i / 480.0));
        }
        float[] crop = new Recording(sine).cropped(50000, Dice.of(4, 0, 0));
        double phase = Math.asin(crop[0] / (20000 / 32768.0));
        if (crop[1] < crop[0]) {
            phase = Math.PI - phase;
        }
        for (int i = 0; i < crop.length; i++) {
            assertThat((double) crop[i])
                    .isCloseTo(20000 / 32768.0 * Math.sin(2 * Math.PI * i / 480.0 + phase), within(0.002));
        }
    }

    @Test
    void fasterIsHigherByAsMuch() {
        short[] sine = new short[48000];
        for (int i = 0; i < sine.length; i++) {
            sine[i] = (short) Math.round(20000 * Math.sin(2 * Math.PI * i / 100.0)); // 480 Hz
        }
        float[] played = new Recording(sine).cropped(24000, 1.25, Dice.of(4, 0, 0));
        int rising = 0;
        for (int i = 1; i < played.length; i++) {
            rising += played[i - 1] < 0 && played[i] >= 0 ? 1 : 0;
        }
        assertThat(rising).isBetween(299, 301); // 600 Hz for half a second
    }
}
