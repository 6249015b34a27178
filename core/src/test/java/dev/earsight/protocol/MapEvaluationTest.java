package dev.earsight.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.EarsightException;
import dev.earsight.annotation.AnnotatedItem;
import dev.earsight.annotation.Annotations;
import dev.earsight.annotation.Overlap;
import dev.earsight.annotation.PixelBox;
import dev.earsight.evaluate.Baseline;
import dev.earsight.evaluate.Measure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MapEvaluationTest {
    private static final PixelBox LEFT = new PixelBox(0, 0, 112, 224);
    private static final PixelBox RIGHT = new PixelBox(112, 0, 224, 224);
    private static final RawMap TO_LEFT = new RawMap(1, 2, new float[] {1, 0});
    private static final RawMap TO_RIGHT = new RawMap(1, 2, new float[] {0, 1});

    @Test
    void aMapThatIgnoresTheSoundFailsInteractively() {
        // Two pictures with two sounds each. The first pair's maps follow the sound, the second's do not.
        Annotations truth = annotations(
                item("a_left", "a", "dog", LEFT),
                item("a_right", "a", "cat", RIGHT),
                item("b_left", "b", "dog", LEFT),
                item("b_right", "b", "cat", RIGHT));
        LocalizationReport report = MapEvaluation.of(
                Protocol.OURS,
                truth,
                source(Map.of("a_left", TO_LEFT, "a_right", TO_RIGHT, "b_left", TO_LEFT, "b_right", TO_LEFT)),
                done -> {});
        Measure ciou = measure(report, "cIoU@0.5");
        assertThat(ciou.value()).isEqualTo(0.75);
        assertThat(ciou.n()).isEqualTo(4);
        assertThat(ciou.interval().method()).startsWith("bootstrap over sources");
        assertThat(measure(report, "mean cIoU").value()).isEqualTo(0.75);
        // An IoU of 1 has an area of 1, of 0 one of 0.025.
        assertThat(measure(report, "AUC").value()).isCloseTo((3 + 0.025) / 4, within(1e-12));
        assertThat(measure(report, "IIoU@0.5").value()).isEqualTo(0.5);
        assertThat(measure(report, "IIoU@0.5").n()).isEqualTo(2);
        assertThat(measure(report, "IAUC").value()).isCloseTo((1 + 0.025) / 2, within(1e-12));
        assertThat(measure(report, "adaptive cIoU@0.5").value()).isEqualTo(0.75);
        assertThat(measure(report, "pointing accuracy").value()).isEqualTo(0.75);
        // The picture's whole has an IoU of one half with each truth; the center pixel (112, 112) is on the right.
        assertThat(baseline(ciou, "whole picture")).isEqualTo(1);
        assertThat(baseline(measure(report, "pointing accuracy"), "center point"))
                .isEqualTo(0.5);
        assertThat(measure(report, "pointing accuracy").chance()).isEqualTo(0.5);
        // A disc of half the picture shares a quarter of the picture with a half: 1/4 : 3/4.
        assertThat(baseline(measure(report, "mean cIoU"), "center disc")).isCloseTo(1 / 3.0, within(1e-3));
        assertThat(measure(report, "mean cIoU").chance()).isCloseTo(1 / 3.0, within(5e-3));
        // The other source's boxes cover everything equally: ties, so the upper half.
        assertThat(baseline(measure(report, "mean cIoU"), "mean box of other sources"))
                .isCloseTo(1 / 3.0, within(1e-12));
        assertThat(report.byClass())
                .extracting(Measure::name)
                .containsExactly("cIoU@0.5 cat", "AUC cat", "cIoU@0.5 dog", "AUC dog");
        assertThat(report.byClass()).extracting(Measure::value).startsWith(0.5);
        assertThat(report.bySize()).extracting(Measure::name).containsExactly("cIoU@0.5 huge", "AUC huge");
        assertThat(report.items().rows()).hasSize(4);
        assertThat(report.notes()).isEmpty();
    }

    @Test
    void otherMapsStandBesideEachNumber() {
        Annotations truth = annotations(
                AnnotatedItem.of("a", "a", "", List.of(LEFT)), AnnotatedItem.of("b", "b", "", List.of(RIGHT)));
        LocalizationReport report = MapEvaluation.of(
                Protocol.OURS,
                truth,
                source(Map.of("a", TO_LEFT, "b", TO_RIGHT)),
                Map.of("silence", source(Map.of("a", TO_LEFT, "b", TO_LEFT))),
                done -> {});
        assertThat(measure(report, "cIoU@0.5").value()).isEqualTo(1);
        assertThat(baseline(measure(report, "cIoU@0.5"), "silence")).isEqualTo(0.5);
        assertThat(baseline(measure(report, "pointing accuracy"), "silence")).isEqualTo(0.5);
        assertThat(baseline(report.bySize().getFirst(), "silence")).isEqualTo(0.5);
    }

    @Test
    void theMeanBoxLeavesTheOwnSourceOut() {
        Annotations truth = annotations(
                AnnotatedItem.of("a", "a", "", List.of(LEFT)), AnnotatedItem.of("b", "b", "", List.of(RIGHT)));
        LocalizationReport report =
                MapEvaluation.of(Protocol.OURS, truth, source(Map.of("a", TO_LEFT, "b", TO_RIGHT)), done -> {});
        assertThat(measure(report, "cIoU@0.5").value()).isEqualTo(1);
        assertThat(baseline(measure(report, "mean cIoU"), "mean box of other sources"))
                .as("each is offered the other's half")
                .isZero();
    }

    @Test
    void missingMapsAreNamedAndNotCounted() {
        Annotations truth = annotations(
                AnnotatedItem.of("a", "a", "", List.of(LEFT)), AnnotatedItem.of("b", "b", "", List.of(LEFT)));
        LocalizationReport report = MapEvaluation.of(Protocol.OURS, truth, source(Map.of("a", TO_LEFT)), done -> {});
        assertThat(measure(report, "cIoU@0.5").n()).isEqualTo(1);
        assertThat(report.notes())
                .containsExactly(
                        "1 of 2 items have no map and were not counted (as failures they would make cIoU@0.5 0.500): b");
        assertThatThrownBy(() -> MapEvaluation.of(Protocol.OURS, truth, name -> Optional.empty(), done -> {}))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("a.npz");
    }

    @Test
    void whatIsNotANumberIsRefusedByNameUnderOursAndCountedElsewhere() {
        Annotations truth = annotations(
                AnnotatedItem.of("a", "a", "", List.of(LEFT)), AnnotatedItem.of("b", "b", "", List.of(LEFT)));
        MapSource maps = source(Map.of("a", TO_LEFT, "b", new RawMap(1, 2, new float[] {1, Float.NaN})));
        assertThatThrownBy(() -> MapEvaluation.of(Protocol.OURS, truth, maps, done -> {}))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("'b'");
        LocalizationReport report = MapEvaluation.of(Protocol.EZ_VSL, truth, maps, done -> {});
        assertThat(measure(report, "cIoU@0.5").value()).isEqualTo(0.5);
        assertThat(measure(report, "pointing accuracy").value()).isEqualTo(0.5);
        assertThat(report.notes()).anyMatch(note -> note.startsWith("1 maps hold NaN") && note.endsWith(": b"));
    }

    @Test
    void mapsOfSeveralSizesAreRefused() {
        Annotations truth = annotations(
                AnnotatedItem.of("a", "a", "", List.of(LEFT)), AnnotatedItem.of("b", "b", "", List.of(LEFT)));
        MapSource maps = source(Map.of("a", TO_LEFT, "b", new RawMap(2, 1, new float[] {1, 0})));
        assertThatThrownBy(() -> MapEvaluation.of(Protocol.LVS, truth, maps, done -> {}))
                .isInstanceOf(EarsightException.class)
                .hasMessageContainingAll("'b'", "2x1", "1x2");
    }

    @Test
    void tiesAndFlatMapsAreRemarked() {
        Annotations truth = annotations(AnnotatedItem.of("a", "a", "", List.of(LEFT)));
        MapSource flat = source(Map.of("a", new RawMap(1, 1, new float[] {3})));
        assertThat(MapEvaluation.of(Protocol.EZ_VSL, truth, flat, done -> {}).notes())
                .anyMatch(note -> note.contains("the same everywhere: a"))
                .anyMatch(note -> note.contains("marked 100.0 %"));
        assertThat(MapEvaluation.of(Protocol.OURS, truth, flat, done -> {}).notes())
                .noneMatch(note -> note.contains("ties"));
    }

    @Test
    void theExtendedSetCountsNegatives() {
        // Confidences by flat maps under SLAVC: the right one surest, then a negative, then one in the wrong place.
        Annotations truth = annotations(
                AnnotatedItem.of("right", "r", "", List.of(new PixelBox(0, 0, 224, 224))),
                AnnotatedItem.of("wrong", "w", "", List.of(new PixelBox(0, 0, 32, 31))),
                AnnotatedItem.negative("silent", "s"));
        LocalizationReport report = MapEvaluation.of(
                Protocol.SLAVC,
                truth,
                source(Map.of("right", flat(20), "silent", flat(10), "wrong", flat(0))),
                done -> {});
        assertThat(measure(report, "cIoU@0.5").n()).isEqualTo(2);
        assertThat(measure(report, "LocAcc").value()).isEqualTo(0.5);
        // Everything at or above one half: 33.3 + S >= 33.3, so all of each picture; the small box fails.
        assertThat(measure(report, "cIoU@0.5, fixed threshold").value()).isEqualTo(0.5);
        // Thresholds: the negative's and the lowest confidence: precision 1/2, 1/3; recall 1/2, 1.
        assertThat(measure(report, "AP").value()).isCloseTo(0.5 * 0.5, within(1e-12));
        assertThat(measure(report, "AP").n()).isEqualTo(3);
        // Thresholds upwards: precision 1/3, 1/2, 1; recall 1, 1/2, 1/2.
        assertThat(measure(report, "max-F1").value()).isCloseTo(2 * 0.5 / 1.5, within(1e-12));
        assertThat(report.measures())
                .extracting(Measure::name)
                .contains("AP small", "AP huge")
                .doesNotContain("AP medium");
    }

    @Test
    void byOurRulesTheHighestScoreIsTheConfidence() {
        Annotations truth = annotations(
                AnnotatedItem.of("right", "r", "", List.of(new PixelBox(0, 0, 224, 224))),
                AnnotatedItem.of("wrong", "w", "", List.of(new PixelBox(100, 100, 132, 131))),
                AnnotatedItem.negative("silent", "s"));
        Map<String, RawMap> maps = Map.of("right", flat(20), "silent", flat(10), "wrong", flat(0));
        LocalizationReport report = MapEvaluation.of(Protocol.OURS, truth, source(maps), done -> {});
        for (String rule : List.of("pointing", "adaptive")) {
            // As above: precision 1, 1/2, 1/3 at recall 1/2, 1/2, 1, the surest left out of the curve as published.
            assertThat(measure(report, "AP, " + rule).value()).isCloseTo(0.5 * 0.5, within(1e-12));
            assertThat(measure(report, "max-F1, " + rule).value()).isCloseTo(2 * 0.5 / 1.5, within(1e-12));
            assertThat(measure(report, "AP, " + rule).n()).isEqualTo(3);
        }
        LocalizationReport without = MapEvaluation.of(
                Protocol.OURS, annotations(truth.items().get(0), truth.items().get(1)), source(maps), done -> {});
        assertThat(without.measures()).extracting(Measure::name).noneMatch(name -> name.startsWith("AP"));
    }

    @Test
    void withoutMapsTheDiscIsScored() {
        Annotations truth = annotations(
                AnnotatedItem.of("a", "a", "", List.of(LEFT)), AnnotatedItem.of("b", "b", "", List.of(LEFT)));
        LocalizationReport report = MapEvaluation.ofCenterDisc(Protocol.OURS, truth);
        assertThat(measure(report, "mean cIoU").value()).isCloseTo(1 / 3.0, within(1e-3));
        assertThat(measure(report, "mean cIoU").baselines())
                .extracting(Baseline::name)
                .containsExactly("whole picture", "mean box of other sources");
        assertThat(baseline(measure(report, "mean cIoU"), "mean box of other sources"))
                .isEqualTo(1);
    }

    @Test
    void whatIsTooSmallForHalfAPictureIsSaid() {
        PixelBox tenth = new PixelBox(0, 0, 22, 224); // just under a tenth of the picture
        Annotations truth = annotations(
                AnnotatedItem.of("a", "a", "", List.of(LEFT)),
                AnnotatedItem.of("b", "b", "", List.of(tenth)),
                AnnotatedItem.of("c", "c", "", List.of(LEFT)));
        assertThat(MapEvaluation.ofCenterDisc(Protocol.OURS, truth).notes())
                .anyMatch(note -> note.contains("1 of 3 items") && note.contains("at most 0.667"));
    }

    private static RawMap flat(float score) {
        return new RawMap(1, 1, new float[] {score});
    }

    private static AnnotatedItem item(String name, String group, String className, PixelBox box) {
        return new AnnotatedItem(name, group, className, group, List.of(box), Overlap.UNION, false);
    }

    private static Annotations annotations(AnnotatedItem... items) {
        return new Annotations(List.of(items), List.of());
    }

    private static MapSource source(Map<String, RawMap> maps) {
        Map<String, RawMap> copy = new HashMap<>(maps);
        return name -> Optional.ofNullable(copy.get(name));
    }

    private static Measure measure(LocalizationReport report, String name) {
        return report.measures().stream()
                .filter(measure -> measure.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no measure " + name + " in " + report.measures()));
    }

    private static double baseline(Measure measure, String name) {
        return measure.baselines().stream()
                .filter(baseline -> baseline.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no baseline " + name + " in " + measure))
                .value();
    }
}
