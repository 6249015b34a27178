package dev.earsight.protocol;

/**
 * How a coarse map becomes one of {@code side} by {@code side} pixels. Each is computed first along rows, then along columns,
 * in float32, with edges repeated.
 *
 * <p>Half-pixel: the centers of cells are spread over the picture, {@code source = (target + 0.5) n / side - 0.5} (OpenCV, and
 * PyTorch with {@code align_corners=False}). Aligned corners: the outermost cells lie on the outermost pixels,
 * {@code source = target (n - 1) / (side - 1)} (PyTorch with {@code align_corners=True}). Cubic weights are Keys' with
 * a = -0.75, as in both libraries.
 */
public enum Upsampling {
    /** OpenCV's {@code INTER_LINEAR}; PyTorch's {@code bilinear}, {@code align_corners=False}. */
    BILINEAR_HALF_PIXEL("bilinear, half-pixel centers", false, false),
    /** PyTorch's {@code bilinear}, {@code align_corners=True}. */
    BILINEAR_ALIGNED_CORNERS("bilinear, aligned corners", false, true),
    /** PyTorch's {@code bicubic}, {@code align_corners=False}. */
    BICUBIC_HALF_PIXEL("bicubic, half-pixel centers", true, false),
    /** PyTorch's {@code bicubic}, {@code align_corners=True}. */
    BICUBIC_ALIGNED_CORNERS("bicubic, aligned corners", true, true);

    private static final double CUBIC_A = -0.75;

    private final String words;
    private final boolean cubic;
    private final boolean alignedCorners;

    Upsampling(String words, boolean cubic, boolean alignedCorners) {
        this.words = words;
        this.cubic = cubic;
        this.alignedCorners = alignedCorners;
    }

    /** The map at {@code side} by {@code side} pixels, row-major. */
    public float[] apply(RawMap map, int side) {
        int[][] columnsOf = new int[side][];
        float[][] columnWeights = new float[side][];
        int[][] rowsOf = new int[side][];
        float[][] rowWeights = new float[side][];
        for (int target = 0; target < side; target++) {
            double column = source(target, map.columns(), side);
            columnsOf[target] = cells(column, map.columns());
            columnWeights[target] = weights(column);
            double row = source(target, map.rows(), side);
            rowsOf[target] = cells(row, map.rows());
            rowWeights[target] = weights(row);
        }
        float[] wide = new float[map.rows() * side];
        for (int row = 0; row < map.rows(); row++) {
            for (int x = 0; x < side; x++) {
                float sum = 0;
                for (int i = 0; i < columnsOf[x].length; i++) {
                    sum += columnWeights[x][i] * map.scores()[row * map.columns() + columnsOf[x][i]];
                }
                wide[row * side + x] = sum;
            }
        }
        float[] result = new float[side * side];
        for (int y = 0; y < side; y++) {
            for (int i = 0; i < rowsOf[y].length; i++) {
                float weight = rowWeights[y][i];
                int from = rowsOf[y][i] * side;
                for (int x = 0; x < side; x++) {
                    result[y * side + x] += weight * wide[from + x];
                }
            }
        }
        return result;
    }

    private double source(int target, int cells, int side) {
        if (alignedCorners) {
            return side == 1 ? 0 : (double) target * (cells - 1) / (side - 1);
        }
        double source = (target + 0.5) * cells / side - 0.5;
        // A line needs no cell beyond the edge; a cubic sees the edge repeated.
        return cubic ? source : Math.clamp(source, 0, cells - 1);
    }

    private int[] cells(double source, int count) {
        int base = (int) Math.floor(source);
        int first = cubic ? base - 1 : base;
        int[] cells = new int[cubic ? 4 : 2];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = Math.clamp(first + i, 0, count - 1);
        }
        return cells;
    }

    private float[] weights(double source) {
        double t = source - Math.floor(source);
        if (!cubic) {
            return new float[] {(float) (1 - t), (float) t};
        }
        return new float[] {(float) far(1 + t), (float) near(t), (float) near(1 - t), (float) far(2 - t)};
    }

    private static double near(double x) {
        return ((CUBIC_A + 2) * x - (CUBIC_A + 3)) * x * x + 1;
    }

    private static double far(double x) {
        return ((CUBIC_A * x - 5 * CUBIC_A) * x + 8 * CUBIC_A) * x - 4 * CUBIC_A;
    }

    @Override
    public String toString() {
        return words;
    }
}
