package dev.earsight.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class PerItemTest {
    private static final String[] SOURCES = {"a", "a", "b", "c"};

    private static PerItem of(double... values) {
        return new PerItem("hits", values, SOURCES, 0.5, List.of(new Baseline("center", values[0])));
    }

    @Test
    void differencesAndMeansGoItemByItem() {
        PerItem difference = of(1, 1, 0, 1).minus(of(0, 1, 0, 0));
        assertThat(difference.values()).containsExactly(1, 0, 0, 1);
        assertThat(difference.measure(1).value()).isEqualTo(0.5);
        assertThat(difference.chance()).isZero();
        PerItem mean = PerItem.mean(List.of(of(1, 1, 0, 1), of(0, 1, 0, 0)));
        assertThat(mean.values()).containsExactly(0.5, 1, 0, 0.5);
        assertThat(mean.baselines()).containsExactly(new Baseline("center", 0.5));
        assertThatThrownBy(() ->
                        of(1, 1, 1, 1).minus(new PerItem("hits", new double[4], new String[] {"a", "b", "c", "d"}, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("different items");
    }

    @Test
    void theSameItemsGiveADifferenceWithoutAnInterval() {
        Interval interval = of(1, 0, 1, 0).minus(of(1, 0, 1, 0)).measure(3).interval();
        assertThat(interval.low()).isZero();
        assertThat(interval.high()).isZero();
    }

    @Test
    void signsAreFlippedAsOftenAsACoinSays() {
        // All four must come out positive: one of sixteen.
        assertThat(of(1, 1, 1, 1).signFlipProbability(1)).isCloseTo(1 / 16.0, within(0.008));
        // 2, 1, 1, -1 add up to 3: of the sixteen sums, those with 2 and two or three more positive ones are as high:
        // 4.
        assertThat(of(2, 1, 1, -1).signFlipProbability(1)).isCloseTo(4 / 16.0, within(0.015));
        assertThat(of(0, 0, 0, 0).signFlipProbability(1)).isEqualTo(1);
    }

    @Test
    void itemsOfOneSourceAreFlippedTogether() {
        PerItem items = new PerItem("gain", new double[] {1, 1, 2, -1, 1}, new String[] {"a", "b", "a", "c", "c"}, 0);
        assertThat(items.perSource().values()).containsExactly(3, 1, 0);
        assertThat(items.perSource().sources()).containsExactly("a", "b", "c");
        // Of the signs of 3, 1 and 0 those with both positive: one in four. Item by item it would be fewer.
        assertThat(items.perSource().signFlipProbability(1)).isCloseTo(1 / 4.0, within(0.015));
    }
}
