package dev.earsight.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earsight.EarsightException;
import dev.earsight.media.RgbImage;
import dev.earsight.media.VideoFormat;
import dev.earsight.media.VideoSettings;
import dev.earsight.media.VideoWriter;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileThingsTest {
    @TempDir
    private Path root;

    private Path objects;
    private Path sounds;
    private Path backgrounds;

    @BeforeEach
    void layOut() throws IOException {
        objects = root.resolve("objects/train");
        sounds = root.resolve("sounds/train");
        backgrounds = root.resolve("backgrounds/train");
        picture(objects.resolve("cat/red.png"), Color.RED, 120, 60);
        picture(objects.resolve("dog/green.png"), Color.GREEN, 40, 80);
        picture(objects.resolve("silent/blue.png"), Color.BLUE, 300, 300);
        recording(sounds.resolve("cat/low.flac"), 300, 2.5);
        recording(sounds.resolve("dog/high.flac"), 900, 0.4);
        Files.createDirectories(backgrounds);
        ImageIO.write(
                new BufferedImage(200, 100, BufferedImage.TYPE_INT_RGB),
                "jpg",
                backgrounds.resolve("black.jpg").toFile());
    }

    private static void picture(Path file, Color color, int width, int height) throws IOException {
        Files.createDirectories(file.getParent());
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(color);
        graphics.fillOval(0, 0, width, height);
        graphics.dispose();
        ImageIO.write(image, "png", file.toFile());
    }

    private static void recording(Path file, double hertz, double seconds) throws IOException {
        Files.createDirectories(file.getParent());
        float[] samples = new float[(int) (48000 * seconds)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.3 * Math.sin(2 * Math.PI * hertz * i / 48000));
        }
        try (VideoWriter writer = VideoWriter.create(file, VideoSettings.soundOnly(VideoFormat.FLAC, 1, 48000))) {
            writer.write(samples);
        }
    }

    @Test
    void aClassSoundsWhenItHasPicturesAndSounds() throws IOException {
        picture(objects.resolve("piano/white.png"), Color.WHITE, 50, 50);
        recording(sounds.resolve("wind/w.flac"), 200, 1);
        FileThings things = FileThings.of(objects, sounds, backgrounds);
        assertThat(things.soundingClasses()).containsExactly("cat", "dog");
        assertThat(things.silentClasses()).containsExactly("piano", "silent");
    }

    @Test
    void scenesShowThePicturesOnTheBackdropWithTheRecording() {
        SceneConfig config = SceneConfig.defaults()
                .with()
                .clipSeconds(1)
                .silentOnlyProbability(1)
                .objects(1, 1)
                .classes(java.util.List.of("cat", "silent"))
                .snrDb(60, 60)
                .build();
        FileThings things = FileThings.of(objects, sounds, backgrounds);
        Scene scene = new SceneGenerator(config, things).generate(3);
        SceneTruth truth = scene.truth();
        assertThat(truth.soundClass()).contains("cat");
        RgbImage frame = scene.frame(0);
        for (SceneTruth.Thing thing : truth.objects()) {
            Box box = thing.boxes().getFirst();
            int x = (int) (160 * (box.x0() + box.x1()));
            int y = (int) (120 * (box.y0() + box.y1()));
            int red = frame.value(x, y, 0);
            int blue = frame.value(x, y, 2);
            if (thing.sounds()) {
                assertThat(red).isGreaterThan(blue + 40); // whatever the light
            } else {
                assertThat(blue).isGreaterThan(red + 40);
            }
        }
        float[] sound = scene.sound().samples();
        assertThat(crossings(sound)).isBetween(470, 760); // 300 Hz at 0.8 to 1.25 times the speed
        Scene again = new SceneGenerator(config, FileThings.of(objects, sounds, backgrounds)).generate(3);
        assertThat(again.frame(0).rgb()).isEqualTo(frame.rgb());
        assertThat(again.sound().samples()).isEqualTo(sound);
    }

    private static int crossings(float[] sound) {
        int crossings = 0;
        for (int i = 1; i < sound.length; i++) {
            crossings += sound[i - 1] < 0 == sound[i] < 0 ? 0 : 1;
        }
        return crossings;
    }

    @Test
    void aShortRecordingIsRepeated() {
        float[] sound = FileThings.of(objects, sounds).sound("dog", 4 * 48000, Dice.of(1, 2, 3));
        for (int s = 0; s < 4; s++) {
            float[] second = Arrays.copyOfRange(sound, s * 48000, (s + 1) * 48000);
            assertThat(SoundPlan.rootMeanSquare(second)).isGreaterThan(0.3);
        }
    }

    @Test
    void theLowPassCanBeSwitchedOff() {
        double on = 0;
        double off = 0;
        for (int i = 0; i < 20; i++) {
            on += SoundPlan.rootMeanSquare(
                    FileThings.of(objects, sounds, backgrounds).sound("dog", 48000, Dice.of(i, 0, 0)));
            off += SoundPlan.rootMeanSquare(
                    FileThings.ofFullBandwidth(objects, sounds, backgrounds).sound("dog", 48000, Dice.of(i, 0, 0)));
        }
        assertThat(on).isLessThan(0.97 * off);
    }

    @Test
    void unreadableFilesAreListedAndOthersTaken() throws IOException {
        Files.writeString(objects.resolve("cat/a-text.png"), "not a picture");
        Files.writeString(sounds.resolve("cat/a-text.ogg"), "not a recording");
        recording(sounds.resolve("cat/hush.flac"), 0, 1);
        FileThings things = FileThings.of(objects, sounds, backgrounds);
        for (int i = 0; i < 12; i++) {
            assertThat(things.look("cat", Dice.of(i, 0, 0))).isNotNull();
            assertThat(SoundPlan.rootMeanSquare(things.sound("cat", 48000, Dice.of(i, 0, 1))))
                    .isGreaterThan(0.3);
        }
        assertThat(things.unreadable().keySet())
                .extracting(file -> file.getFileName().toString())
                .containsExactlyInAnyOrder("a-text.png", "a-text.ogg", "hush.flac");
        assertThat(things.unreadable().get(sounds.resolve("cat/hush.flac"))).contains("silent");
    }

    @Test
    void aClassOfWhichNothingCanBeReadIsNamed() throws IOException {
        Files.createDirectories(sounds.resolve("silent"));
        Files.writeString(sounds.resolve("silent/x.ogg"), "no");
        FileThings things = FileThings.of(objects, sounds);
        assertThatThrownBy(() -> things.sound("silent", 100, Dice.of(0, 0, 0)))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("'silent'");
    }

    @Test
    void foldersThatCannotServeAreNamed() {
        assertThatThrownBy(() -> FileThings.of(root.resolve("objects"), sounds))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("splits")
                .hasMessageContaining("train");
        assertThatThrownBy(() -> FileThings.of(root.resolve("nowhere"), sounds))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("nowhere");
        assertThatThrownBy(() -> FileThings.of(objects, backgrounds))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("No class");
    }

    @Test
    void theFingerprintFollowsTheFiles() throws IOException {
        String before = FileThings.of(objects, sounds).fingerprint();
        assertThat(FileThings.of(objects, sounds).fingerprint()).isEqualTo(before);
        picture(objects.resolve("cat/second.png"), Color.PINK, 20, 20);
        assertThat(FileThings.of(objects, sounds).fingerprint()).isNotEqualTo(before);
    }
}
