package dev.earsight.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earsight.EarsightException;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Picture files, JPEG in memory, orientation, sizes. */
class PicturesTest {
    @TempDir
    Path folder;

    @Test
    void pngIsLossless() {
        RgbImage image = MadeMedia.scene(101, 67, 5);
        Path path = folder.resolve("a.png");
        ImageFile.writePng(image, path);
        assertThat(ImageFile.read(path).rgb()).isEqualTo(image.rgb());
        assertThat(folder.toFile().list()).containsExactly("a.png");
    }

    @Test
    void bmpAndJpgAreRead() throws IOException {
        RgbImage image = MadeMedia.scene(100, 60, 5);
        for (String format : List.of("bmp", "jpg")) {
            Path path = folder.resolve("a." + format);
            assertThat(ImageIO.write(image.toBufferedImage(), format, path.toFile()))
                    .isTrue();
            assertThat(MadeMedia.meanDifference(ImageFile.read(path), image))
                    .as(format)
                    .isLessThan(3);
        }
    }

    @Test
    void transparentPixelsAreBlack() throws IOException {
        BufferedImage image = new BufferedImage(20, 10, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(200, 100, 50));
        graphics.fillRect(0, 0, 10, 10);
        graphics.dispose();
        image.setRGB(15, 5, 0x00ffffff); // white, but fully transparent
        Path path = folder.resolve("cut.png");
        ImageIO.write(image, "png", path.toFile());
        RgbImage read = ImageFile.read(path);
        assertThat(List.of(read.value(5, 5, 0), read.value(5, 5, 1), read.value(5, 5, 2)))
                .containsExactly(200, 100, 50);
        assertThat(List.of(read.value(15, 5, 0), read.value(15, 5, 1), read.value(15, 5, 2)))
                .containsExactly(0, 0, 0);
    }

    @Test
    void exifOrientationIsApplied() throws IOException {
        // Left half white: orientation 6 says that the picture must be turned clockwise, so white comes to the top.
        byte[] rgb = new byte[3 * 64 * 32];
        for (int i = 0; i < 64 * 32; i++) {
            if (i % 64 < 32) {
                Arrays.fill(rgb, 3 * i, 3 * i + 3, (byte) 255);
            }
        }
        byte[] jpeg;
        try (JpegCodec codec = new JpegCodec()) {
            jpeg = codec.encode(new RgbImage(64, 32, rgb), 95);
        }
        ByteBuffer exif = ByteBuffer.allocate(36).order(ByteOrder.BIG_ENDIAN);
        exif.putShort((short) 0xffe1).putShort((short) 34).put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
        exif.put("MM".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 1);
        exif.putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) 6)
                .putShort((short) 0)
                .putInt(0);
        ByteArrayOutputStream tagged = new ByteArrayOutputStream();
        tagged.write(jpeg, 0, 2);
        tagged.write(exif.array());
        tagged.write(jpeg, 2, jpeg.length - 2);
        Path path = Files.write(folder.resolve("phone.jpg"), tagged.toByteArray());
        RgbImage read = ImageFile.read(path);
        assertThat(List.of(read.width(), read.height())).containsExactly(32, 64);
        assertThat(read.value(16, 8, 1)).isGreaterThan(240);
        assertThat(read.value(16, 56, 1)).isLessThan(15);
    }

    @Test
    void brokenPictureSaysSo() throws IOException {
        Path path = Files.write(folder.resolve("b.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0});
        assertThatThrownBy(() -> ImageFile.read(path)).isInstanceOf(MediaException.class);
    }

    @ParameterizedTest
    @CsvSource({"170, 128, 90, 2.5", "340, 256, 90, 2.5", "33, 17, 95, 7.5", "1, 1, 95, 4", "128, 96, 50, 4"})
    void jpegKeepsColors(int width, int height, int quality, double tolerance) {
        RgbImage image = MadeMedia.scene(width, height, 3);
        try (JpegCodec codec = new JpegCodec()) {
            byte[] jpeg = codec.encode(image, quality);
            byte[] within = new byte[jpeg.length + 30];
            System.arraycopy(jpeg, 0, within, 11, jpeg.length);
            RgbImage decoded = codec.decode(within, 11, jpeg.length);
            assertThat(List.of(decoded.width(), decoded.height())).containsExactly(width, height);
            assertThat(MadeMedia.meanDifference(decoded, image)).isLessThan(tolerance);
        }
    }

    @Test
    void jpegIsFullRange() {
        try (JpegCodec codec = new JpegCodec()) {
            for (int level : new int[] {0, 8, 128, 247, 255}) {
                byte[] jpeg = codec.encode(MadeMedia.flat(64, 48, level, level, level), 95);
                RgbImage decoded = codec.decode(jpeg, 0, jpeg.length);
                assertThat(decoded.value(30, 20, 0)).isBetween(level - 2, level + 2);
                assertThat(decoded.value(30, 20, 2)).isBetween(level - 2, level + 2);
            }
        }
    }

    @Test
    void damagedJpegIsAnErrorAndTheNextOneDecodes() {
        try (JpegCodec codec = new JpegCodec()) {
            RgbImage image = MadeMedia.scene(64, 48, 1);
            byte[] jpeg = codec.encode(image, 90);
            assertThatThrownBy(() -> codec.decode(new byte[500], 0, 500)).isInstanceOf(EarsightException.class);
            assertThatThrownBy(() -> codec.decode(jpeg, 0, 40)).isInstanceOf(EarsightException.class);
            assertThat(MadeMedia.meanDifference(codec.decode(jpeg, 0, jpeg.length), image))
                    .isLessThan(4);
        }
    }

    // A 3x2 picture numbered 0 1 2 / 3 4 5, rows from the top, turned and mirrored by hand.
    @ParameterizedTest
    @CsvSource({
        "1, 0, 0, 1, 3, 012345, 0", "0, -1, 1, 0, 2, 304152, 90", "-1, 0, 0, -1, 3, 543210, 180",
        "0, 1, -1, 0, 2, 251403, 270", "-1, 0, 0, 1, 3, 210543, 0", "1, 0, 0, -1, 3, 345012, 0",
    })
    void orientationMovesPixels(int xx, int xy, int yx, int yy, int width, String pixels, int degrees) {
        byte[] rgb = new byte[18];
        for (int i = 0; i < 18; i++) {
            rgb[i] = (byte) (i / 3);
        }
        Orientation orientation = new Orientation(xx, xy, yx, yy);
        RgbImage turned = orientation.apply(new RgbImage(3, 2, rgb));
        StringBuilder found = new StringBuilder();
        for (int i = 0; i < 18; i += 3) {
            found.append(turned.rgb()[i]);
        }
        assertThat(turned.width()).isEqualTo(width);
        assertThat(found).hasToString(pixels);
        assertThat(orientation.clockwiseDegrees()).isEqualTo(degrees);
    }

    @Test
    void sizesKeepTheAspectRatioAndDoNotEnlarge() {
        FrameSize side = FrameSize.shortSide(128);
        assertThat(List.of(side.widthFor(1920, 1080), side.heightFor(1920, 1080)))
                .containsExactly(228, 128);
        assertThat(List.of(side.widthFor(240, 320), side.heightFor(240, 320))).containsExactly(128, 171);
        assertThat(List.of(side.widthFor(100, 90), side.heightFor(100, 90))).containsExactly(100, 90);
        FrameSize enlarged = new FrameSize.ShortSide(180, true);
        assertThat(List.of(enlarged.widthFor(100, 90), enlarged.heightFor(100, 90)))
                .containsExactly(200, 180);
        assertThatThrownBy(() -> FrameSize.exact(0, 3)).isInstanceOf(IllegalArgumentException.class);
    }
}
