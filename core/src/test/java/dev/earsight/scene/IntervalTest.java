package dev.earsight.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class IntervalTest {
    /** A voice that is on (noise of the level given) from one time to another, in hundredths of a second. */
    private static void on(float[] samples, int from, int to, float level) {
        Random random = new Random(from);
        for (int i = from * 480; i < to * 480; i++) {
            samples[i] = level * (2 * random.nextFloat() - 1);
        }
    }

    @Test
    void shortPausesBelongLongOnesDoNot() {
        float[] samples = new float[3 * 48000];
        on(samples, 20, 50, 0.5f);
        on(samples, 75, 100, 0.5f); // 0.25 s later: still the same
        on(samples, 126, 200, 0.5f); // 0.26 s later: another
        assertThat(Interval.heardIn(samples)).containsExactly(new Interval(0.2, 1.0), new Interval(1.26, 2.0));
    }

    @Test
    void whatIsFarBelowTheLoudestIsNotHeard() {
        float[] samples = new float[2 * 48000];
        on(samples, 0, 200, 0.001f);
        on(samples, 50, 100, 0.9f);
        assertThat(Interval.heardIn(samples)).containsExactly(new Interval(0.5, 1.0));
        on(samples, 150, 200, 0.03f); // 30 dB below
        assertThat(Interval.heardIn(samples)).containsExactly(new Interval(0.5, 1.0), new Interval(1.5, 2.0));
    }

    @Test
    void silenceIsNotHeard() {
        assertThat(Interval.heardIn(new float[48000])).isEmpty();
        assertThat(Interval.heardIn(new float[0])).isEmpty();
    }
}
