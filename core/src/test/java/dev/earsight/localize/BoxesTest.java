package dev.earsight.localize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoxesTest {
    @Test
    void oneBlobBetweenCellCenters() {
        // A ridge 0 1 0 over three columns crosses one half exactly half-way between the centers: x from 1/3 to 2/3.
        ScoreMap map = new ScoreMap(1, 3, new float[] {0, 1, 0});
        List<ScoredBox> boxes = Boxes.from(map, new Threshold.Absolute(0.5));
        assertThat(boxes).hasSize(1);
        double pixel = 1 / 45.0;
        assertThat(boxes.getFirst().x0()).isCloseTo(1 / 3.0, within(pixel));
        assertThat(boxes.getFirst().x1()).isCloseTo(2 / 3.0, within(pixel));
        assertThat(boxes.getFirst().y0()).isZero();
        assertThat(boxes.getFirst().y1()).isEqualTo(1);
        assertThat(boxes.getFirst().score()).isEqualTo(1);
    }

    @Test
    void theBestComesFirstAndThePeakIsInIt() {
        // Half-way from the background 0.1 to the peak 0.9 is 0.5.
        float[] scores = new float[64];
        Arrays.fill(scores, 0.1f);
        scores[9] = 0.6f; // row 1, column 1
        scores[54] = 0.9f; // row 6, column 6
        ScoreMap map = new ScoreMap(8, 8, scores);
        List<ScoredBox> boxes = Boxes.from(map, new Threshold.AboveBackground(0.5, 0.2));
        assertThat(boxes).hasSize(2);
        assertThat(boxes.getFirst().score()).isCloseTo(0.9, within(1e-6));
        assertThat(boxes.getFirst().contains(map.peak().x(), map.peak().y())).isTrue();
        assertThat(boxes.getLast().contains(1.5 / 8, 1.5 / 8)).isTrue();
        assertThat(Boxes.from(map, new Threshold.Absolute(0.7))).hasSize(1);
        assertThat(Boxes.from(map, new Threshold.AboveBackground(0.5, 0.95))).isEmpty();
        assertThat(Boxes.from(map, new Threshold.Absolute(0.91))).isEmpty();
        // The peak itself is always sampled, however sharp.
        assertThat(Boxes.from(map, new Threshold.Absolute(0.9f))).hasSize(1);
    }

    @Test
    void aRegionThatIsWeakThroughoutGetsNoBox() {
        float[] scores = new float[64];
        Arrays.fill(scores, 0.1f);
        scores[9] = 0.6f;
        scores[54] = 0.9f;
        ScoreMap map = new ScoreMap(8, 8, scores);
        assertThat(Boxes.from(map, new Threshold.AboveBackground(0.5, 0.59))).hasSize(2);
        List<ScoredBox> strong = Boxes.from(map, new Threshold.AboveBackground(0.5, 0.61));
        assertThat(strong).hasSize(1);
        assertThat(strong.getFirst().contains(6.5 / 8, 6.5 / 8)).isTrue();
        // It still reaches half-way down to the background, not to the floor.
        assertThat(strong.getFirst().area())
                .isGreaterThan(
                        Boxes.from(map, new Threshold.Absolute(0.61)).getFirst().area());
    }

    @Test
    void theShareIsCountedFromTheMedian() {
        float[] scores = new float[25];
        Arrays.fill(scores, 0.1f);
        scores[0] = 0.8f;
        scores[24] = 0.45f;
        ScoreMap map = new ScoreMap(5, 5, scores);
        assertThat(new Threshold.AboveBackground(0.5, 0).lowest(map)).isCloseTo(0.45, within(1e-6));
        assertThat(new Threshold.AboveBackground(0, 0).lowest(map)).isCloseTo(0.1, within(1e-6));
        assertThat(new Threshold.AboveBackground(1, 0).lowest(map)).isCloseTo(0.8, within(1e-6));
        assertThat(new Threshold.AboveBackground(0.5, 0.81).lowest(map)).isInfinite();
        ScoreMap sure = new ScoreMap(1, 3, new float[] {0, 1, 0});
        assertThat(Boxes.from(sure, new Threshold.AboveBackground(1, 0.5))).hasSize(1);
    }

    @Test
    void aBlobInsideARingIsMergedIntoIt() {
        float[] scores = new float[81];
        for (int i = 0; i < 9; i++) {
            scores[i] = 1;
            scores[72 + i] = 1;
            scores[9 * i] = 1;
            scores[9 * i + 8] = 1;
        }
        scores[40] = 2;
        List<ScoredBox> boxes = Boxes.from(new ScoreMap(9, 9, scores), new Threshold.Absolute(0.8));
        assertThat(boxes).containsExactly(new ScoredBox(0, 0, 1, 1, 2));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyHighPlaceIsBoxedAndEveryBoxHoldsOne(long seed) {
        Random random = new Random(seed);
        ScoreMap map = ScoreMapTest.random(random, 2 + random.nextInt(13), 2 + random.nextInt(13));
        double lowest = 0.3 + 0.6 * random.nextDouble();
        List<ScoredBox> boxes = Boxes.from(map, new Threshold.Absolute(lowest));
        for (int row = 0; row < map.rows(); row++) {
            for (int column = 0; column < map.columns(); column++) {
                double x = (column + 0.5) / map.columns();
                double y = (row + 0.5) / map.rows();
                if (map.at(row, column) >= lowest) {
                    assertThat(boxes).anyMatch(box -> box.contains(x, y));
                }
            }
        }
        for (int i = 0; i < boxes.size(); i++) {
            ScoredBox box = boxes.get(i);
            assertThat(box.score()).isBetween(lowest, (double) map.max());
            if (i > 0) {
                assertThat(box.score()).isLessThanOrEqualTo(boxes.get(i - 1).score());
            }
            for (int j = 0; j < i; j++) {
                ScoredBox other = boxes.get(j);
                assertThat(box.intersection(other)).isLessThanOrEqualTo(0.5 * Math.min(box.area(), other.area()));
            }
        }
        assertThat(Boxes.from(map, new Threshold.Absolute(lowest))).isEqualTo(boxes);
    }
}
