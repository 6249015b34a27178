package dev.earsight.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpriteTest {
    private static final Look RECTANGLE = graphics -> {
        graphics.setColor(Color.RED);
        graphics.fill(Brush.box(-1, -0.5, 1, 0.5));
    };

    @Test
    void aRectangleHasItsOwnBox() {
        Sprite sprite = Sprite.paint(RECTANGLE, new Sprite.Pose(0, false, 1), 20);
        assertThat(sprite.boxWidth()).isEqualTo(40);
        assertThat(sprite.boxHeight()).isEqualTo(20);
        assertThat(sprite.corners()).hasSize(8);
        assertThat(sprite.image().getRGB((int) sprite.anchorX(), (int) sprite.anchorY()))
                .isEqualTo(0xffff0000);
    }

    @Test
    void stretchingKeepsTheAreaAndTurningSwapsTheSides() {
        Sprite stretched = Sprite.paint(RECTANGLE, new Sprite.Pose(0, false, 1.44), 20);
        assertThat(stretched.boxWidth()).isEqualTo(48);
        assertThat(stretched.boxHeight()).isCloseTo(16.7, within(1.4));
        Sprite turned = Sprite.paint(RECTANGLE, new Sprite.Pose(Math.PI / 2, true, 1), 20);
        assertThat(turned.boxWidth()).isCloseTo(20, within(1.01));
        assertThat(turned.boxHeight()).isCloseTo(40, within(1.01));
    }

    @Test
    void nothingPaintedIsAPoint() {
        Sprite sprite = Sprite.paint(graphics -> {}, new Sprite.Pose(0, false, 1), 20);
        assertThat(sprite.boxWidth()).isZero();
        assertThat(sprite.boxHeight()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void theHullReachesAsFarInEveryDirectionAsThePixels(int seed) {
        Random random = new Random(seed);
        Look dots = graphics -> {
            Random places = new Random(seed);
            graphics.setColor(Color.BLACK);
            for (int i = 0; i < 6; i++) {
                double x = places.nextDouble() * 2 - 1;
                double y = places.nextDouble() * 2 - 1;
                graphics.fill(Brush.box(x, y, x + 0.2, y + 0.2));
            }
        };
        Sprite sprite = Sprite.paint(dots, new Sprite.Pose(0, false, 1), 25);
        for (int d = 0; d < 20; d++) {
            double angle = random.nextDouble() * 2 * Math.PI;
            double dx = Math.cos(angle);
            double dy = Math.sin(angle);
            double hull = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < sprite.corners().length; i += 2) {
                hull = Math.max(hull, dx * sprite.corners()[i] + dy * sprite.corners()[i + 1]);
            }
            double pixels = Double.NEGATIVE_INFINITY;
            for (int y = 0; y < sprite.image().getHeight(); y++) {
                for (int x = 0; x < sprite.image().getWidth(); x++) {
                    if (sprite.image().getRGB(x, y) >>> 24 > Sprite.ALPHA_THRESHOLD) {
                        for (int corner = 0; corner < 4; corner++) {
                            double px = x + (corner & 1) - sprite.anchorX();
                            double py = y + (corner >> 1) - sprite.anchorY();
                            pixels = Math.max(pixels, dx * px + dy * py);
                        }
                    }
                }
            }
            assertThat(hull).as("seed %d angle %f", seed, angle).isCloseTo(pixels, within(1e-9));
        }
    }
}
