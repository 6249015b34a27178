package dev.earsight.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.localize.ScoreMap;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpsamplingTest {
    private static final Offset<Float> EXACT = within(1e-6f);

    /** Rows 1 2 and 3 4, the example of PyTorch's documentation of nn.Upsample. */
    private static final RawMap FOUR = new RawMap(2, 2, new float[] {1, 2, 3, 4});

    @Test
    void bilinearHalfPixel() {
        // Sources of four targets among two cells: -0.25, 0.25, 0.75, 1.25, clamped.
        assertThat(Upsampling.BILINEAR_HALF_PIXEL.apply(FOUR, 4))
                .containsExactly(
                        new float[] {
                            1, 1.25f, 1.75f, 2, 1.5f, 1.75f, 2.25f, 2.5f, 2.5f, 2.75f, 3.25f, 3.5f, 3, 3.25f, 3.75f, 4
                        },
                        EXACT);
    }

    @Test
    void bilinearAlignedCorners() {
        // Sources 0, 1/3, 2/3, 1.
        float[] found = Upsampling.BILINEAR_ALIGNED_CORNERS.apply(FOUR, 4);
        assertThat(new float[] {found[0], found[1], found[2], found[3]})
                .containsExactly(new float[] {1, 4 / 3f, 5 / 3f, 2}, EXACT);
        assertThat(found[5]).isEqualTo(1 + 1 / 3f + 2 / 3f, EXACT);
        assertThat(found[15]).isEqualTo(4, EXACT);
    }

    @Test
    void bicubicHalfPixel() {
        // Keys' kernel, a = -0.75. Target 0 lies at -0.25: only the cell 1.25 away differs, weight
        // -0.75 * 1.25^3 + 3.75 * 1.25^2 - 6 * 1.25 + 3 = -0.10546875. Target 1 lies at 0.25: the upper cell and its
        // repetition are 0.75 and 1.75 away, weights 0.26171875 and -0.03515625, together 0.2265625.
        float[] row = Upsampling.BICUBIC_HALF_PIXEL.apply(new RawMap(1, 2, new float[] {0, 1}), 4);
        assertThat(new float[] {row[0], row[1], row[2], row[3]})
                .containsExactly(new float[] {-0.10546875f, 0.2265625f, 0.7734375f, 1.10546875f}, EXACT);
        // With rows as well: 1 + 2 * (-0.10546875) + (-0.10546875), as PyTorch prints it: 0.6836.
        assertThat(Upsampling.BICUBIC_HALF_PIXEL.apply(FOUR, 4)[0]).isEqualTo(0.68359375f, EXACT);
    }

    @Test
    void bicubicAlignedCorners() {
        // Target 1 lies at 1/3; with u = 2/3 both upper cells give 1 - 0.75 u - 0.75 u^2 + 0.5 u^3 = 17/54.
        float[] row = Upsampling.BICUBIC_ALIGNED_CORNERS.apply(new RawMap(1, 2, new float[] {0, 1}), 4);
        assertThat(new float[] {row[0], row[1], row[2], row[3]})
                .containsExactly(new float[] {0, 17 / 54f, 37 / 54f, 1}, EXACT);
    }

    @ParameterizedTest
    @EnumSource(Upsampling.class)
    void theSameSizeIsTheSameMapAndOneCellIsFlat(Upsampling upsampling) {
        Random random = new Random(1);
        float[] scores = new float[7 * 7];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = random.nextFloat();
        }
        assertThat(upsampling.apply(new RawMap(7, 7, scores), 7)).containsExactly(scores, EXACT);
        assertThat(upsampling.apply(new RawMap(1, 1, new float[] {0.5f}), 3)).containsOnly(0.5f);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void bilinearHalfPixelAgreesWithAnotherImplementation(long seed) {
        Random random = new Random(seed);
        int rows = 1 + random.nextInt(16);
        int columns = 1 + random.nextInt(16);
        float[] scores = new float[rows * columns];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) random.nextGaussian();
        }
        assertThat(Upsampling.BILINEAR_HALF_PIXEL.apply(new RawMap(rows, columns, scores), 224))
                .containsExactly(
                        new ScoreMap(rows, columns, scores).upsampled(224, 224).scores(), within(1e-5f));
    }
}
