package dev.earsight.localize;

import dev.earsight.EarsightException;
import java.util.Arrays;

/**
 * How well each place of a picture goes with a sound: a grid of cells that covers the picture, 14x14 in the paper
 * (section 4.1), scores usually probabilities.
 *
 * @param rows cells from top to bottom
 * @param columns cells from left to right
 * @param scores row-major from the top left; finite; shared, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // one per frame of video, never compared
public record ScoreMap(int rows, int columns, float[] scores) {
    /** Checks the size and that every score is a finite number. */
    public ScoreMap {
        if (rows < 1 || columns < 1 || scores.length != rows * columns) {
            throw new IllegalArgumentException(
                    "A map of " + rows + "x" + columns + " cells cannot have " + scores.length + " scores");
        }
        for (int i = 0; i < scores.length; i++) {
            if (!Float.isFinite(scores[i])) {
                throw new EarsightException("The score map holds " + scores[i] + " in row " + i / columns + ", column "
                        + i % columns + "; the network's weights are broken, use an earlier checkpoint.");
            }
        }
    }

    /** The score of one cell. */
    public float at(int row, int column) {
        return scores[row * columns + column];
    }

    /** The highest score. */
    public float max() {
        float max = scores[0];
        for (float score : scores) {
            max = Math.max(max, score);
        }
        return max;
    }

    /** The middle one of the scores, the lower one of two. */
    public float median() {
        float[] sorted = scores.clone();
        Arrays.sort(sorted);
        return sorted[(sorted.length - 1) / 2];
    }

    /**
     * The highest place. Among equal cells the one whose eight neighbors (edges repeated) add up to most is taken, then
     * the first in reading order; so a map that is the same everywhere points at its corner and earns nothing by it.
     * Inside the cell the top of a parabola through the cell and its two neighbors is taken in each direction, at most
     * half a cell away; in border rows and columns, where a neighbor is missing, the center of the cell.
     */
    public Peak peak() {
        int best = 0;
        double bestSupport = support(0, 0);
        for (int i = 1; i < scores.length; i++) {
            if (scores[i] < scores[best]) {
                continue;
            }
            double support = support(i / columns, i % columns);
            if (scores[i] > scores[best] || support > bestSupport) {
                best = i;
                bestSupport = support;
            }
        }
        int row = best / columns;
        int column = best % columns;
        double alongRow = column == 0 || column == columns - 1
                ? 0
                : parabolaTop(at(row, column - 1), at(row, column), at(row, column + 1));
        double alongColumn = row == 0 || row == rows - 1
                ? 0
                : parabolaTop(at(row - 1, column), at(row, column), at(row + 1, column));
        return new Peak(
                (column + 0.5 + alongRow) / columns, (row + 0.5 + alongColumn) / rows, scores[best], row, column);
    }

    /**
     * The map at another size, between the centers of cells (half-pixel centers, edges repeated), as pictures are
     * resized by PyTorch with {@code align_corners=False}.
     */
    public ScoreMap upsampled(int width, int height) {
        float[] result = new float[width * height];
        int[] left = new int[width];
        float[] shareOfRight = new float[width];
        for (int x = 0; x < width; x++) {
            double source = Math.clamp((x + 0.5) * columns / width - 0.5, 0, columns - 1);
            left[x] = Math.min((int) source, Math.max(0, columns - 2));
            shareOfRight[x] = (float) (source - left[x]);
        }
        int stepRight = columns > 1 ? 1 : 0;
        for (int y = 0; y < height; y++) {
            double source = Math.clamp((y + 0.5) * rows / height - 0.5, 0, rows - 1);
            int top = Math.min((int) source, Math.max(0, rows - 2));
            float shareOfLower = (float) (source - top);
            int upper = top * columns;
            int lower = rows > 1 ? upper + columns : upper;
            for (int x = 0; x < width; x++) {
                int l = left[x];
                float a = scores[upper + l] + shareOfRight[x] * (scores[upper + l + stepRight] - scores[upper + l]);
                float b = scores[lower + l] + shareOfRight[x] * (scores[lower + l + stepRight] - scores[lower + l]);
                result[y * width + x] = a + shareOfLower * (b - a);
            }
        }
        return new ScoreMap(height, width, result);
    }

    private double support(int row, int column) {
        double sum = 0;
        for (int r = row - 1; r <= row + 1; r++) {
            for (int c = column - 1; c <= column + 1; c++) {
                sum += at(Math.clamp(r, 0, rows - 1), Math.clamp(c, 0, columns - 1));
            }
        }
        return sum;
    }

    private static double parabolaTop(double before, double here, double after) {
        double bend = before - 2 * here + after;
        return bend >= 0 ? 0 : Math.clamp((before - after) / (2 * bend), -0.5, 0.5);
    }
}
