package dev.earsight.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.EarsightException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PointingTest {
    private static final Box LEFT = new Box(0, 0.2, 0.4, 0.8);
    private static final Box RIGHT = new Box(0.6, 0.2, 1, 0.8);
    private static final Box MIDDLE = new Box(0.4, 0.4, 0.6, 0.6);

    @Test
    void byHand() {
        List<PointingItem> items = List.of(
                new PointingItem("a", "bird", 0.2, 0.5, List.of(LEFT), List.of(RIGHT, MIDDLE)), // hit
                new PointingItem("b", "bird", 0.2, 0.5, List.of(RIGHT), List.of(LEFT)), // miss
                new PointingItem("c", "car", 0.4, 0.4, List.of(MIDDLE), List.of()), // hit on the corner
                new PointingItem("d", "car", 0.9, 0.9, List.of(LEFT, RIGHT), List.of()), // miss
                new PointingItem("e", "car", 0.5, 0.5, List.of(), List.of(LEFT))); // nothing sounds: not counted
        assertThat(Pointing.hits(items)).containsExactly(1, 0, 1, 0);
        Measure measure = Pointing.measure("pointing", items, 1);
        assertThat(measure.value()).isEqualTo(0.5);
        assertThat(measure.n()).isEqualTo(4);
        assertThat(measure.interval()).isEqualTo(Interval.wilson(2, 4));
        // Covered: 0.24, 0.24, 0.04, 0.48.
        assertThat(measure.chance()).isCloseTo(0.25, within(1e-12));
        assertThat(baseline(measure, "center point")).isEqualTo(0.25);
        // One object in three, one in two, its own middle, both of two.
        assertThat(baseline(measure, "random object in view")).isCloseTo((1 / 3.0 + 0.5 + 1 + 1) / 4, within(1e-12));
        // Mean of the other boxes' centers, x: a .575 (miss), b .425 (miss), c .5 (hit), d .5 (miss).
        assertThat(baseline(measure, "mean box of other sources")).isEqualTo(0.25);

        List<Measure> perClass = Pointing.perClass(items, 1);
        assertThat(perClass).extracting(Measure::name).containsExactly("pointing bird", "pointing car");
        assertThat(perClass).extracting(Measure::n).containsExactly(2L, 2L);
    }

    @Test
    void severalItemsOfASourceAreResampledTogether() {
        List<PointingItem> items = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            items.add(new PointingItem("clip " + i / 4, i / 4 % 2 == 0 ? 0.2 : 0.9, 0.5, List.of(LEFT)));
        }
        Interval interval = Pointing.measure("pointing", items, 1).interval();
        assertThat(interval.method()).startsWith("bootstrap");
        assertThat(interval.high() - interval.low())
                .isGreaterThan(
                        Interval.wilson(20, 40).high() - Interval.wilson(20, 40).low());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theUnionOfBoxesAgreesWithCountingPoints(long seed) {
        Random random = new Random(seed);
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            double x = random.nextDouble() * 1.2 - 0.1;
            double y = random.nextDouble() * 1.2 - 0.1;
            boxes.add(new Box(x, y, x + random.nextDouble() / 2, y + random.nextDouble() / 2));
        }
        int inside = 0;
        for (int i = 0; i < 500; i++) {
            for (int j = 0; j < 500; j++) {
                double x = (i + 0.5) / 500;
                double y = (j + 0.5) / 500;
                inside += boxes.stream().anyMatch(box -> box.contains(x, y)) ? 1 : 0;
            }
        }
        assertThat(Pointing.unionArea(boxes)).isCloseTo(inside / 250_000.0, within(0.01));
    }

    @Test
    void refusesWhatCannotBeCounted() {
        PointingItem lost = new PointingItem("clip 9", Double.NaN, 0.5, List.of(LEFT));
        assertThatThrownBy(() -> Pointing.measure("p", List.of(lost), 1)).hasMessageContaining("clip 9");
        PointingItem silent = new PointingItem("a", 0.5, 0.5, List.of());
        assertThatThrownBy(() -> Pointing.measure("p", List.of(silent), 1)).isInstanceOf(EarsightException.class);
    }

    private static double baseline(Measure measure, String name) {
        return measure.baselines().stream()
                .filter(baseline -> baseline.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }
}
