package dev.earsight.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkingTest {
    private static final float[] SPARSE = {0, 0, 3, 0, 1, 0, 0, 0};

    @Test
    void atATieOneRuleTakesAllAndTheOtherNone() {
        // sorted: 0 0 0 0 0 0 1 3; index 4 is 0.
        assertThat(new Marking.BeyondRank(4, false).mark(SPARSE)).containsOnly(true);
        assertThat(new Marking.BeyondRank(4, true).mark(SPARSE))
                .containsExactly(false, false, true, false, true, false, false, false);
    }

    @Test
    void theExactRuleFillsUpInReadingOrder() {
        assertThat(new Marking.Highest(4).mark(SPARSE))
                .containsExactly(true, true, true, false, true, false, false, false);
        assertThat(new Marking.Highest(1).mark(SPARSE))
                .containsExactly(false, false, true, false, false, false, false, false);
        assertThat(new Marking.Highest(0).mark(SPARSE)).containsOnly(false);
        assertThat(new Marking.Highest(8).mark(SPARSE)).containsOnly(true);
    }

    @Test
    void whatIsNotANumberIsNeverBeyond() {
        float[] broken = {Float.NaN, 2, 1, Float.NaN};
        assertThat(new Marking.BeyondRank(1, false).mark(broken)).containsExactly(false, true, false, false);
        // NaN stands last: index 2 is NaN, and nothing compares with it.
        assertThat(new Marking.BeyondRank(2, false).mark(broken)).containsOnly(false);
        assertThat(new Marking.BeyondValue(0, true).mark(broken)).containsExactly(false, true, true, false);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void orderStatisticsAreThoseOfSorting(long seed) {
        Random random = new Random(seed);
        float[] values = new float[500];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (random.nextInt(6)) {
                case 0 -> (float) random.nextGaussian();
                case 1 -> random.nextInt(5) - 2;
                case 2 -> Float.intBitsToFloat(random.nextInt());
                case 3 -> -0.0f;
                case 4 -> random.nextBoolean() ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY;
                default -> (float) random.nextGaussian() * 1e-5f;
            };
        }
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        for (int index = 0; index < sorted.length; index++) {
            assertThat(OrderStatistic.at(values, index)).isEqualTo(Float.valueOf(sorted[index]));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theExactRuleMarksExactlySoManyAndNothingHigherIsLeftOut(long seed) {
        Random random = new Random(seed);
        float[] scores = new float[300];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = random.nextInt(7);
        }
        int count = random.nextInt(300);
        boolean[] marked = new Marking.Highest(count).mark(scores);
        float lowestIn = Float.POSITIVE_INFINITY;
        float highestOut = Float.NEGATIVE_INFINITY;
        int n = 0;
        for (int i = 0; i < scores.length; i++) {
            if (marked[i]) {
                n++;
                lowestIn = Math.min(lowestIn, scores[i]);
            } else {
                highestOut = Math.max(highestOut, scores[i]);
            }
        }
        assertThat(n).isEqualTo(count);
        assertThat(lowestIn).isGreaterThanOrEqualTo(highestOut);
    }
}
