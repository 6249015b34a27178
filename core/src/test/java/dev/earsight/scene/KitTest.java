package dev.earsight.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KitTest {
    private static final PlayedThings THINGS = new PlayedThings();
    private static final SceneConfig CONFIG = SceneConfig.defaults()
            .with()
            .clipSeconds(3)
            .playing(Playing.KIT)
            .seed(4)
            .build();

    @Test
    void onePartIsStruckAtATimeAndTheTruthSaysWhich() {
        SceneGenerator generator = new SceneGenerator(CONFIG, THINGS);
        Set<String> struck = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            SceneTruth truth = generator.generate(i).truth();
            assertThat(truth.objects()).extracting(SceneTruth.Thing::className).containsExactlyElementsOf(Kit.PARTS);
            assertThat(truth.soundClass()).contains("drum-kit");
            List<Interval> all = new ArrayList<>();
            truth.objects().forEach(thing -> all.addAll(thing.events()));
            all.sort(Comparator.comparingDouble(Interval::startSeconds));
            assertThat(all).hasSizeBetween(6, 18);
            for (int k = 1; k < all.size(); k++) {
                assertThat(all.get(k).startSeconds())
                        .isGreaterThanOrEqualTo(all.get(k - 1).endSeconds());
            }
            for (SceneTruth.Thing thing : truth.objects()) {
                assertThat(thing.sounds()).isEqualTo(!thing.events().isEmpty());
                assertThat(thing.soundsAt().isEmpty()).isEqualTo(thing.events().isEmpty());
                for (Interval event : thing.events()) {
                    int frame = (int) Math.round(event.startSeconds() * 25);
                    if (frame >= 0 && frame < 75) {
                        struck.add(thing.className());
                        assertThat(thing.soundsIn(frame)).isTrue();
                        assertThat(truth.soundingBoxes(frame))
                                .contains(thing.boxes().get(frame));
                    }
                }
            }
            for (int k = 0; k < 75; k++) {
                assertThat(truth.soundingBoxes(k)).hasSizeBetween(1, 3);
                assertThat(truth.soundClassIn(k)).isPresent().get().isNotEqualTo("drum-kit");
            }
            assertThat(SceneTruth.parse(truth.toJson(), "x")).isEqualTo(truth);
        }
        assertThat(struck).hasSize(5);
    }

    @Test
    void theStickTouchesWhatIsStruckWhenItIsHeard() {
        for (int i = 0; i < 10; i++) {
            Performance performance = Kit.performance(CONFIG, i);
            Kit kit = Kit.drawn(CONFIG, THINGS, performance, Dice.of(i, 0, 0));
            Stick stick = kit.stick().orElseThrow();
            for (Note note : performance.notes()) {
                double t = note.startSeconds();
                if (t < 0 || t > 3) {
                    continue;
                }
                Point2D tip = stick.tip(t, 320, 240, 0, 0);
                Actor part = kit.parts().get(note.part());
                Point2D middle = part.placed(t, 320, 240, 0, 0).transform(new Point2D.Double(), null);
                Sprite sprite = part.costume(320, 240).resting();
                assertThat(tip.getX()).isCloseTo(middle.getX(), within(1e-6));
                assertThat(middle.getY() - tip.getY()).isBetween(0.2 * sprite.boxHeight(), 0.5 * sprite.boxHeight());
                // It comes down to it: 60 ms before it is higher.
                assertThat(stick.tip(t - 0.06, 320, 240, 0, 0).getY()).isLessThan(tip.getY() + 40);
                for (Actor other : kit.parts()) {
                    if (other != part) {
                        assertThat(other.acting().orElseThrow().events())
                                .noneMatch(event -> Math.abs(event.startSeconds() - t) < 0.1);
                    }
                }
                assertThat(part.acting().orElseThrow().curve().at(t)).isGreaterThan(0.8);
            }
        }
    }

    @Test
    void withoutAStickTheRestIsTheSame() {
        SceneGenerator with = new SceneGenerator(CONFIG, THINGS);
        SceneGenerator without = new SceneGenerator(
                CONFIG.with().playing(Playing.KIT_WITHOUT_STICK).build(), THINGS);
        assertThat(without.generate(2).truth()).isEqualTo(with.generate(2).truth());
        assertThat(without.generate(2).sound().samples())
                .isEqualTo(with.generate(2).sound().samples());
        assertThat(without.generate(2).frame(30).rgb())
                .isNotEqualTo(with.generate(2).frame(30).rgb());
    }

    @Test
    void whatIsNotStruckRests() {
        Scene scene = new SceneGenerator(CONFIG, THINGS).generate(0);
        for (Actor part : scene.actors()) {
            PoseCurve curve = part.acting().orElseThrow().curve();
            for (int k = 0; k < 75; k++) {
                double t = k / 25.0;
                boolean struckBefore = part.acting().orElseThrow().events().stream()
                        .anyMatch(event -> event.startSeconds() <= t && event.startSeconds() > t - 0.8);
                if (!struckBefore && t > 0.8) {
                    assertThat(curve.at(t)).isCloseTo(0.5, within(0.01));
                }
            }
        }
    }
}
