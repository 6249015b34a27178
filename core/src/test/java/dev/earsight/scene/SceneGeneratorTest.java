package dev.earsight.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.EarsightException;
import dev.earsight.media.RgbImage;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SceneGeneratorTest {
    private static final ThingSource THINGS = new ProceduralThings();
    private static final SceneConfig SHORT =
            SceneConfig.defaults().with().clipSeconds(1).seed(11).build();

    @Test
    void aSceneIsTheSameInAnyOrderOnAnyThread() {
        SceneConfig config = SHORT.with()
                .cameraJitter(0.02)
                .offScreenProbability(0.5)
                .partTimeProbability(0.5)
                .build();
        Map<Integer, Integer> forward = new HashMap<>();
        SceneGenerator generator = new SceneGenerator(config, THINGS);
        for (int i = 0; i < 12; i++) {
            forward.put(i, digest(generator.generate(i)));
        }
        List<Integer> order = new ArrayList<>(forward.keySet());
        Collections.shuffle(order, new Random(3));
        SceneGenerator another = new SceneGenerator(config, new ProceduralThings());
        order.parallelStream()
                .forEach(i -> assertThat(digest(another.generate(i)))
                        .as("scene %d", i)
                        .isEqualTo(forward.get(i)));
        assertThat(new HashSet<>(forward.values())).hasSize(12);
    }

    @Test
    void anotherSeedMakesOtherScenes() {
        SceneGenerator other = new SceneGenerator(SHORT.with().seed(12).build(), THINGS);
        assertThat(digest(other.generate(0))).isNotEqualTo(digest(new SceneGenerator(SHORT, THINGS).generate(0)));
        assertThat(other.hash()).isNotEqualTo(new SceneGenerator(SHORT, THINGS).hash());
    }

    private static int digest(Scene scene) {
        int hash = Arrays.hashCode(scene.sound().samples());
        for (int k : new int[] {20, 0, 7}) {
            hash = 31 * hash + Arrays.hashCode(scene.frame(k, 64, 48).rgb());
        }
        hash = 31 * hash + Arrays.hashCode(scene.frame(3).rgb());
        return 31 * hash + scene.truth().toJson().hashCode();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void boxesAreThoseOfWhatIsDrawn(long index) {
        boxesAreThoseOfWhatIsDrawn(index, Playing.UNSEEN, THINGS);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void boxesGoWithWhatIsPlayed(long index) {
        boxesAreThoseOfWhatIsDrawn(index, Playing.MOVING_OTHERS, new PlayedThings());
        boxesAreThoseOfWhatIsDrawn(index, Playing.KIT, new PlayedThings());
    }

    private static void boxesAreThoseOfWhatIsDrawn(long index, Playing playing, ThingSource things) {
        SceneConfig config =
                SHORT.with().cameraJitter(0.03).motion(2).playing(playing).build();
        Scene scene = new SceneGenerator(config, things).generate(index);
        SceneTruth truth = scene.truth();
        for (int k : new int[] {0, 9, 24}) {
            for (int thing = 0; thing < truth.objects().size(); thing++) {
                Box drawn = drawn(scene.alone(thing, k, config.width(), config.height()));
                Box told = truth.objects().get(thing).boxes().get(k);
                // A pixel's edge may be smoothed over the threshold or under it: one and a half pixels each way.
                assertThat(told.x0()).isCloseTo(drawn.x0(), within(1.5 / config.width()));
                assertThat(told.x1()).isCloseTo(drawn.x1(), within(1.5 / config.width()));
                assertThat(told.y0()).isCloseTo(drawn.y0(), within(1.5 / config.height()));
                assertThat(told.y1()).isCloseTo(drawn.y1(), within(1.5 / config.height()));
            }
        }
    }

    private static Box drawn(BufferedImage alone) {
        int x0 = alone.getWidth();
        int y0 = alone.getHeight();
        int x1 = 0;
        int y1 = 0;
        for (int y = 0; y < alone.getHeight(); y++) {
            for (int x = 0; x < alone.getWidth(); x++) {
                if (alone.getRGB(x, y) >>> 24 > Sprite.ALPHA_THRESHOLD) {
                    x0 = Math.min(x0, x);
                    y0 = Math.min(y0, y);
                    x1 = Math.max(x1, x + 1);
                    y1 = Math.max(y1, y + 1);
                }
            }
        }
        double w = alone.getWidth();
        double h = alone.getHeight();
        return new Box(x0 / w, y0 / h, x1 / w, y1 / h);
    }

    @Test
    void onlyTheBoxesDifferFromTheBackdrop() {
        SceneConfig config = SHORT.with().backdrop(BackdropStyle.PLAIN).build();
        for (int i = 0; i < 8; i++) {
            Scene scene = new SceneGenerator(config, THINGS).generate(i);
            RgbImage frame = scene.frame(12);
            List<Box> boxes = scene.boxes(12);
            Map<Integer, Integer> counts = new HashMap<>();
            for (int p = 0; p < 320 * 240; p++) {
                counts.merge(color(frame, p % 320, p / 320), 1, Integer::sum);
            }
            int ground = Collections.max(counts.entrySet(), Map.Entry.comparingByValue())
                    .getKey();
            for (int p = 0; p < 320 * 240; p++) {
                double x = (p % 320 + 0.5) / 320;
                int row = p / 320;
                double y = (row + 0.5) / 240;
                boolean near = boxes.stream()
                        .anyMatch(b ->
                                new Box(b.x0() - 0.01, b.y0() - 0.013, b.x1() + 0.01, b.y1() + 0.013).contains(x, y));
                if (!near) {
                    assertThat(color(frame, p % 320, p / 320)).isEqualTo(ground);
                }
            }
        }
    }

    private static int color(RgbImage image, int x, int y) {
        return image.value(x, y, 0) << 16 | image.value(x, y, 1) << 8 | image.value(x, y, 2);
    }

    @Test
    void aCenterPointSeldomHitsAndOverlapsAreSmall() {
        SceneGenerator generator = new SceneGenerator(SceneConfig.defaults(), THINGS);
        int hits = 0;
        int crowded = 0;
        double[] x = new double[3];
        int scenes = 400;
        for (int i = 0; i < scenes; i++) {
            Scene scene = generator.generate(i);
            List<Box> boxes = scene.boxes(50);
            Box sounding = boxes.get(soundingThing(scene));
            hits += sounding.contains(0.5, 0.5) ? 1 : 0;
            x[Math.min(2, (int) (1.5 * (sounding.x0() + sounding.x1())))]++;
            assertThat(sounding.area()).isBetween(0.02, 0.14);
            for (int a = 0; a < 3; a++) {
                for (int b = 0; b < a; b++) {
                    double overlap = boxes.get(a).overlap(boxes.get(b));
                    crowded += overlap
                                    > 0.3
                                            * Math.min(
                                                    boxes.get(a).area(),
                                                    boxes.get(b).area())
                            ? 1
                            : 0;
                }
            }
        }
        assertThat(hits / (double) scenes).isLessThan(0.2);
        assertThat(crowded).isLessThan(scenes / 20);
        // No third of the picture is favored beyond what keeping inside it costs the edges.
        assertThat(x[0]).isCloseTo(x[2], within(60.0));
        assertThat(x[1] / scenes).isBetween(0.25, 0.5);
    }

    private static int soundingThing(Scene scene) {
        return IntStream.range(0, scene.actors().size())
                .filter(i -> scene.actors().get(i).sounds())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void byDefaultOneThingSoundsAndTwoOfOtherClassesDoNot() {
        SceneGenerator generator = new SceneGenerator(SHORT, THINGS);
        boolean[] place = new boolean[3];
        for (int i = 0; i < 30; i++) {
            SceneTruth truth = generator.generate(i).truth();
            assertThat(truth.objects()).hasSize(3);
            List<SceneTruth.Thing> sounding =
                    truth.objects().stream().filter(SceneTruth.Thing::sounds).toList();
            assertThat(sounding).hasSize(1);
            assertThat(truth.soundClass()).contains(sounding.getFirst().className());
            assertThat(truth.objects()).extracting(SceneTruth.Thing::className).doesNotHaveDuplicates();
            assertThat(truth.offScreenClass()).isEmpty();
            assertThat(sounding.getFirst().boxes()).hasSize(25);
            place[truth.objects().indexOf(sounding.getFirst())] = true;
        }
        assertThat(place).containsExactly(true, true, true);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void twinsAreOfTheSoundingClassAndOnlyOnePlays(int count) {
        SceneGenerator generator = new SceneGenerator(SHORT.with().twins(count).build(), THINGS);
        for (int i = 0; i < 10; i++) {
            SceneTruth truth = generator.generate(i).truth();
            String heard = truth.soundClass().orElseThrow();
            List<SceneTruth.Thing> twins = truth.objects().stream()
                    .filter(thing -> thing.className().equals(heard))
                    .toList();
            assertThat(twins).hasSize(1 + count);
            assertThat(twins).filteredOn(SceneTruth.Thing::sounds).hasSize(1);
            assertThat(truth.objects()).hasSize(3);
        }
    }

    @Test
    void whenNothingVisibleSoundsTheSoundIsOfAClassNotInSight() {
        SceneGenerator generator =
                new SceneGenerator(SHORT.with().nothingVisibleProbability(1).build(), THINGS);
        for (int i = 0; i < 10; i++) {
            Scene scene = generator.generate(i);
            SceneTruth truth = scene.truth();
            assertThat(truth.objects()).hasSize(3).noneMatch(SceneTruth.Thing::sounds);
            assertThat(truth.offScreenClass()).isEqualTo(truth.soundClass()).isPresent();
            assertThat(truth.objects())
                    .extracting(SceneTruth.Thing::className)
                    .doesNotContain(truth.soundClass().orElseThrow());
            assertThat(SoundPlan.rootMeanSquare(scene.sound().samples())).isGreaterThan(0.01);
        }
    }

    @Test
    void anOffScreenSoundIsAddedToTheVisibleOne() {
        SceneGenerator with =
                new SceneGenerator(SHORT.with().offScreenProbability(1).build(), THINGS);
        for (int i = 0; i < 10; i++) {
            SceneTruth truth = with.generate(i).truth();
            assertThat(truth.objects()).filteredOn(SceneTruth.Thing::sounds).hasSize(1);
            assertThat(truth.offScreenClass()).isPresent().isNotEqualTo(truth.soundClass());
            assertThat(truth.objects())
                    .extracting(SceneTruth.Thing::className)
                    .doesNotContain(truth.offScreenClass().orElseThrow());
        }
    }

    @Test
    void aPartTimeThingIsHeardWhenTheTruthSaysAndOnlyThen() {
        SceneConfig config = SceneConfig.defaults()
                .with()
                .partTimeProbability(1)
                .snrDb(60, 60)
                .clipSeconds(3)
                .build();
        SceneGenerator generator = new SceneGenerator(config, THINGS);
        for (int i = 0; i < 12; i++) {
            Scene scene = generator.generate(i);
            SceneTruth truth = scene.truth();
            List<Interval> heard = truth.objects().get(soundingThing(scene)).soundsAt();
            assertThat(heard).isNotEmpty();
            double on = heard.stream()
                    .mapToDouble(h -> h.endSeconds() - h.startSeconds())
                    .sum();
            assertThat(on).isBetween(0.5, 2.3);
            float[] sound = scene.sound().samples();
            double all = SoundPlan.rootMeanSquare(sound);
            for (int step = 0; step < 30; step++) {
                double from = step / 10.0;
                boolean outside =
                        heard.stream().noneMatch(h -> h.startSeconds() < from + 0.11 && h.endSeconds() > from - 0.01);
                if (outside) {
                    double here = SoundPlan.rootMeanSquare(Arrays.copyOfRange(sound, step * 4800, (step + 1) * 4800));
                    assertThat(here).isLessThan(0.05 * all);
                }
            }
        }
        SceneTruth whole = new SceneGenerator(SHORT, THINGS).generate(0).truth();
        assertThat(whole.objects())
                .filteredOn(thing -> !thing.sounds())
                .allMatch(thing -> thing.soundsAt().isEmpty());
    }

    @Test
    void theNoiseIsAsStrongAsTheConfigurationSays() {
        for (double snr : new double[] {0, 20}) {
            SceneConfig noisy = SHORT.with().snrDb(snr, snr).build();
            SceneConfig clean = SHORT.with().snrDb(200, 200).build();
            for (int i = 0; i < 5; i++) {
                float[] both =
                        new SceneGenerator(noisy, THINGS).generate(i).sound().samples();
                float[] signal =
                        new SceneGenerator(clean, THINGS).generate(i).sound().samples();
                float[] noise = new float[both.length];
                for (int n = 0; n < noise.length; n++) {
                    noise[n] = both[n] - signal[n];
                }
                double db = 20 * Math.log10(SoundPlan.rootMeanSquare(signal) / SoundPlan.rootMeanSquare(noise));
                assertThat(db).isCloseTo(snr, within(1.5));
            }
        }
    }

    @Test
    void asManyThingsAsAskedForEvenWhenClassesAreFew() {
        SceneConfig config = SHORT.with().objects(2, 3).build();
        SceneTruth truth = new SceneGenerator(config, THINGS).generate(0).truth();
        assertThat(truth.objects()).hasSize(5);
        assertThat(truth.objects()).filteredOn(SceneTruth.Thing::sounds).hasSize(2);

        SceneConfig few = SHORT.with().classes(List.of("bell", "drum")).build();
        SceneTruth two = new SceneGenerator(few, THINGS).generate(0).truth();
        assertThat(two.objects()).extracting(SceneTruth.Thing::className).isSubsetOf("bell", "drum");
        assertThat(two.objects()).filteredOn(SceneTruth.Thing::sounds).hasSize(1);
    }

    @Test
    void aClassThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> new SceneGenerator(
                        SHORT.with().classes(List.of("bell", "dragon")).build(), THINGS))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("'dragon'")
                .hasMessageContaining("bell");
    }

    @Test
    void aFrameBeyondTheEndIsRefused() {
        Scene scene = new SceneGenerator(SHORT, THINGS).generate(0);
        assertThat(scene.frameCount()).isEqualTo(25);
        assertThatThrownBy(() -> scene.frame(25)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aSmallFrameShowsTheSameAsALargeOneScaled() {
        Scene scene = new SceneGenerator(SHORT, THINGS).generate(4);
        RgbImage direct = scene.frame(10, 160, 120);
        RgbImage scaled = scene.frame(10).resized(160, 120);
        double sum = 0;
        for (int i = 0; i < direct.rgb().length; i++) {
            sum += Math.abs((direct.rgb()[i] & 0xff) - (scaled.rgb()[i] & 0xff));
        }
        assertThat(sum / direct.rgb().length).isLessThan(6);
    }
}
