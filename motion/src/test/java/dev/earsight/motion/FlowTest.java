package dev.earsight.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earsight.media.RgbImage;
import dev.earsight.shard.FlowEstimator;
import dev.earsight.shard.FlowField;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Both estimators on movements of a textured picture that are known at every pixel. */
class FlowTest {
    private static final int SIDE = 160;
    /** What comes in from outside cannot be followed. */
    private static final int BORDER = 20;

    private enum Method {
        DIS(DisFlow::new),
        TVL1(TvL1Flow::new);

        private final Supplier<FlowEstimator> maker;

        Method(Supplier<FlowEstimator> maker) {
            this.maker = maker;
        }
    }

    static Stream<Arguments> shifts() {
        double[][] shifts = {
            {0.25, 0}, {0, -0.5}, {1, 1}, {-2.3, 1.7}, {4, -3}, {-5.5, -2.25}, {0, 6.5}, {8, 0}, {-5.6, 5.6}
        };
        return Stream.of(Method.values())
                .flatMap(method -> Stream.of(shifts).map(shift -> Arguments.of(method, shift[0], shift[1])));
    }

    @ParameterizedTest
    @MethodSource("shifts")
    void aShiftIsFoundToATenthOfAPixel(Method method, double right, double down) {
        double error = meanError(method, (x, y) -> new double[] {right, down});
        assertThat(error).isLessThan(0.1);
    }

    @ParameterizedTest
    @MethodSource("rotations")
    void aRotationIsFound(Method method, double degrees) {
        double angle = Math.toRadians(degrees);
        double middle = (SIDE - 1) / 2.0;
        double error = meanError(method, (x, y) -> new double[] {
            (Math.cos(angle) - 1) * (x - middle) - Math.sin(angle) * (y - middle),
            Math.sin(angle) * (x - middle) + (Math.cos(angle) - 1) * (y - middle)
        });
        assertThat(error).isLessThan(0.1);
    }

    static Stream<Arguments> rotations() {
        return Stream.of(Method.values())
                .flatMap(method -> Stream.of(-4.0, 1.0, 3.0).map(degrees -> Arguments.of(method, degrees)));
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void aStillPictureHasNoFlow(Method method) {
        RgbImage picture = picture(new Texture(3), (x, y) -> new double[2]);
        try (FlowEstimator estimator = method.maker.get()) {
            FlowField field = estimator.between(picture, picture);
            assertThat(field.width()).isEqualTo(SIDE);
            assertThat(field.dx()).containsOnly(0f);
            assertThat(field.dy()).containsOnly(0f);
        }
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void smallAndOblongPicturesWork(Method method) {
        try (FlowEstimator estimator = method.maker.get()) {
            for (int[] size : new int[][] {{16, 16}, {16, 90}, {91, 16}, {37, 61}}) {
                Texture texture = new Texture(5);
                RgbImage earlier = texture.picture(size[0], size[1], 0, 0);
                FlowField field = estimator.between(earlier, texture.picture(size[0], size[1], 1, 0));
                assertThat(field.width()).isEqualTo(size[0]);
                assertThat(field.height()).isEqualTo(size[1]);
                assertThat(field.dx()[size[1] / 2 * size[0] + size[0] / 2]).isBetween(0.5f, 1.5f);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void equalPicturesGiveEqualFieldsAndOthersOfAnotherSizeAnError(Method method) {
        Texture texture = new Texture(8);
        RgbImage earlier = texture.picture(64, 48, 0, 0);
        RgbImage later = texture.picture(64, 48, 2, 1);
        try (FlowEstimator one = method.maker.get();
                FlowEstimator other = method.maker.get()) {
            one.between(later, earlier);
            assertThat(one.between(earlier, later).dx())
                    .isEqualTo(other.between(earlier, later).dx());
            assertThatThrownBy(() -> one.between(earlier, texture.picture(48, 48, 0, 0)))
                    .hasMessageContaining("64x48 and 48x48");
        }
    }

    private interface Movement {
        /** Where the pixel of the earlier picture at (x, y) has gone, relative to there. */
        double[] at(double x, double y);
    }

    /** Mean end-point error away from the border, over two textures. */
    private static double meanError(Method method, Movement movement) {
        double sum = 0;
        int count = 0;
        try (FlowEstimator estimator = method.maker.get()) {
            for (int seed = 1; seed <= 2; seed++) {
                Texture texture = new Texture(seed);
                FlowField field =
                        estimator.between(picture(texture, (x, y) -> new double[2]), picture(texture, movement));
                for (int y = BORDER; y < SIDE - BORDER; y++) {
                    for (int x = BORDER; x < SIDE - BORDER; x++) {
                        double[] truth = movement.at(x, y);
                        int i = y * SIDE + x;
                        sum += Math.hypot(field.dx()[i] - truth[0], field.dy()[i] - truth[1]);
                        count++;
                    }
                }
            }
        }
        return sum / count;
    }

    /** The texture after a movement: the value at a place is the texture's where it came from, found by iteration. */
    private static RgbImage picture(Texture texture, Movement movement) {
        byte[] rgb = new byte[3 * SIDE * SIDE];
        for (int y = 0, i = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                double fromX = x;
                double fromY = y;
                for (int k = 0; k < 20; k++) {
                    double[] moved = movement.at(fromX, fromY);
                    fromX = x - moved[0];
                    fromY = y - moved[1];
                }
                for (int channel = 0; channel < 3; channel++) {
                    rgb[i++] = texture.value(fromX, fromY, channel);
                }
            }
        }
        return new RgbImage(SIDE, SIDE, rgb);
    }

    /** A sum of waves of 9 to 70 pixels in all directions: smooth enough to know its value between the pixels exactly. */
    private static final class Texture {
        private static final int WAVES = 40;
        private final double[] across = new double[WAVES];
        private final double[] down = new double[WAVES];
        private final double[] phase = new double[WAVES];

        Texture(long seed) {
            Random random = new Random(seed);
            for (int i = 0; i < WAVES; i++) {
                double direction = random.nextDouble() * 2 * Math.PI;
                double frequency = 2 * Math.PI / (9 * Math.pow(8, random.nextDouble()));
                across[i] = frequency * Math.cos(direction);
                down[i] = frequency * Math.sin(direction);
                phase[i] = random.nextDouble() * 2 * Math.PI;
            }
        }

        byte value(double x, double y, int channel) {
            double sum = 0;
            for (int i = 0; i < WAVES; i++) {
                sum += Math.sin(across[i] * x + down[i] * y + phase[i] + 0.2 * channel);
            }
            return (byte) Math.clamp(Math.round(128 + 110 * sum / Math.sqrt(WAVES)), 0, 255);
        }

        RgbImage picture(int width, int height, double right, double down) {
            byte[] rgb = new byte[3 * width * height];
            for (int y = 0, i = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    for (int channel = 0; channel < 3; channel++) {
                        rgb[i++] = value(x - right, y - down, channel);
                    }
                }
            }
            return new RgbImage(width, height, rgb);
        }
    }
}
