package dev.earsight.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.annotation.TruthMap;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ConsensusIouTest {
    @Test
    void pixelsOfSomeAnnotatorsAreNeverFalse() {
        // Truth: 4 pixels of 1, 4 of 0.5. Marked: 2 of the ones, 2 of the halves, 2 outside.
        float[] values = new float[TruthMap.SIZE];
        Arrays.fill(values, 0, 4, 1);
        Arrays.fill(values, 4, 8, 0.5f);
        TruthMap truth = TruthMap.of(values);
        boolean[] marked = new boolean[TruthMap.SIZE];
        for (int i : new int[] {0, 1, 4, 5, 100, 101}) {
            marked[i] = true;
        }
        // (2 * 1 + 2 * 0.5) / (6 + 2)
        assertThat(ConsensusIou.of(marked, truth)).isEqualTo(3 / 8.0);
        assertThat(truth.sum()).isEqualTo(6);
        assertThat(truth.pixels()).isEqualTo(8);
    }

    @Test
    void withoutTruthAMarkScoresZeroAndNoMarkIsUndefined() {
        TruthMap nothing = TruthMap.of(new float[TruthMap.SIZE]);
        boolean[] marked = new boolean[TruthMap.SIZE];
        assertThat(ConsensusIou.of(marked, nothing)).isNaN();
        marked[7] = true;
        assertThat(ConsensusIou.of(marked, nothing)).isZero();
        assertThat(ConsensusIou.success(Double.NaN)).isZero();
        assertThat(ConsensusIou.areaUnderSuccess(Double.NaN)).isZero();
    }

    @Test
    void theAreaIsByTrapezoids() {
        // Reached: 0, 0.05, ..., 0.5 (eleven points): ten whole steps and half of the next.
        assertThat(ConsensusIou.areaUnderSuccess(0.5)).isCloseTo(10.5 * 0.05, within(1e-12));
        assertThat(ConsensusIou.areaUnderSuccess(0)).isCloseTo(0.025, within(1e-12));
        assertThat(ConsensusIou.areaUnderSuccess(1)).isCloseTo(1, within(1e-12));
        assertThat(ConsensusIou.success(0.5)).isEqualTo(1);
        assertThat(ConsensusIou.success(Math.nextDown(0.5))).isZero();
    }

    @Test
    void thresholdsAreRoundedAsPublishedOnesAre() {
        // 0.05 * 3 is 0.15000000000000002: 0.15 itself does not reach it.
        assertThat(ConsensusIou.areaUnderSuccess(0.15)).isCloseTo(2.5 * 0.05, within(1e-12));
        assertThat(ConsensusIou.areaUnderSuccess(0.05 * 3)).isCloseTo(3.5 * 0.05, within(1e-12));
    }

    @Test
    void theAreaOverIsTheMirrorImage() {
        // At or below: 0.5, 0.55, ..., 1 (eleven points).
        assertThat(ConsensusIou.areaOver(0.5)).isCloseTo(10.5 * 0.05, within(1e-12));
        assertThat(ConsensusIou.areaOver(0)).isCloseTo(1, within(1e-12));
        assertThat(ConsensusIou.areaOver(1)).isCloseTo(0.025, within(1e-12));
    }
}
