package dev.earsight.leakage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earsight.media.JpegCodec;
import dev.earsight.media.RgbImage;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureHashTest {
    /** Soft shapes of random place, size and shade on a shaded ground: as smooth as photographs are. */
    static RgbImage picture(int width, int height, long seed) {
        Random random = new Random(seed);
        double[][] blobs = new double[12][];
        for (int i = 0; i < blobs.length; i++) {
            blobs[i] = new double[] {
                random.nextDouble(),
                random.nextDouble(),
                0.04 + 0.2 * random.nextDouble(),
                160 * random.nextDouble() - 80
            };
        }
        byte[] rgb = new byte[3 * width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double shade = 128;
                for (double[] blob : blobs) {
                    double dx = (x + 0.5) / width - blob[0];
                    double dy = (y + 0.5) / height - blob[1];
                    shade += blob[3] * Math.exp(-(dx * dx + dy * dy) / (2 * blob[2] * blob[2]));
                }
                for (int channel = 0; channel < 3; channel++) {
                    rgb[3 * (y * width + x) + channel] = (byte) Math.clamp(Math.round(shade), 0, 255);
                }
            }
        }
        return new RgbImage(width, height, rgb);
    }

    private static RgbImage changed(RgbImage image, DoubleUnaryOperator change) {
        byte[] rgb = new byte[image.rgb().length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) Math.clamp(Math.round(change.applyAsDouble(image.rgb()[i] & 255)), 0, 255);
        }
        return new RgbImage(image.width(), image.height(), rgb);
    }

    private static long hash(RgbImage image) {
        return PictureHash.of(image).orElseThrow();
    }

    @Test
    void oneCosineIsOneCoefficient() {
        // Luminance 128 + 100 cos(pi (2x + 1) 3 / 64) cos(pi (2y + 1) / 64): coefficient u = 3, v = 1 alone is above
        // the median of zeros.
        byte[] rgb = new byte[3 * 32 * 32];
        for (int i = 0; i < 32 * 32; i++) {
            double u = Math.cos(Math.PI * (2 * (i % 32) + 1) * 3 / 64);
            double v = Math.cos(Math.PI * (2 * (i / 32) + 1) / 64);
            java.util.Arrays.fill(rgb, 3 * i, 3 * i + 3, (byte) Math.round(128 + 100 * u * v));
        }
        long hash = hash(new RgbImage(32, 32, rgb));
        assertThat(hash >>> 2 & 1).isEqualTo(1);
        // The negative of a picture has the opposite coefficients, so the opposite bits.
        long negative = hash(changed(new RgbImage(32, 32, rgb), value -> 255 - value));
        assertThat(negative >>> 2 & 1).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void copiesAreNear(long seed) {
        RgbImage image = picture(320, 240, seed);
        long hash = hash(image);
        assertThat(Long.bitCount(hash)).as("half of the bits").isEqualTo(32);
        int limit = SplitComparison.PICTURE_BITS;
        assertThat(PictureHash.distance(hash, hash(image.resized(97, 61)))).isLessThanOrEqualTo(limit);
        assertThat(PictureHash.distance(hash, hash(picture(640, 480, seed)))).isLessThanOrEqualTo(limit);
        assertThat(PictureHash.distance(hash, hash(changed(image, value -> value * 0.6 + 30))))
                .isLessThanOrEqualTo(limit);
        try (JpegCodec codec = new JpegCodec()) {
            byte[] jpeg = codec.encode(image, 20);
            assertThat(PictureHash.distance(hash, hash(codec.decode(jpeg, 0, jpeg.length))))
                    .isLessThanOrEqualTo(limit);
        }
    }

    @Test
    void differentPicturesAreFar() {
        long[] hashes = new long[60];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = hash(picture(80, 60, 100 + i));
            for (int j = 0; j < i; j++) {
                assertThat(PictureHash.distance(hashes[i], hashes[j]))
                        .as(i + " and " + j)
                        .isGreaterThan(SplitComparison.PICTURE_BITS);
            }
        }
    }

    @Test
    void whatShowsNothingHasNoHash() {
        Random random = new Random(5);
        RgbImage black = changed(picture(64, 48, 1), _ -> 0);
        RgbImage noisy = changed(black, _ -> 90 + random.nextGaussian() * 6);
        assertThat(PictureHash.of(black)).isEmpty();
        assertThat(PictureHash.of(changed(black, _ -> 255))).isEmpty();
        assertThat(PictureHash.of(noisy.resized(320, 240))).as("noise").isEmpty();
        assertThat(PictureHash.of(new RgbImage(1, 1, new byte[] {1, 2, 3}))).isEmpty();
        assertThat(PictureHash.of(changed(picture(5, 3, 1), value -> value)))
                .as("smaller than the cells")
                .isPresent();
    }
}
