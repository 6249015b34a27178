package dev.earsight.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Scenes that were made once can be made again: numbers written down in November 2026, before things were seen playing. */
class UnchangedScenesTest {
    private static final ThingSource THINGS = new ProceduralThings();

    /** Class, green of all pixels weighted by place, samples weighted by number. */
    private static final String LOOKS_AND_SOUNDS = """
            bell 5.1424e+07 -43.281
            bird 4.2816e+07 -884.556
            clock 7.6816e+07 -12.652
            cricket 5.0743e+07 8.043
            drum 3.7863e+07 -17.958
            engine 1.0366e+08 -9.046
            flute 1.7585e+07 -330.226
            guitar 3.5860e+07 -28.808
            horn 4.7034e+07 30.832
            kettle 6.6911e+07 229.901
            phone 6.0374e+07 -97.277
            rain 5.4649e+07 233.203
            siren 4.6198e+07 -24.691
            spring 8.7037e+07 6.142
            whistle 3.4624e+07 145.476
            xylophone 8.8179e+07 17.070
            ball 5.0922e+07 0.000
            chair 4.0267e+07 0.000
            kite 2.7462e+07 0.000
            mug 5.0382e+07 0.000
            parcel 6.6798e+07 0.000
            plant 4.7321e+07 0.000
            star 4.3119e+07 0.000
            umbrella 3.2966e+07 0.000
            """;

    @Test
    void everyLookAndEverySoundIsAsItWas() {
        for (String line : LOOKS_AND_SOUNDS.lines().toList()) {
            String[] told = line.split(" ");
            Sprite sprite = Sprite.paint(THINGS.look(told[0], Dice.of(1, 2, 3)), new Sprite.Pose(0.2, false, 1), 40);
            double look = 0;
            for (int y = 0; y < sprite.image().getHeight(); y++) {
                for (int x = 0; x < sprite.image().getWidth(); x++) {
                    look += (sprite.image().getRGB(x, y) >>> 8 & 255) * (x + 2 * y);
                }
            }
            double expected = Double.parseDouble(told[1]);
            assertThat(look).as(told[0]).isCloseTo(expected, within(1e-3 * expected));
            if (THINGS.soundingClasses().contains(told[0])) {
                float[] samples = THINGS.sound(told[0], 48_000, Dice.of(1, 2, 3));
                double sound = 0;
                for (int i = 0; i < samples.length; i++) {
                    sound += samples[i] * (i % 17 - 8);
                }
                assertThat(sound).as(told[0]).isCloseTo(Double.parseDouble(told[2]), within(0.01));
            }
        }
    }

    @Test
    void scenesAndTheirHashAreAsTheyWere() {
        SceneGenerator generator = new SceneGenerator(
                SceneConfig.defaults()
                        .with()
                        .clipSeconds(1)
                        .twins(0.5)
                        .offScreenProbability(0.5)
                        .seed(5)
                        .build(),
                THINGS);
        assertThat(generator.hash()).isEqualTo("d547f241511f08bb");
        Map<Integer, List<String>> classes = new HashMap<>();
        double level = 0;
        double brightness = 0;
        double corners = 0;
        for (int i = 0; i < 8; i++) {
            Scene scene = generator.generate(i);
            classes.put(i, scene.actors().stream().map(Actor::className).toList());
            level += SoundPlan.rootMeanSquare(scene.sound().samples());
            byte[] frame = scene.frame(12, 64, 48).rgb();
            double sum = 0;
            for (byte value : frame) {
                sum += value & 0xff;
            }
            brightness += sum / frame.length;
            for (Box box : scene.boxes(12)) {
                corners += box.x0() + box.y0() + box.x1() + box.y1();
            }
        }
        assertThat(classes.get(0)).containsExactly("kettle", "xylophone", "kettle");
        assertThat(classes.get(7)).containsExactly("cricket", "kite", "flute");
        assertThat(level).isCloseTo(0.36354, within(1e-4));
        assertThat(brightness).isCloseTo(754.428, within(0.1));
        assertThat(corners).isCloseTo(43.7247, within(0.002));
    }
}
