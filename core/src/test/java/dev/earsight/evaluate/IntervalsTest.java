package dev.earsight.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalsTest {
    @ParameterizedTest
    @CsvSource({
        // Roots of (p - x/n)^2 = z^2 p (1 - p) / n, checked with the classic table (Newcombe 1998, method 3).
        "81, 263, 0.2553, 0.3662",
        "15, 148, 0.0624, 0.1605",
        "0, 20, 0, 0.1611",
        "1, 29, 0.0061, 0.1718",
        "29, 29, 0.8830, 1"
    })
    void wilsonAgreesWithThePublishedTable(double successes, long n, double low, double high) {
        Interval interval = Interval.wilson(successes, n);
        assertThat(interval.low()).isCloseTo(low, within(6e-5));
        assertThat(interval.high()).isCloseTo(high, within(6e-5));
    }

    @Test
    void wilsonRefusesWhatIsNoProportion() {
        assertThatThrownBy(() -> Interval.wilson(3, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Interval.wilson(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3"})
    void theBootstrapOfAMeanHasTheWidthOfTheTextbook(long seed) {
        Random random = new Random(seed);
        double[] values = random.doubles(400).toArray();
        String[] sources = names(400);
        Interval interval = Bootstrap.mean(values, sources, seed);
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance = Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow();
        double reach = 1.96 * Math.sqrt(variance / 400);
        assertThat(interval.low()).isCloseTo(mean - reach, within(0.1 * reach));
        assertThat(interval.high()).isCloseTo(mean + reach, within(0.1 * reach));
        assertThat(Bootstrap.mean(values, sources, seed)).isEqualTo(interval);
    }

    @Test
    void copiesOfASourceDoNotNarrowTheInterval() {
        double[] few = new Random(7).doubles(30).toArray();
        double[] copied = new double[300];
        String[] sources = new String[300];
        for (int i = 0; i < 300; i++) {
            copied[i] = few[i / 10];
            sources[i] = "clip " + i / 10;
        }
        Interval honest = Bootstrap.mean(copied, sources, 3);
        Interval same = Bootstrap.mean(few, names(30), 3);
        Interval naive = Bootstrap.mean(copied, names(300), 3);
        assertThat(honest.low()).isCloseTo(same.low(), within(1e-9));
        assertThat(honest.high()).isCloseTo(same.high(), within(1e-9));
        assertThat(naive.high() - naive.low()).isLessThan(0.5 * (honest.high() - honest.low()));
    }

    @Test
    void percentilesLieBetweenOrderStatistics() {
        double[] sorted = {0, 10, 20, 30};
        assertThat(Bootstrap.percentile(sorted, 0.5)).isEqualTo(15);
        assertThat(Bootstrap.percentile(sorted, 0.25)).isEqualTo(7.5);
        assertThat(Bootstrap.percentile(sorted, 1)).isEqualTo(30);
    }

    static String[] names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "clip " + i).toArray(String[]::new);
    }
}
