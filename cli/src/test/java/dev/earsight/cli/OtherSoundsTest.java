package dev.earsight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earsight.EarsightException;
import dev.earsight.annotation.AnnotatedItem;
import dev.earsight.evaluate.Box;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OtherSoundsTest {
    private static final Box SOMEWHERE = new Box(0, 0, 1, 1);

    private static SoundingTruth scene(int number, String sounds, String... silent) {
        return new SoundingTruth(
                AnnotatedItem.of("clip" + number, "source" + number, sounds, List.of()),
                List.of(SOMEWHERE),
                List.of(silent).stream()
                        .map(name -> new SoundingTruth.SilentThing(name, SOMEWHERE))
                        .toList());
    }

    @Test
    void anOffscreenSoundIsOfNothingInSightNotEvenOfWhatIsSilent() {
        List<SoundingTruth> truths = new ArrayList<>();
        String[] classes = {"dog", "cat", "gun", "fan"};
        for (int i = 0; i < 40; i++) {
            truths.add(scene(i, classes[i % 4], classes[(i + 1) % 4], classes[(i + 2) % 4]));
        }
        OtherSounds others = new OtherSounds(truths, 3);
        for (int i = 0; i < truths.size(); i++) {
            assertThat(others.offscreen(i) % 4).isEqualTo((i + 3) % 4);
        }
    }

    @Test
    void whereEveryClassIsInSightTheClipIsNamed() {
        OtherSounds others = new OtherSounds(List.of(scene(0, "dog", "cat"), scene(1, "cat")), 3);
        assertThat(others.offscreen(1)).isZero();
        assertThatThrownBy(() -> others.offscreen(0))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("in sight of 'clip0'");
    }

    @Test
    void whatStandsOutIsNotThePadding() {
        int side = 5;
        float[] picture = new float[side * side * 2];
        for (int i = 0; i < side * side; i++) {
            boolean border = i / side % 4 == 0 || i % side % 4 == 0;
            picture[2 * i] = border ? -9 : i == 13 ? 5 : 1;
            picture[2 * i + 1] = border ? 9 : i == 13 ? -3 : -1;
        }
        float[] strengths = OtherSounds.strength(picture, side);
        assertThat(strengths[13]).isEqualTo(4);
        assertThat(strengths[12]).isEqualTo(1);
        float mean = (8 * 1 + 4) / 9f;
        assertThat(strengths[0]).isCloseTo(mean, org.assertj.core.api.Assertions.within(1e-5f));
        assertThat(strengths[24]).isEqualTo(strengths[0]);
    }
}
