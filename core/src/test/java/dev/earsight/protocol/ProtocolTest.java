package dev.earsight.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.annotation.AnnotatedItem;
import dev.earsight.annotation.Overlap;
import dev.earsight.annotation.PixelBox;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Maps of one row, so that only columns count: 224 of them, each of 224 pixels. RAMP is 0, 1; SPARSE is 0, 0, 0, 1.
 *
 * <p>Half-pixel centers put RAMP's column x at (x + 0.5) / 112 - 0.5: zero up to column 55, then rising, one from column 168 on.
 * SPARSE's lies at (x + 0.5) / 56 - 0.5, which passes cell 2 between columns 139 and 140 (zero up to 139, 140 columns) and
 * reaches cell 3 at column 196. Aligned corners put column x at x / 223 and 3 x / 223. sorted[25088] is the lowest score of the
 * upper 112 columns.
 */
class ProtocolTest {
    private static final RawMap RAMP = new RawMap(1, 2, new float[] {0, 1});
    private static final RawMap SPARSE = new RawMap(1, 4, new float[] {0, 0, 0, 1});
    private static final AnnotatedItem RIGHT_HALF = truth(112);
    private static final AnnotatedItem RIGHT_QUARTER = truth(168);

    @Test
    void lvs() {
        // > the score of column 112: columns 113 to 223, 111 of 112.
        assertThat(ciou(Protocol.LVS, RIGHT_HALF, RAMP)).isCloseTo(111 / 112.0, within(1e-12));
        // The median is 0, > 0 marks the 84 columns from 140 on; 56 are right.
        assertThat(ciou(Protocol.LVS, RIGHT_QUARTER, SPARSE)).isCloseTo(56 / 84.0, within(1e-12));
        // A flat map: nothing is beyond itself.
        assertThat(ciou(Protocol.LVS, RIGHT_HALF, flat(0.3f))).isZero();
        assertThat(ciou(Protocol.LVS, RIGHT_HALF, new RawMap(1, 2, new float[] {0, Float.NaN})))
                .as("NaN marks nothing")
                .isZero();
    }

    @Test
    void ezVsl() {
        // >= the score of column 112: 112 columns.
        assertThat(ciou(Protocol.EZ_VSL, RIGHT_HALF, RAMP)).isEqualTo(1);
        // Zero up to column 148, so the median is 0, and >= 0 marks the whole picture.
        assertThat(ciou(Protocol.EZ_VSL, RIGHT_QUARTER, SPARSE)).isEqualTo(0.25);
        assertThat(ciou(Protocol.EZ_VSL, RIGHT_HALF, flat(0.3f))).isEqualTo(0.5);
    }

    @Test
    void fnac() {
        // Antisymmetric about the middle and rising through it: >= the score of column 112 marks 112 columns.
        assertThat(ciou(Protocol.FNAC, RIGHT_HALF, RAMP)).isEqualTo(1);
        // Cubics between half-pixel centers: zero up to column 83, below zero up to 139, above from 140 on. The median
        // is 0,
        // and >= 0 marks 84 + 84 columns, 56 of them right.
        assertThat(ciou(Protocol.FNAC, RIGHT_QUARTER, SPARSE)).isCloseTo(1 / 3.0, within(1e-12));
    }

    @Test
    void slavc() {
        // The cubic from 0 to 1 is 1 - 0.75 u - 0.75 u^2 + 0.5 u^3, u = 1 - x / 223: rising, so >= marks 112 columns.
        ItemScore score = ItemScore.of(Protocol.SLAVC, RIGHT_QUARTER, RAMP);
        assertThat(score.ciou()).isEqualTo(0.5);
        // (0 + 1/0.03) / (2/0.03) is one half: the fixed threshold lets everything pass.
        assertThat(score.fixedCiou()).isEqualTo(0.25);
        // From -10 to 10 the zero lies between columns 111 and 112.
        ItemScore signed = ItemScore.of(Protocol.SLAVC, RIGHT_QUARTER, new RawMap(1, 2, new float[] {-10, 10}));
        assertThat(signed.fixedCiou()).isEqualTo(0.5);
        // A flat 10 is (10 + 33.333) / 66.667 = 0.65 sure; relative to itself everything is marked.
        ItemScore flat = ItemScore.of(Protocol.SLAVC, RIGHT_QUARTER, flat(10));
        assertThat(flat.confidence()).isCloseTo(0.65, within(1e-6));
        assertThat(flat.ciou()).isEqualTo(0.25);
        // Two flat halves, 224 wide so that nothing is enlarged: the highest quarter of all pixels is half of the 20s.
        float[] halves = new float[224 * 224];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = i % 224 < 112 ? 0 : 20;
        }
        assertThat(ItemScore.of(Protocol.SLAVC, RIGHT_HALF, new RawMap(224, 224, halves))
                        .confidence())
                .isCloseTo(0.8, within(1e-6));
    }

    @Test
    void aligned() {
        ItemScore score = ItemScore.of(Protocol.ALIGNED, RIGHT_QUARTER, SPARSE);
        assertThat(score.ciou()).isCloseTo(56 / 84.0, within(1e-12));
        // Adaptive: > sorted[N - 56 columns], the score of column 168, marks 55 columns, one fewer than the truth has.
        assertThat(score.adaptiveCiou()).isCloseTo(55 / 56.0, within(1e-12));
        // Without truth half of the picture is taken: nothing of it is right.
        ItemScore empty = ItemScore.of(Protocol.ALIGNED, truth(224), RAMP);
        assertThat(empty.adaptiveCiou()).isZero();
        assertThat(Protocol.ALIGNED.adaptive(0)).isEqualTo(Protocol.ALIGNED.marking());
    }

    @Test
    void negativeAudioLeavesScoresAsTheyAre() {
        assertThat(Protocol.NEGATIVE_AUDIO.normalization()).isEqualTo(Normalization.NONE);
        // Its median is LVS's but for the normalization.
        assertThat(ciou(Protocol.NEGATIVE_AUDIO, RIGHT_HALF, RAMP)).isCloseTo(111 / 112.0, within(1e-12));
    }

    @Test
    void ours() {
        assertThat(ciou(Protocol.OURS, RIGHT_HALF, RAMP)).isEqualTo(1);
        // 84 columns are above zero; the other 6,272 pixels are the first zeros in reading order, 140 in each row, none
        // of
        // them right: 56 columns of 112.
        ItemScore score = ItemScore.of(Protocol.OURS, RIGHT_QUARTER, SPARSE);
        assertThat(score.ciou()).isEqualTo(0.5);
        assertThat(score.markedShare()).isEqualTo(0.5);
        // Exactly as many pixels as the truth has.
        assertThat(score.adaptiveCiou()).isEqualTo(1);
        // A flat map marks the upper half: a quarter of the picture is right, three quarters are marked or true.
        assertThat(ciou(Protocol.OURS, RIGHT_HALF, flat(1))).isCloseTo(1 / 3.0, within(1e-12));
        // The peak is the first of the equal ones, column 196 of row 0.
        assertThat(score.peakX()).isEqualTo(196);
        assertThat(score.peakY()).isZero();
        assertThat(score.hit()).isEqualTo(1);
    }

    @Test
    void consensusTruthUnderOurs() {
        // Right half in one box, right quarter in a second: 56 columns of 0.5 and 56 of 1, sum 84 columns. RAMP marks
        // the
        // right half: (56 * 0.5 + 56) / 84 = 1.
        AnnotatedItem item = new AnnotatedItem(
                "a",
                "a",
                "",
                "a",
                List.of(new PixelBox(112, 0, 224, 224), new PixelBox(168, 0, 224, 224)),
                Overlap.CONSENSUS,
                false);
        assertThat(ciou(Protocol.OURS, item, RAMP)).isEqualTo(1);
        // The left half: nothing right, 112 columns wrong.
        assertThat(ciou(Protocol.OURS, item, new RawMap(1, 2, new float[] {1, 0})))
                .isZero();
        assertThat(ItemScore.of(Protocol.OURS, item, RAMP).area()).isEqualTo(84 * 224);
    }

    @Test
    void namesAndRulesAreSpelledOut() {
        assertThat(Protocol.EZ_VSL.label()).isEqualTo("ez-vsl");
        assertThat(Protocol.NEGATIVE_AUDIO.label()).isEqualTo("negative-audio");
        assertThat(Protocol.LVS.rules()).contains("half-pixel", "middle square", "1 - norm(-S)", "> sorted[25088]");
        assertThat(Protocol.EZ_VSL.rules()).contains("aligned corners", ">= sorted[25088]");
        assertThat(Protocol.OURS.rules()).contains("exactly the 25088 highest");
    }

    @Test
    void sizesAreCutAtTheirSquares() {
        assertThat(SizeStratum.of(0)).isEqualTo(SizeStratum.SMALL);
        assertThat(SizeStratum.of(1023)).isEqualTo(SizeStratum.SMALL);
        assertThat(SizeStratum.of(1024)).isEqualTo(SizeStratum.MEDIUM);
        assertThat(SizeStratum.of(9216)).isEqualTo(SizeStratum.LARGE);
        assertThat(SizeStratum.of(20_735.5)).isEqualTo(SizeStratum.LARGE);
        assertThat(SizeStratum.of(20_736)).isEqualTo(SizeStratum.HUGE);
    }

    private static double ciou(Protocol protocol, AnnotatedItem item, RawMap map) {
        return ItemScore.of(protocol, item, map).ciou();
    }

    private static RawMap flat(float score) {
        return new RawMap(1, 1, new float[] {score});
    }

    private static AnnotatedItem truth(int firstColumn) {
        return AnnotatedItem.of("a", "a", "", List.of(new PixelBox(firstColumn, 0, 224, 224)));
    }
}
