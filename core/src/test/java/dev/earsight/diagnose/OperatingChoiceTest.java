package dev.earsight.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OperatingChoiceTest {
    @Test
    void byHand() {
        // Ten sources; mismatches score 0..9, matches 5.5..14.5. One false alarm in ten: the threshold lies between 8
        // and 9.
        double[] scores = new double[20];
        boolean[] matched = new boolean[20];
        String[] sources = new String[20];
        for (int i = 0; i < 20; i++) {
            matched[i] = i % 2 == 0;
            sources[i] = "s" + i / 2;
            scores[i] = i / 2 + (matched[i] ? 5.5 : 0);
        }
        OperatingChoice choice = OperatingChoice.of(scores, matched, sources, 0.1);
        assertThat(choice.chosen().falseAlarmRate()).isEqualTo(0.1);
        assertThat(choice.chosen().threshold()).isGreaterThan(8).isLessThan(9);
        assertThat(choice.chosen().hitRate()).isEqualTo(0.7); // 8.5 and more, but for 5.5, 6.5 and 7.5
        assertThat(choice.probability())
                .isCloseTo(1 / (1 + Math.exp(-choice.chosen().threshold())), within(1e-6));
        assertThat(choice.matched()).isEqualTo(10);
        assertThat(choice.mismatched()).isEqualTo(10);
    }

    @Test
    void theRatesOnHeldOutSourcesAreNearThoseAskedFor() {
        SplittableRandom random = new SplittableRandom(6);
        int n = 4000;
        double[] scores = new double[n];
        boolean[] matched = new boolean[n];
        for (int i = 0; i < n; i++) {
            matched[i] = i % 2 == 0;
            scores[i] = random.nextGaussian() + (matched[i] ? 2 : 0);
        }
        String[] sources = IntStream.range(0, n).mapToObj(i -> "s" + i / 4).toArray(String[]::new);
        OperatingChoice choice = OperatingChoice.of(scores, matched, sources, 0.05);
        assertThat(choice.heldOutFalseAlarmRate()).isCloseTo(0.05, within(0.02));
        assertThat(choice.heldOutHitRate()).isCloseTo(0.64, within(0.05)); // normal: beyond 1.645 - 2
    }

    @Test
    void theHistogramHoldsEveryPairOnce() {
        double[] scores = {-2, -1, 0, 1, 2, 2};
        boolean[] matched = {false, false, true, false, true, true};
        ScoreHistogram histogram = ScoreHistogram.of(scores, matched, 4);
        assertThat(histogram.lowest()).isEqualTo(-2);
        assertThat(histogram.binWidth()).isEqualTo(1);
        assertThat(histogram.matched()).containsExactly(0, 0, 1, 2);
        assertThat(histogram.mismatched()).containsExactly(1, 1, 0, 1);
        byte[] drawn = histogram.draw(0.5, 400, 200).rgb();
        byte[] elsewhere = histogram.draw(-1.5, 400, 200).rgb();
        assertThat(drawn).hasSize(3 * 400 * 200).isNotEqualTo(elsewhere);
    }

    @Test
    void scoresThatAreAllTheSameFillOneBin() {
        double[] scores = new double[4];
        Arrays.fill(scores, 0.3);
        ScoreHistogram histogram = ScoreHistogram.of(scores, new boolean[] {true, false, true, false}, 3);
        assertThat(histogram.matched()).containsExactly(2, 0, 0);
        assertThat(histogram.mismatched()).containsExactly(2, 0, 0);
    }
}
