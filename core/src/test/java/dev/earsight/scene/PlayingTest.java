package dev.earsight.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.EarsightException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlayingTest {
    private static final PlayedThings THINGS = new PlayedThings();
    private static final SceneConfig TWINS = SceneConfig.defaults()
            .with()
            .clipSeconds(1.6)
            .objects(1, 1)
            .twins(1)
            .snrDb(60, 60)
            .seed(17)
            .build();
    private static final int MIDDLE = 20;

    private static SceneGenerator generator(Playing playing, String... classes) {
        return new SceneGenerator(
                TWINS.with().playing(playing).classes(List.of(classes)).build(), THINGS);
    }

    private static Actor actor(Scene scene, boolean sounds) {
        return scene.actors().stream()
                .filter(actor -> actor.sounds() == sounds)
                .findFirst()
                .orElseThrow();
    }

    private static PoseCurve curve(Scene scene, boolean sounds) {
        return actor(scene, sounds).acting().orElseThrow().curve();
    }

    @ParameterizedTest
    @EnumSource(names = {"STILL_OTHERS", "MOVING_OTHERS"})
    void aSingleFrameDoesNotTellTwinsApart(Playing playing) {
        SceneGenerator generator = generator(playing);
        int scenes = 120;
        Random random = new Random(5);
        double[] sounding = new double[scenes];
        double[] silent = new double[scenes];
        for (int i = 0; i < scenes; i++) {
            Scene scene = generator.generate(i);
            Actor one = actor(scene, true);
            Actor other = actor(scene, false);
            assertThat(other.look()).isEqualTo(one.look());
            assertThat(other.pose()).isEqualTo(one.pose());
            assertThat(other.unitLength()).isEqualTo(one.unitLength());
            // In the middle frame not even with the sound.
            double middle = MIDDLE / 25.0;
            assertThat(curve(scene, false).levelAt(middle))
                    .isEqualTo(curve(scene, true).levelAt(middle));
            double t = random.nextInt(40) / 25.0;
            sounding[i] = curve(scene, true).at(t);
            silent[i] = curve(scene, false).at(t);
        }
        // Kolmogorov and Smirnov, two samples: beyond this one time in a hundred.
        assertThat(kolmogorovSmirnov(sounding, silent)).isLessThan(1.63 * Math.sqrt(2.0 / scenes));
    }

    private static double kolmogorovSmirnov(double[] a, double[] b) {
        double most = 0;
        for (double x : a) {
            double belowA = Arrays.stream(a).filter(v -> v <= x).count() / (double) a.length;
            double belowB = Arrays.stream(b).filter(v -> v <= x).count() / (double) b.length;
            most = Math.max(most, Math.abs(belowA - belowB));
        }
        return most;
    }

    @Test
    void theMiddleFramePaintsTwinsAlike() {
        SceneConfig config =
                TWINS.with().motion(0).playing(Playing.MOVING_OTHERS).build();
        for (int i = 0; i < 6; i++) {
            Scene scene = new SceneGenerator(config, THINGS).generate(i);
            Costume costume = scene.actors().get(0).costume(320, 240);
            Costume other = scene.actors().get(1).costume(320, 240);
            Sprite a = scene.actors().get(0).sprite(costume, MIDDLE / 25.0);
            Sprite b = scene.actors().get(1).sprite(other, MIDDLE / 25.0);
            assertThat(a.corners()).isEqualTo(b.corners());
            for (int y = 0; y < a.image().getHeight(); y++) {
                for (int x = 0; x < a.image().getWidth(); x++) {
                    assertThat(a.image().getRGB(x, y)).isEqualTo(b.image().getRGB(x, y));
                }
            }
        }
    }

    @Test
    void aStillTwinRestsAndAMovingOneGoesItsOwnWay() {
        int told = 0;
        int scenes = 20;
        for (int i = 0; i < scenes; i++) {
            PoseCurve still =
                    curve(generator(Playing.STILL_OTHERS, "drum", "bell").generate(i), false);
            assertThat(still.at(0.1)).isEqualTo(still.at(0.77)).isEqualTo(still.at(1.4));

            Scene scene = generator(Playing.MOVING_OTHERS, "drum", "bell").generate(i);
            PoseCurve moving = curve(scene, false);
            assertThat(moving.at(0.1)).isNotEqualTo(moving.at(0.77));
            // Who touches when something is heard is who plays.
            double sounding = 0;
            double silent = 0;
            for (Interval event : actor(scene, true).acting().orElseThrow().events()) {
                sounding += curve(scene, true).at(event.startSeconds());
                silent += moving.at(event.startSeconds());
            }
            assertThat(sounding).isCloseTo(0, within(1e-6));
            told += silent > 0.1 ? 1 : 0;
        }
        assertThat(told).isGreaterThanOrEqualTo(19);
    }

    @ParameterizedTest
    @EnumSource(names = {"STILL_OTHERS", "KIT"})
    void soundSetsInWithinAFrameOfContact(Playing playing) {
        SceneGenerator generator = playing == Playing.KIT
                ? generator(playing)
                : generator(playing, "drum", "bell", "clock", "maraca", "guitar", "spring");
        int checked = 0;
        int together = 0;
        for (int i = 0; i < 16; i++) {
            Scene scene = generator.generate(i);
            SceneTruth truth = scene.truth();
            float[] sound = scene.sound().samples();
            for (int thing = 0; thing < truth.objects().size(); thing++) {
                PoseCurve curve =
                        scene.actors().get(thing).acting().orElseThrow().curve();
                for (Interval event : truth.objects().get(thing).events()) {
                    double start = event.startSeconds();
                    assertThat(start * 48_000).isCloseTo(Math.rint(start * 48_000), within(1e-6));
                    if (start > 0.1 && start < 1.5) {
                        checked++;
                        together += Math.abs(onsetSeconds(sound, start) - contactSeconds(curve, start)) <= 0.04 ? 1 : 0;
                    }
                }
            }
        }
        // A soft stroke may be lost to this ear under the ringing of a loud one. At random it would be half of them.
        assertThat(checked).isGreaterThan(50);
        assertThat(together).isGreaterThanOrEqualTo((int) (0.95 * checked));
    }

    /** The frame, up to 80 ms before and after, that is painted nearest to how the thing stands at contact. */
    private static double contactSeconds(PoseCurve curve, double near) {
        double contact = curve.at(near);
        return IntStream.rangeClosed(-2, 2)
                .mapToObj(k -> (Math.round(near * 25) + k) / 25.0)
                .min(Comparator.comparingDouble(t -> Math.abs(curve.at(t) - contact) + 1e-3 * Math.abs(t - near)))
                .orElseThrow();
    }

    /** Where, up to 70 ms before and after, the sound's changes grow most from one 8 ms to the next. */
    private static double onsetSeconds(float[] sound, double near) {
        int step = 384;
        double best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int at = (int) (near * 48_000) - 3360; at <= (int) (near * 48_000) + 3360; at += 48) {
            if (at <= step || at + step >= sound.length) {
                continue;
            }
            double rise = Math.sqrt(roughness(sound, at, at + step)) - Math.sqrt(roughness(sound, at - step, at));
            if (rise > most) {
                most = rise;
                best = at / 48_000.0;
            }
        }
        return best;
    }

    private static double roughness(float[] sound, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (sound[i] - sound[i - 1]) * (sound[i] - sound[i - 1]);
        }
        return sum;
    }

    @Test
    void silentThingsOfOtherClassesActAsWell() {
        SceneConfig config = TWINS.with()
                .twins(0)
                .silentOnlyProbability(0)
                .playing(Playing.MOVING_OTHERS)
                .build();
        Scene scene = new SceneGenerator(config, THINGS).generate(1);
        assertThat(scene.actors()).hasSize(2).allMatch(actor -> actor.acting().isPresent());
        assertThat(actor(scene, false).acting().orElseThrow().events()).isEmpty();
        SceneTruth truth = scene.truth();
        assertThat(truth.objects())
                .filteredOn(thing -> !thing.sounds())
                .allMatch(thing ->
                        thing.events().isEmpty() && thing.soundsInFrame().isEmpty());
    }

    @Test
    void filesCannotBeSeenPlaying() {
        assertThatThrownBy(() ->
                        new SceneGenerator(TWINS.with().playing(Playing.KIT).build(), new ProceduralThings()))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("drawn");
    }
}
