package dev.earsight.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProceduralThingsTest {
    private static final ProceduralThings THINGS = new ProceduralThings();
    private static final List<String> SOUNDING = THINGS.soundingClasses();
    private static final Sprite.Pose UPRIGHT = new Sprite.Pose(0, false, 1);

    static Stream<String> sounding() {
        return SOUNDING.stream();
    }

    static Stream<String> all() {
        return Stream.concat(SOUNDING.stream(), THINGS.silentClasses().stream());
    }

    @Test
    void thereAreEnoughClassesAndNoneIsBoth() {
        assertThat(SOUNDING).hasSize(16).isSorted();
        assertThat(THINGS.silentClasses()).hasSize(8).doesNotContainAnyElementsOf(SOUNDING);
    }

    @ParameterizedTest
    @MethodSource("all")
    void looksDifferFromOneToTheNextButNotFromThemselves(String name) {
        Set<Integer> pictures = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            Look look = THINGS.look(name, Dice.of(i, 0, 0));
            int first = pixels(Sprite.paint(look, UPRIGHT, 20));
            assertThat(pixels(Sprite.paint(look, UPRIGHT, 20))).isEqualTo(first);
            pictures.add(first);
            Sprite sprite = Sprite.paint(look, UPRIGHT, 20);
            assertThat(sprite.boxWidth()).isBetween(15.0, 56.0);
            assertThat(sprite.boxHeight()).isBetween(6.0, 56.0);
        }
        assertThat(pictures).hasSize(10);
    }

    private static int pixels(Sprite sprite) {
        BufferedImage image = sprite.image();
        return Arrays.hashCode(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()));
    }

    @ParameterizedTest
    @MethodSource("sounding")
    void everySecondOfASoundIsHeard(String name) {
        Set<Integer> sounds = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            float[] sound = THINGS.sound(name, 4 * 48000, Dice.of(i, 1, 0));
            double whole = SoundPlan.rootMeanSquare(sound);
            assertThat(whole).isGreaterThan(1e-4);
            for (int start = 0; start + 48000 <= sound.length; start += 4800) {
                double second = SoundPlan.rootMeanSquare(Arrays.copyOfRange(sound, start, start + 48000));
                assertThat(20 * Math.log10(second / whole))
                        .as("dB of the second from %d of instance %d", start, i)
                        .isGreaterThan(-15);
            }
            sounds.add(Arrays.hashCode(sound));
        }
        assertThat(sounds).hasSize(4);
        assertThat(sounds).contains(Arrays.hashCode(THINGS.sound(name, 4 * 48000, Dice.of(0, 1, 0))));
    }

    @Test
    void colorsDoNotNameAClass() {
        List<String> classes = new ArrayList<>(all().toList());
        double accuracy = NearestMean.accuracy(classes.size(), 40, (c, i) -> {
            Look look = THINGS.look(classes.get(c), Dice.of(31, c, i));
            return meanColor(Sprite.paint(look, UPRIGHT, 16).image());
        });
        // Chance is 1/24 = 4.2 % of 960; three standard errors above it is 6.1 %.
        assertThat(accuracy).isLessThan(0.07);
    }

    private static double[] meanColor(BufferedImage image) {
        double[] sum = new double[4];
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int pixel = image.getRGB(x, y);
                if (pixel >>> 24 > 200) {
                    sum[0] += pixel >> 16 & 255;
                    sum[1] += pixel >> 8 & 255;
                    sum[2] += pixel & 255;
                    sum[3]++;
                }
            }
        }
        return new double[] {sum[0] / sum[3], sum[1] / sum[3], sum[2] / sum[3]};
    }

    @Test
    void theLevelDoesNotNameAClassAndBandwidthHardlyDoes() {
        double[][][] measured = new double[SOUNDING.size()][80][];
        for (int c = 0; c < SOUNDING.size(); c++) {
            SceneConfig config = SceneConfig.defaults()
                    .with()
                    .clipSeconds(1)
                    .objects(1, 0)
                    .classes(List.of(SOUNDING.get(c)))
                    .seed(5)
                    .build();
            SceneGenerator generator = new SceneGenerator(config, THINGS);
            for (int i = 0; i < 80; i++) {
                measured[c][i] = statistics(generator.generate(i).sound().samples());
            }
        }
        // Chance is 1/16 = 6.3 % of 640; three standard errors above it is 9.1 %.
        assertThat(NearestMean.accuracy(SOUNDING.size(), 40, (c, i) -> new double[] {measured[c][i][0]}))
                .as("level")
                .isLessThan(0.1);
        assertThat(NearestMean.accuracy(SOUNDING.size(), 40, (c, i) -> new double[] {measured[c][i][1]}))
                .as("mean frequency")
                .isLessThan(0.25);
    }

    /** Level, and a mean frequency: how much larger the sample-to-sample changes are than the samples. */
    private static double[] statistics(float[] sound) {
        double changes = 0;
        for (int i = 1; i < sound.length; i++) {
            double change = sound[i] - sound[i - 1];
            changes += change * change;
        }
        double level = SoundPlan.rootMeanSquare(sound);
        return new double[] {Math.log(level), Math.log(Math.sqrt(changes / sound.length) / level)};
    }

    @Test
    void anUnknownClassIsRefused() {
        assertThatThrownBy(() -> THINGS.look("dragon", Dice.of(0, 0, 0))).hasMessageContaining("dragon");
        assertThatThrownBy(() -> THINGS.sound("ball", 10, Dice.of(0, 0, 0))).hasMessageContaining("ball");
    }
}
