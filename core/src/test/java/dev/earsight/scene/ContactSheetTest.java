package dev.earsight.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
