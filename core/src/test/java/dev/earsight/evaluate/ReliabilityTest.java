package dev.earsight.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReliabilityTest {
    @Test
    void byHand() {
        // 0.9, 0.91: said 0.905, one of two so; 0.1: said 0.1, so 0; 1: in the last bin, so.
        double[] probabilities = {0.9, 0.91, 0.1, 1};
        boolean[] matched = {true, false, false, true};
        Reliability reliability = Reliability.of(probabilities, matched);
        assertThat(reliability.error()).isCloseTo((2 * (0.905 - 0.5) + 0.1 + 0) / 4, within(1e-12));
        assertThat(reliability.bins()).hasSize(15);
        Reliability.Bin bin = reliability.bins().get(13);
        assertThat(bin.count()).isEqualTo(2);
        assertThat(bin.low()).isCloseTo(13 / 15.0, within(1e-12));
        assertThat(bin.meanProbability()).isCloseTo(0.905, within(1e-12));
        assertThat(bin.matchedShare()).isEqualTo(0.5);
        assertThat(reliability.bins().get(14).count()).isEqualTo(1);
        assertThat(reliability.bins().get(5).meanProbability()).isNaN();
    }

    @Test
    void whatIsTrueHasNoErrorAndGuessingHasThatOfChance() {
        Random random = new Random(3);
        int n = 60_000;
        double[] said = random.doubles(n).toArray();
        boolean[] so = new boolean[n];
        boolean[] coin = new boolean[n];
        for (int i = 0; i < n; i++) {
            so[i] = random.nextDouble() < said[i];
            coin[i] = i % 2 == 0;
        }
        assertThat(Reliability.of(said, so).error()).isLessThan(0.02);
        String[] sources = new String[n];
        Arrays.setAll(sources, i -> "s" + i % 50);
        Measure guessed = Reliability.measure(said, coin, sources, 1);
        assertThat(guessed.value()).isCloseTo(guessed.chance(), within(0.01));
        assertThat(guessed.chance()).isCloseTo(0.25, within(0.002));
        assertThat(guessed.baselines()).containsExactly(new Baseline("always one half", 0));
        assertThat(guessed.interval().low()).isLessThan(guessed.value());
        assertThat(guessed.interval().high()).isGreaterThan(guessed.value());
    }
}
