package dev.earsight.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.EarsightException;
import dev.earsight.annotation.AnnotatedItem;
import dev.earsight.annotation.Annotations;
import dev.earsight.annotation.PixelBox;
import dev.earsight.evaluate.Measure;
import dev.earsight.protocol.NegativeAudio.Kind;
import dev.earsight.protocol.NegativeAudio.Threshold;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * One picture whose right quarter sounds. Its own map is 0, 0, 0, 1 in one row, half-pixel: (x + 0.5) / 56 - 2.5 between columns
 * 140 and 196. With silence the map is 0.25 everywhere, with noise 0.375, with the sound from elsewhere 0.625.
 */
class NegativeAudioTest {
    private static final Offset<Double> EXACT = within(1e-9);
    private static final Annotations TRUTH = new Annotations(
            List.of(AnnotatedItem.of("a", "a", "", List.of(new PixelBox(168, 0, 224, 224)))), List.of());
    private static final MapSource OWN = name -> Optional.of(new RawMap(1, 4, new float[] {0, 0, 0, 1}));
    private static final Map<Kind, MapSource> OTHERS =
            Map.of(Kind.SILENCE, flat(0.25f), Kind.NOISE, flat(0.375f), Kind.OFFSCREEN, flat(0.625f));

    @Test
    void atTheThirdQuartileByHand() {
        // Highest scores 0.25, 0.375, 0.625: the third quartile lies half-way between the last two, 0.5. The own map is
        // beyond it from column 168 on: cIoU 1. Silence and noise mark nothing, the sound from elsewhere everything.
        NegativeAudio.Result result = at(Threshold.THIRD_QUARTILE, OptionalDouble.empty());
        assertThat(result.threshold()).isEqualTo(0.5);
        assertThat(value(result, "mean cIoU, one threshold")).isEqualTo(1);
        assertThat(value(result, "pIA silence")).isZero();
        assertThat(value(result, "pIA noise")).isZero();
        assertThat(value(result, "pIA offscreen")).isEqualTo(1);
        assertThat(value(result, "AOC silence")).isCloseTo(1, EXACT);
        assertThat(value(result, "AOC offscreen")).isCloseTo(0.025, EXACT);
        assertThat(value(result, "overlap with own, silence")).isZero();
        assertThat(value(result, "overlap with own, offscreen")).isEqualTo(0.25);
        // Harmonic means of 1 and 2/3, and of 1 and (1 + 1 + 0.025) / 3 = 0.675.
        assertThat(value(result, "F_LOC")).isCloseTo(0.8, EXACT);
        assertThat(value(result, "F_AUC")).isCloseTo(2 * 0.675 / 1.675, EXACT);
    }

    @Test
    void atTheHighestNothingNegativeIsMarked() {
        // > 0.625 from (x + 0.5) / 56 > 3.125, column 175 on: 49 columns of 56.
        NegativeAudio.Result result = at(Threshold.HIGHEST, OptionalDouble.empty());
        assertThat(value(result, "mean cIoU, one threshold")).isEqualTo(49 / 56.0);
        assertThat(value(result, "pIA offscreen")).isZero();
        assertThat(value(result, "F_LOC")).isCloseTo(2 * 0.875 / 1.875, EXACT);
        // > 0.6875 from column 178.5 on: 45 columns.
        assertThat(value(at(Threshold.HIGHEST_AND_A_TENTH, OptionalDouble.empty()), "mean cIoU, one threshold"))
                .isEqualTo(45 / 56.0);
    }

    @Test
    void aThresholdFromElsewhere() {
        // Nothing at all is beyond 2: no mark with any sound, so the marks agree, and the truth is missed.
        NegativeAudio.Result result = at(Threshold.HIGHEST, OptionalDouble.of(2));
        assertThat(value(result, "mean cIoU, one threshold")).isZero();
        assertThat(value(result, "overlap with own, silence")).isEqualTo(1);
        assertThat(value(result, "F_LOC")).isZero();
        assertThat(result.notes()).anyMatch(note -> note.contains("2.0 (given)"));
    }

    @Test
    void itemsWithoutAllFourMapsAreCounted() {
        Annotations two = new Annotations(
                List.of(TRUTH.items().getFirst(), AnnotatedItem.of("b", "b", "", List.of(new PixelBox(0, 0, 9, 9)))),
                List.of());
        MapSource onlyA = name -> name.equals("a") ? flat(0.25f).map(name) : Optional.empty();
        Map<Kind, MapSource> others =
                Map.of(Kind.SILENCE, onlyA, Kind.NOISE, flat(0.375f), Kind.OFFSCREEN, flat(0.625f));
        NegativeAudio.Result result =
                NegativeAudio.of(two, OWN, others, Threshold.THIRD_QUARTILE, OptionalDouble.empty());
        assertThat(result.measures()).allMatch(measure -> measure.n() == 1);
        assertThat(result.notes()).anyMatch(note -> note.startsWith("1 of 2 items lack"));
        assertThatThrownBy(() -> NegativeAudio.of(
                        two, name -> Optional.empty(), others, Threshold.HIGHEST, OptionalDouble.empty()))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("offscreen");
    }

    private static NegativeAudio.Result at(Threshold rule, OptionalDouble fixed) {
        return NegativeAudio.of(TRUTH, OWN, OTHERS, rule, fixed);
    }

    private static MapSource flat(float score) {
        return name -> Optional.of(new RawMap(1, 1, new float[] {score}));
    }

    private static double value(NegativeAudio.Result result, String name) {
        return result.measures().stream()
                .filter(measure -> measure.name().equals(name))
                .mapToDouble(Measure::value)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no measure " + name));
    }
}
