package dev.earsight.microphones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.EarsightException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectionTest {
    private static final CameraModel WIDE =
            new CameraModel(1280, 720, 800, 810, 640.5, 355, -0.3, 0.12, 0.0015, -0.0008, -0.02);

    /** {@code u = cx + f tan(az), v = cy - f tan(el) / cos(az)}. */
    @ParameterizedTest
    @CsvSource({"0, 0", "30, 0", "0, 20", "-25, 15", "10, -22"})
    void aPinholeIsTangents(double azimuth, double elevation) {
        CameraModel camera = CameraModel.pinhole(640, 480, 90);
        assertThat(camera.fx()).isCloseTo(320, within(1e-9));
        Pixel pixel =
                Projection.pixel(camera, new Direction(azimuth, elevation)).orElseThrow();
        double across = Math.toRadians(azimuth);
        double up = Math.toRadians(elevation);
        assertThat(pixel.x()).isCloseTo(319.5 + 320 * Math.tan(across), within(1e-9));
        assertThat(pixel.y()).isCloseTo(239.5 - 320 * Math.tan(up) / Math.cos(across), within(1e-9));
    }

    /**
     * By hand, x = 0.5, y = -0.25, r^2 = 0.3125, k1 = 0.1, k2 = 0.2, k3 = 0.4, p1 = 0.01, p2 = 0.02: radial = 1 + 0.03125 +
     * 0.01953125 + 0.01220703125 = 1.06298828125; x' = 0.531494140625 - 0.0025 + 0.02 * 0.8125 = 0.545244140625; y' =
     * -0.2657470703125 + 0.01 * 0.4375 - 0.005 = -0.2663720703125.
     */
    @Test
    void distortionIsOpenCvs() {
        CameraModel camera = new CameraModel(2000, 2000, 1000, 1000, 1000, 1000, 0.1, 0.2, 0.01, 0.02, 0.4);
        Pixel pixel = camera.project(new Point(1, -0.5, 2)).orElseThrow();
        assertThat(pixel.x()).isCloseTo(1545.244140625, within(1e-9));
        assertThat(pixel.y()).isCloseTo(733.6279296875, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void pixelsAndRaysAreInverse(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            Pixel pixel = new Pixel(1280 * random.nextDouble(), 720 * random.nextDouble());
            Pixel back = WIDE.project(WIDE.ray(pixel)).orElseThrow();
            assertThat(back.x()).isCloseTo(pixel.x(), within(1e-6));
            assertThat(back.y()).isCloseTo(pixel.y(), within(1e-6));
        }
    }

    @Test
    void whatTheCameraCannotSeeHasNoPixel() {
        assertThat(WIDE.project(new Point(0, 0, -1))).isEmpty();
        assertThat(WIDE.project(new Point(1, 0, 0))).isEmpty();
        // r (1 - 0.3 r^2 + ...) turns back: without the check 75 degrees would be shown inside the picture.
        CameraModel folding = new CameraModel(1280, 720, 800, 800, 640, 360, -0.3, 0, 0, 0, 0);
        assertThat(folding.project(new Direction(60, 0).vector())).isEmpty();
        assertThat(folding.project(new Direction(40, 0).vector())).isPresent();
        assertThat(Projection.pixel(CameraModel.pinhole(640, 480, 60), new Direction(31, 0)))
                .isEmpty();
    }

    @Test
    void aCameraMayBeScaledButNotCropped() {
        CameraModel half = WIDE.scaledTo(640, 360);
        Point ray = WIDE.ray(new Pixel(99.5, 199.5));
        Pixel pixel = half.project(ray).orElseThrow();
        assertThat(pixel.x()).isCloseTo(49.5, within(1e-6));
        assertThat(pixel.y()).isCloseTo(99.5, within(1e-6));
        assertThatThrownBy(() -> WIDE.scaledTo(640, 480))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("1280x720");
    }

    @Test
    void aPairLeavesAStrip() {
        MicrophoneArray pair = MicrophoneArray.of(48_000, new Point(-0.1, 0, 0), new Point(0.1, 0, 0));
        Direction heard = new Direction(15, 0);
        List<Pixel> strip = Projection.strip(WIDE, pair, heard);
        assertThat(strip).hasSizeGreaterThan(50);
        double top = strip.stream().mapToDouble(Pixel::y).min().orElseThrow();
        double bottom = strip.stream().mapToDouble(Pixel::y).max().orElseThrow();
        assertThat(top).isLessThan(10);
        assertThat(bottom).isGreaterThan(710);
        for (int i = 0; i < strip.size(); i++) {
            assertThat(Math.toDegrees(Math.asin(WIDE.ray(strip.get(i)).x()))).isCloseTo(15, within(1e-6));
            if (i > 0) {
                assertThat(Math.abs(strip.get(i).y() - strip.get(i - 1).y())).isLessThan(20);
            }
        }
        assertThat(Projection.strip(WIDE, pair, new Direction(80, 0))).isEmpty();
    }

    /** An array 30 cm to the right of the camera, a thing 2 m straight ahead of it: atan(0.3 / 2) away from the camera's axis. */
    @Test
    void anArrayBesideTheCameraSeesInAnotherDirection() {
        MicrophoneArray beside = MicrophoneArray.of(48_000, new Point(0.25, 0, 0), new Point(0.35, 0, 0));
        CameraModel camera = CameraModel.pinhole(1000, 1000, 90);
        Pixel near = Projection.pixel(camera, beside.center(), new Direction(0, 0), 2)
                .orElseThrow();
        Pixel far = Projection.pixel(camera, beside.center(), new Direction(0, 0), Double.POSITIVE_INFINITY)
                .orElseThrow();
        assertThat(far.x()).isCloseTo(499.5, within(1e-9));
        assertThat(near.x()).isCloseTo(499.5 + 500 * 0.15, within(1e-9));
        assertThat(Projection.parallaxDegrees(beside, 2)).isCloseTo(Math.toDegrees(Math.asin(0.15)), within(1e-9));
    }
}
