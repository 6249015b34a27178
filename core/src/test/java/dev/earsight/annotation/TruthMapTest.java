package dev.earsight.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TruthMapTest {
    @Test
    void fractionsAreClippedThenCutOff() {
        // 224 * 0.1 = 22.4, 224 * 0.999 = 223.776
        assertThat(PixelBox.ofFractions(0.1, 0, 0.999, 1)).isEqualTo(new PixelBox(22, 0, 223, 224));
        assertThat(PixelBox.ofFractions(-2.9e16, -0.001, 0.5, 7)).isEqualTo(new PixelBox(0, 0, 112, 224));
        assertThat(PixelBox.ofFractions(0.5, 0.2, 0.5, 0.4).isEmpty()).isTrue();
        assertThat(PixelBox.ofFractions(0.501, 0.2, 0.503, 0.4).isEmpty())
                .as("both edges are in column 112")
                .isTrue();
    }

    @Test
    void pixelsOfAnotherSquareAreScaledAndCutOff() {
        // 224 * 3 / 256 = 2.625, 224 * 255 / 256 = 223.125
        assertThat(PixelBox.ofPixels(0, 3, 255, 256, 256)).isEqualTo(new PixelBox(0, 2, 223, 224));
        assertThat(PixelBox.ofPixels(47, 99, 154, 185, 224)).isEqualTo(new PixelBox(47, 99, 154, 185));
    }

    @Test
    void theUnionCountsAPixelOnce() {
        // 10x10 and 10x10, 5x5 in common: 175 pixels.
        TruthMap map = TruthMap.of(
                AnnotatedItem.of("a", "a", "", List.of(new PixelBox(0, 0, 10, 10), new PixelBox(5, 5, 15, 15))));
        assertThat(map.sum()).isEqualTo(175);
        assertThat(map.pixels()).isEqualTo(175);
        assertThat(map.values()[9 * 224 + 9]).isEqualTo(1);
        assertThat(map.values()[10 * 224 + 9]).isEqualTo(1);
        assertThat(map.values()[10 * 224 + 4]).isZero();
    }

    @Test
    void consensusHalvesWhatOneBoxHoldsAndStopsAtOne() {
        // Three boxes: 75 + 75 + 0 pixels in one only, 25 in two and three.
        List<PixelBox> boxes =
                List.of(new PixelBox(0, 0, 10, 10), new PixelBox(5, 5, 15, 15), new PixelBox(5, 5, 10, 10));
        TruthMap map = TruthMap.of(new AnnotatedItem("a", "a", "", "a", boxes, Overlap.CONSENSUS, false));
        assertThat(map.pixels()).isEqualTo(175);
        assertThat(map.sum()).isEqualTo(150 * 0.5 + 25);
        assertThat(map.values()[0]).isEqualTo(0.5f);
        assertThat(map.values()[7 * 224 + 7]).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void randomBoxesAgreeWithAskingEveryPixel(long seed) {
        Random random = new Random(seed);
        List<PixelBox> boxes = random.ints(5, 0, 200)
                .mapToObj(at -> new PixelBox(at, 200 - at, at + random.nextInt(24), 200 - at + random.nextInt(24)))
                .toList();
        TruthMap union = TruthMap.of(AnnotatedItem.of("a", "a", "", boxes));
        TruthMap consensus = TruthMap.of(new AnnotatedItem("a", "a", "", "a", boxes, Overlap.CONSENSUS, false));
        for (int y = 0; y < 224; y++) {
            for (int x = 0; x < 224; x++) {
                int px = x;
                int py = y;
                long in = boxes.stream()
                        .filter(b -> px >= b.x0() && px < b.x1() && py >= b.y0() && py < b.y1())
                        .count();
                assertThat(union.values()[y * 224 + x]).isEqualTo(in > 0 ? 1f : 0f);
                assertThat(consensus.values()[y * 224 + x]).isEqualTo(Math.min(1f, in / 2f));
            }
        }
    }

    @Test
    void aNegativeHasNoBoxes() {
        assertThat(TruthMap.of(AnnotatedItem.negative("a", "a")).pixels()).isZero();
        assertThatThrownBy(() ->
                        new AnnotatedItem("a", "a", "", "a", List.of(new PixelBox(0, 0, 1, 1)), Overlap.UNION, true))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
