package dev.earsight.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.EarsightException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearProbeTest {
    @Test
    void aCaseWorkedByHand() {
        // One feature at 0, 0, 0, 4 is -0.577 and 1.732 standardized; b's answer is 0.25 + w z with w = 0.433 / (1 +
        // ridge),
        // a's the rest of 1: they are equal where w z = 0.25, at z = 0.577 (1 + ridge).
        float[][] vectors = {{0}, {0}, {0}, {4}};
        String[] labels = {"a", "a", "a", "b"};
        LinearProbe none = LinearProbe.fit(vectors, labels, 1e-9);
        // z = 0.577 is 1 + 0.577 * 1.732 = 2.
        assertThat(none.classify(new float[][] {{1.99f}, {2.01f}})).containsExactly("a", "b");
        LinearProbe half = LinearProbe.fit(vectors, labels, 0.5);
        // z = 0.866 is 2.5.
        assertThat(half.classify(new float[][] {{2.49f}, {2.51f}})).containsExactly("a", "b");
        assertThat(half.right(vectors, new String[] {"a", "a", "b", "b"})).containsExactly(1, 1, 0, 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void classesThatAreThereAreFoundAndOthersAreNot(long seed) {
        Random random = new Random(seed);
        float[][] train = new float[900][];
        float[][] test = new float[900][];
        String[] labels = new String[900];
        String[] drawn = new String[900];
        for (int i = 0; i < 900; i++) {
            int kind = i % 3;
            labels[i] = "k" + kind;
            drawn[i] = "k" + random.nextInt(3);
            train[i] = cluster(kind, random);
            test[i] = cluster(kind, random);
        }
        assertThat(mean(LinearProbe.fit(train, labels, 1e-2).right(test, labels)))
                .isGreaterThan(0.95);
        assertThat(mean(LinearProbe.fit(train, drawn, 1e-2).right(test, drawn)))
                .as("labels drawn at random")
                .isCloseTo(1 / 3.0, within(0.08));
    }

    @Test
    void theRidgeIsChosenOnOtherItems() {
        Random random = new Random(5);
        float[][][] sets = new float[3][120][100];
        String[] labels = new String[120];
        for (int i = 0; i < 120; i++) {
            labels[i] = i % 2 == 0 ? "even" : "odd";
            for (float[][] set : sets) {
                for (int j = 0; j < 100; j++) {
                    set[i][j] = (float) random.nextGaussian() + (j < 10 && i % 2 == 0 ? 0.7f : 0);
                }
            }
        }
        LinearProbe chosen = LinearProbe.chosen(sets[0], labels, sets[1], labels);
        assertThat(chosen.ridge()).as("100 features for 120 items").isGreaterThan(1e-3);
        assertThat(mean(chosen.right(sets[2], labels)))
                .isGreaterThan(mean(LinearProbe.fit(sets[0], labels, 1e-4).right(sets[2], labels)));
    }

    @Test
    void oneClassIsRefused() {
        assertThatThrownBy(() -> LinearProbe.fit(new float[2][3], new String[] {"dog", "dog"}, 1))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("dog");
    }

    private static float[] cluster(int kind, Random random) {
        float[] vector = new float[5]; // the last feature never varies
        for (int j = 0; j < 4; j++) {
            vector[j] = (float) (100 * random.nextGaussian() + (j == kind ? 500 : 0));
        }
        return vector;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }
}
