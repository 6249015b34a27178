package dev.earsight.localize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.EarsightException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreMapTest {
    @Test
    void thePeakOfAParabolaIsItsTop() {
        // -(x - 1.3)^2 in columns, -(y - 2.1)^2 in rows, on a 5x4 grid: exact for a quadratic fit.
        float[] scores = new float[20];
        for (int row = 0; row < 5; row++) {
            for (int column = 0; column < 4; column++) {
                scores[row * 4 + column] = (float) (-Math.pow(column - 1.3, 2) - Math.pow(row - 2.1, 2));
            }
        }
        Peak peak = new ScoreMap(5, 4, scores).peak();
        assertThat(peak.x()).isCloseTo((1.3 + 0.5) / 4, within(1e-6));
        assertThat(peak.y()).isCloseTo((2.1 + 0.5) / 5, within(1e-6));
        assertThat(peak.row()).isEqualTo(2);
        assertThat(peak.column()).isEqualTo(1);
        assertThat(peak.score()).isCloseTo(-0.09 - 0.01, within(1e-6));
    }

    @Test
    void atTheBorderThePeakIsTheCellsCenter() {
        Peak peak = new ScoreMap(2, 3, new float[] {0, 0.2f, 0.9f, 0, 0, 0}).peak();
        assertThat(peak.x()).isCloseTo(2.5 / 3, within(1e-12));
        assertThat(peak.y()).isEqualTo(0.25);
    }

    @Test
    void tiesGoToTheBestSupportedCellThenToTheFirst() {
        assertThat(new ScoreMap(3, 3, new float[9]).peak()).isEqualTo(new Peak(1 / 6.0, 1 / 6.0, 0, 0, 0));
        float[] twoOnes = {1, 0, 0, 0, 0, 0, 0, 0.5f, 0, 0, 0, 0, 0, 0, 1};
        // 3x5: the last cell has nobody beside it; give it a neighbor and it wins over the first.
        assertThat(new ScoreMap(3, 5, twoOnes).peak().column()).isZero();
        twoOnes[8] = 0.75f;
        assertThat(new ScoreMap(3, 5, twoOnes).peak().column()).isEqualTo(4);
        // Two equal cells side by side: the top lies between them.
        Peak between = new ScoreMap(1, 4, new float[] {0, 1, 1, 0}).peak();
        assertThat(between.x()).isEqualTo(0.5);
    }

    @Test
    void upsamplingByHandOneRow() {
        // Half-pixel centers: targets at -0.25, 0.25, 0.75, 1.25 of the source's cells, clamped at both ends.
        assertThat(new ScoreMap(1, 2, new float[] {0, 4}).upsampled(4, 1).scores())
                .containsExactly(0, 1, 3, 4);
        assertThat(new ScoreMap(1, 1, new float[] {7}).upsampled(2, 2).scores()).containsExactly(7, 7, 7, 7);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void upsamplingAgreesWithWeightsOverAllCells(long seed) {
        Random random = new Random(seed);
        int rows = 1 + random.nextInt(6);
        int columns = 1 + random.nextInt(6);
        ScoreMap map = random(random, rows, columns);
        int width = 1 + random.nextInt(20);
        int height = 1 + random.nextInt(20);
        ScoreMap fine = map.upsampled(width, height);
        assertThat(fine.rows()).isEqualTo(height);
        assertThat(fine.columns()).isEqualTo(width);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                // The tent function of each cell around the clamped place; sums to one.
                double u = Math.min(columns - 1, Math.max(0, (x + 0.5) * columns / width - 0.5));
                double v = Math.min(rows - 1, Math.max(0, (y + 0.5) * rows / height - 0.5));
                double sum = 0;
                for (int r = 0; r < rows; r++) {
                    for (int c = 0; c < columns; c++) {
                        sum += map.at(r, c) * Math.max(0, 1 - Math.abs(c - u)) * Math.max(0, 1 - Math.abs(r - v));
                    }
                }
                assertThat((double) fine.at(y, x)).isCloseTo(sum, within(1e-5));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26})
    void thePeakIsWithinTheHighestCell(long seed) {
        Random random = new Random(seed);
        ScoreMap map = random(random, 1 + random.nextInt(14), 1 + random.nextInt(14));
        Peak peak = map.peak();
        for (float score : map.scores()) {
            assertThat((double) score).isLessThanOrEqualTo(peak.score());
        }
        assertThat((double) map.at(peak.row(), peak.column()))
                .isEqualTo(peak.score())
                .isEqualTo(map.max());
        assertThat(peak.x() * map.columns()).isBetween((double) peak.column(), peak.column() + 1.0);
        assertThat(peak.y() * map.rows()).isBetween((double) peak.row(), peak.row() + 1.0);
    }

    @Test
    void refusesWhatIsNoNumber() {
        assertThatThrownBy(() -> new ScoreMap(1, 2, new float[] {0, Float.NaN}))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("row 0, column 1");
        assertThatThrownBy(() -> new ScoreMap(2, 2, new float[3])).isInstanceOf(IllegalArgumentException.class);
    }

    static ScoreMap random(Random random, int rows, int columns) {
        float[] scores = new float[rows * columns];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = random.nextFloat();
        }
        return new ScoreMap(rows, columns, scores);
    }
}
