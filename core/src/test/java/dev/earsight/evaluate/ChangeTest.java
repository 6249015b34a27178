package dev.earsight.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeTest {
    @Test
    void aMeanThatFallsEverywhereByTheSameIsKnownExactly() {
        double[] before = {0.9, 0.1, 0.5, 0.7};
        double[] after = Arrays.stream(before).map(value -> value - 0.25).toArray();
        Change change = Change.ofMeans("m", before, after, new String[] {"a", "b", "c", "d"}, 1);
        assertThat(change.before()).isCloseTo(0.55, within(1e-12));
        assertThat(change.value()).isCloseTo(-0.25, within(1e-12));
        assertThat(change.difference().low()).isCloseTo(-0.25, within(1e-12));
        assertThat(change.difference().high()).isCloseTo(-0.25, within(1e-12));
        assertThat(change.falls()).isTrue();
        assertThat(change.rises()).isFalse();
        assertThat(change.n()).isEqualTo(4);
    }

    @Test
    void whatStaysNeitherRisesNorFalls() {
        double[] values = {1, 0, 1};
        Change change = Change.ofMeans("m", values, values, new String[] {"a", "b", "c"}, 1);
        assertThat(change.difference())
                .extracting(Interval::low, Interval::high)
                .containsExactly(0.0, 0.0);
        assertThat(change.rises() || change.falls()).isFalse();
    }

    @Test
    void aMonotoneChangeOfScoresLeavesTheArea() {
        boolean[] matched = {true, false, true, false, true, false};
        double[] before = {3, 1, 2, 2.5, 0.5, 0};
        double[] after = Arrays.stream(before).map(score -> 10 * score - 7).toArray();
        Change change = Change.ofAreas("a", before, after, matched, new String[] {"a", "a", "b", "b", "c", "c"}, 1);
        assertThat(change.before()).isCloseTo(6 / 9.0, within(1e-12)); // 3 beats all, 2 beats two, 0.5 beats one
        assertThat(change.difference())
                .extracting(Interval::low, Interval::high)
                .containsExactly(0.0, 0.0);
    }

    /** The oracle: areas by counting pairs, in resamples drawn here. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theIntervalOfAreasIsThatOfCountedPairs(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int sourceCount = 40;
        int n = 2 * sourceCount;
        double[] before = new double[n];
        double[] after = new double[n];
        boolean[] matched = new boolean[n];
        String[] sources = new String[n];
        for (int i = 0; i < n; i++) {
            matched[i] = i % 2 == 0;
            sources[i] = "s" + i / 2;
            before[i] = random.nextGaussian() + (matched[i] ? 1 : 0);
            after[i] = before[i] + 0.7 * random.nextGaussian();
        }
        Change change = Change.ofAreas("a", before, after, matched, sources, seed);

        double[] differences = new double[2000];
        for (int r = 0; r < differences.length; r++) {
            int[] drawn = new int[n];
            for (int s = 0; s < sourceCount; s++) {
                int chosen = random.nextInt(sourceCount);
                drawn[2 * s] = 2 * chosen;
                drawn[2 * s + 1] = 2 * chosen + 1;
            }
            differences[r] = counted(after, matched, drawn) - counted(before, matched, drawn);
        }
        Arrays.sort(differences);
        assertThat(change.difference().low()).as("seed %d", seed).isCloseTo(differences[50], within(0.015));
        assertThat(change.difference().high()).as("seed %d", seed).isCloseTo(differences[1949], within(0.015));
    }

    private static double counted(double[] scores, boolean[] matched, int[] drawn) {
        double wins = 0;
        double all = 0;
        for (int i : drawn) {
            for (int j : drawn) {
                if (matched[i] && !matched[j]) {
                    wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                    all++;
                }
            }
        }
        return wins / all;
    }
}
