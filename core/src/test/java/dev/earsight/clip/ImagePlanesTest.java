package dev.earsight.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.media.RgbImage;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImagePlanesTest {
    private final ImagePlanes planes = new ImagePlanes();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void agreesWithBruteForce(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RgbImage image = noise(1 + random.nextInt(60), 1 + random.nextInt(60), random);
        for (int trial = 0; trial < 6; trial++) {
            int side = 1 + random.nextInt(24);
            double width = image.width() * random.nextDouble(0.2, 1);
            double height = image.height() * random.nextDouble(0.2, 1);
            View view = new View(
                    random.nextDouble() * (image.width() - width),
                    random.nextDouble() * (image.height() - height),
                    width,
                    height,
                    random.nextBoolean(),
                    random.nextDouble(-0.4, 0.4),
                    random.nextDouble(0, 2));
            float[] target = new float[3 * side * side + 2];
            planes.render(image, view, side, target, 1);
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    for (int c = 0; c < 3; c++) {
                        assertThat(target[1 + (c * side + y) * side + x])
                                .as("seed %d, %s, side %d, (%d, %d, %d)", seed, view, side, x, y, c)
                                .isCloseTo((float) expected(image, view, side, x, y, c), within(2e-5f));
                    }
                }
            }
            assertThat(target[0]).isZero();
            assertThat(target[target.length - 1]).isZero();
        }
    }

    /** One value straight from the definition: scale each color, then change colors, then clip. */
    private static double expected(RgbImage image, View view, int side, int x, int y, int channel) {
        int column = view.flipped() ? side - 1 - x : x;
        double[] rgb = new double[3];
        for (int c = 0; c < 3; c++) {
            for (int v = 0; v < image.height(); v++) {
                double rowWeight = weight(v, y, view.top(), view.height() / side, image.height());
                for (int u = 0; u < image.width() && rowWeight > 0; u++) {
                    rgb[c] += rowWeight
                            * weight(u, column, view.left(), view.width() / side, image.width())
                            * image.value(u, v, c);
                }
            }
        }
        double grey = 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2];
        double value = (grey + view.saturation() * (rgb[channel] - grey)) / 255 + view.brightness();
        return Math.clamp(2 * value - 1, -1, 1);
    }

    /** How much of source pixel {@code pixel} target pixel {@code i} takes along one axis. */
    private static double weight(int pixel, int i, double start, double scale, int limit) {
        if (scale > 2) {
            double from = start + i * scale;
            return Math.max(0, Math.min(pixel + 1, from + scale) - Math.max(pixel, from)) / scale;
        }
        double at = Math.clamp(start + (i + 0.5) * scale - 0.5, 0, limit - 1);
        return Math.max(0, 1 - Math.abs(at - pixel));
    }

    @Test
    void thePictureAtItsOwnSizeIsUnchanged() {
        RgbImage image = noise(9, 9, new SplittableRandom(1));
        float[] whole = planes.whole(image, 9);
        for (int i = 0; i < 81; i++) {
            for (int c = 0; c < 3; c++) {
                assertThat(whole[c * 81 + i]).isCloseTo(image.value(i % 9, i / 9, c) / 127.5f - 1, within(1e-6f));
            }
        }
    }

    @Test
    void squashesTheWholePictureSoThatBoxesScale() {
        // left half black, right half white, twice as wide as high
        byte[] rgb = new byte[3 * 16 * 8];
        for (int i = 0; i < 16 * 8; i++) {
            for (int c = 0; c < 3; c++) {
                rgb[3 * i + c] = (byte) (i % 16 < 8 ? 0 : 255);
            }
        }
        assertThat(planes.whole(new RgbImage(16, 8, rgb), 2)).containsExactly(-1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1);
    }

    @Test
    void averagesWhenMakingMuchSmaller() {
        byte[] rgb = new byte[3 * 8 * 8];
        rgb[3 * (2 * 8 + 5)] = (byte) 160; // one red pixel in the upper right quarter
        float[] whole = planes.whole(new RgbImage(8, 8, rgb), 2);
        assertThat(whole[1]).isCloseTo(10 / 127.5f - 1, within(1e-6f));
        assertThat(whole[0]).isEqualTo(-1);
        assertThat(whole[3]).isEqualTo(-1);
    }

    @Test
    void aPictureOfOnePixelFillsTheSquare() {
        float[] whole = planes.whole(new RgbImage(1, 1, new byte[] {(byte) 255, 0, 51}), 2);
        float blue = 51 / 127.5f - 1;
        assertThat(whole)
                .containsExactly(new float[] {1, 1, 1, 1, -1, -1, -1, -1, blue, blue, blue, blue}, within(1e-6f));
    }

    static RgbImage noise(int width, int height, SplittableRandom random) {
        byte[] rgb = new byte[3 * width * height];
        random.nextBytes(rgb);
        return new RgbImage(width, height, rgb);
    }
}
