package dev.earsight.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Draws the sheets; with {@code -Dearsight.sheets=FOLDER} they are kept there for the eye. */
class ContactSheetTest {
    @Test
    void everyLookIsOnTheSheet(@TempDir Path temporary) throws IOException {
        String kept = System.getProperty("earsight.sheets", temporary.toString());
        Path folder = Files.createDirectories(Path.of(kept));
        ThingSource things = new ProceduralThings();
        BufferedImage looks = ContactSheet.looks(things, 4, 38);
        ContactSheet.write(looks, folder.resolve("looks.png"));
        SceneGenerator generator = new SceneGenerator(SceneConfig.defaults(), things);
        ContactSheet.write(ContactSheet.frames(generator, 4, 4, 170, 128), folder.resolve("frames.png"));
        // 24 classes in two columns of twelve rows, four instances each, twice as large as the network sees them.
        assertThat(looks.getWidth()).isEqualTo(2 * 2 * 4 * 52);
        assertThat(looks.getHeight()).isEqualTo(2 * 12 * 52);
        assertThat(folder.resolve("frames.png")).isNotEmptyFile();
    }

    @Test
    void everyMannerOfPlayingIsOnTheStrips(@TempDir Path temporary) throws IOException {
        String kept = System.getProperty("earsight.sheets", temporary.toString());
        Path folder = Files.createDirectories(Path.of(kept));
        PlayedThings things = new PlayedThings();
        SceneConfig config = SceneConfig.defaults()
                .with()
                .clipSeconds(1.6)
                .objects(1, 0)
                .playing(Playing.STILL_OTHERS)
                .build();
        List<Scene> alone = things.soundingClasses().stream()
                .map(name ->
                        new SceneGenerator(config.with().classes(List.of(name)).build(), things).generate(3))
                .toList();
        ContactSheet.write(ContactSheet.strips(alone, 14, 14, 128, 96), folder.resolve("played.png"));
        for (Playing playing : Playing.values()) {
            SceneConfig twins = config.with()
                    .objects(1, playing == Playing.UNSEEN ? 2 : 1)
                    .twins(1)
                    .playing(playing)
                    .build();
            SceneGenerator generator = new SceneGenerator(twins, things);
            List<Scene> scenes =
                    LongStream.range(0, 5).mapToObj(generator::generate).toList();
            Path file = folder.resolve(playing.name().toLowerCase(Locale.ROOT) + ".png");
            ContactSheet.write(ContactSheet.strips(scenes, 14, 12, 160, 120), file);
            assertThat(file).isNotEmptyFile();
        }
    }
}
