package dev.earsight.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.EarsightException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorrespondenceAccuracyTest {
    @Test
    void byHand() {
        double[] p = {0.9, 0.5, 0.2, 0.6, 0.4, 0.1};
        boolean[] matched = {true, true, true, false, false, false};
        // Right: 0.9, 0.5 (one half says yes), 0.4, 0.1.
        assertThat(CorrespondenceAccuracy.accuracy(p, matched)).isCloseTo(4 / 6.0, within(1e-12));
        assertThat(CorrespondenceAccuracy.balancedAccuracy(p, matched)).isCloseTo(2 / 3.0, within(1e-12));
        // Wins of matches over mismatches: 0.9 beats 3, 0.5 beats 2, 0.2 beats 1: 6 of 9.
        assertThat(CorrespondenceAccuracy.areaUnderRoc(p, matched)).isCloseTo(6 / 9.0, within(1e-12));
        assertThat(CorrespondenceAccuracy.areaUnderRoc(new double[6], matched)).isEqualTo(0.5);
        boolean[] rare = {true, false, false, false, false, false};
        assertThat(CorrespondenceAccuracy.balancedAccuracy(new double[6], rare)).isEqualTo(0.5);
        assertThat(CorrespondenceAccuracy.areaUnderRoc(p, new boolean[6])).isNaN();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theAreaAgreesWithCountingEveryPair(long seed) {
        Random random = new Random(seed);
        int n = 2 + random.nextInt(60);
        double[] scores = new double[n];
        boolean[] matched = new boolean[n];
        for (int i = 0; i < n; i++) {
            scores[i] = random.nextInt(8) / 8.0; // many ties
            matched[i] = random.nextInt(3) == 0;
        }
        matched[0] = true;
        matched[1] = false;
        double wins = 0;
        int pairs = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (matched[i] && !matched[j]) {
                    pairs++;
                    wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }
        assertThat(CorrespondenceAccuracy.areaUnderRoc(scores, matched)).isCloseTo(wins / pairs, within(1e-12));
    }

    @Test
    void measuresStandBesideChanceAndBaselines() {
        double[] p = new double[200];
        boolean[] matched = new boolean[200];
        Random random = new Random(4);
        for (int i = 0; i < 200; i++) {
            matched[i] = i % 2 == 0;
            p[i] = Math.clamp((matched[i] ? 0.65 : 0.35) + 0.2 * random.nextGaussian(), 0, 1);
        }
        List<Measure> measures = CorrespondenceAccuracy.measures(
                p, matched, IntervalsTest.names(200), List.of(new Baseline("shuffled sound", 0.49)), 1);
        assertThat(measures).hasSize(3);
        assertThat(measures.getFirst().interval().method()).isEqualTo("Wilson");
        assertThat(measures.getFirst().baselines())
                .contains(new Baseline("shuffled sound", 0.49), new Baseline("always the commoner answer", 0.5));
        for (Measure measure : measures) {
            assertThat(measure.n()).isEqualTo(200);
            assertThat(measure.chance()).isEqualTo(0.5);
            assertThat(measure.value())
                    .isStrictlyBetween(
                            measure.interval().low(), measure.interval().high());
            assertThat(measure.interval().low()).isGreaterThan(0.5);
        }
        String[] twoEach = new String[200];
        for (int i = 0; i < 200; i++) {
            twoEach[i] = "clip " + i / 2;
        }
        assertThat(CorrespondenceAccuracy.measures(p, matched, twoEach, List.of(), 1)
                        .getFirst()
                        .interval()
                        .method())
                .startsWith("bootstrap");
    }

    @Test
    void aProbabilityThatIsNoNumberIsNamed() {
        assertThatThrownBy(() -> CorrespondenceAccuracy.measures(
                        new double[] {0.5, Double.NaN}, new boolean[2], new String[] {"a", "b"}, List.of(), 1))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("item 1");
    }
}
