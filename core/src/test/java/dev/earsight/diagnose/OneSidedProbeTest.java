package dev.earsight.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earsight.clip.SamplingRule;
import dev.earsight.evaluate.Measure;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneSidedProbeTest {
    /** Eight features of 400 items of 50 sources; the last but one is {@code leak} times the answer, in noise. */
    private static Measure probed(double leak, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int n = 400;
        double[][] features = new double[n][8];
        boolean[] matched = new boolean[n];
        String[] sources = new String[n];
        double[][] ofSource = new double[50][8];
        for (double[] own : ofSource) {
            Arrays.setAll(own, k -> random.nextGaussian());
        }
        for (int i = 0; i < n; i++) {
            int source = random.nextInt(50);
            matched[i] = i % 2 == 0;
            sources[i] = "s" + source;
            for (int k = 0; k < 7; k++) {
                features[i][k] = 1000 * ofSource[source][k] + random.nextGaussian();
            }
            features[i][6] = 0.001 * ((matched[i] ? leak : -leak) + random.nextGaussian()) + 5;
        }
        return OneSidedProbe.of("p", features, matched, sources, seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void fairPairsAreGuessed(long seed) {
        Measure measure = probed(0, seed);
        assertThat(measure.n()).isEqualTo(400);
        assertThat(measure.interval().low()).as("seed %d", seed).isLessThan(0.5);
        assertThat(measure.value()).isBetween(0.4, 0.6);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aLeakIsFoundUpToItsOwnLimit(long seed) {
        // One standard deviation either way: the best rule is right in 84 %.
        Measure measure = probed(1, seed);
        assertThat(measure.value()).as("seed %d", seed).isBetween(0.78, 0.9);
        assertThat(measure.interval().low()).isGreaterThan(0.7);
    }

    @Test
    void noSourceIsInTwoParts() {
        String[] sources = IntStream.range(0, 100).mapToObj(i -> "s" + i % 13).toArray(String[]::new);
        int[] parts = OneSidedProbe.parts(sources);
        for (int i = 13; i < 100; i++) {
            assertThat(parts[i]).isEqualTo(parts[i - 13]);
        }
        assertThat(Arrays.stream(parts).distinct().count()).isEqualTo(OneSidedProbe.PARTS);
    }

    /** A click at every frame: sampling off the grid moves it, and the folded second shows it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void soundOffTheGridOfFramesGivesAMatchAwayWithoutProtection(boolean safe) {
        SplittableRandom random = new SplittableRandom(3);
        SamplingRule rule = new SamplingRule(safe, 0);
        int n = 300;
        double[][] features = new double[n][];
        boolean[] matched = new boolean[n];
        String[] sources = new String[n];
        for (int i = 0; i < n; i++) {
            matched[i] = i % 2 == 0;
            sources[i] = "s" + random.nextInt(30);
            long start = 1920L * random.nextInt(20) + (matched[i] || rule.shortcutSafe() ? 0 : random.nextInt(1920));
            float[] samples = new float[48_000];
            for (int k = 0; k < samples.length; k++) {
                samples[k] = (float) (0.1 * random.nextDouble(-1, 1)) + ((start + k) % 1920 < 40 ? 0.1f : 0);
            }
            features[i] = SideFeatures.ofSound(new float[0], samples);
        }
        Measure measure = OneSidedProbe.of("sound alone", features, matched, sources, 1);
        if (safe) {
            assertThat(measure.interval().low()).isLessThan(0.5);
        } else {
            assertThat(measure.value()).isGreaterThan(0.9);
        }
    }
}
