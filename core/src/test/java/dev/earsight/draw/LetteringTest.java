package dev.earsight.draw;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class LetteringTest {
    @Test
    void anIIsAStraightStrokeWhereItShouldBe() {
        BufferedImage image = drawn("I", 10, 30, 24);
        // Capital height 24: the stroke runs from y = 30 up to y = 6 at x = 10.
        assertThat(brightness(image, 10, 18)).isGreaterThan(200);
        assertThat(brightness(image, 10, 8)).isGreaterThan(200);
        assertThat(brightness(image, 10, 28)).isGreaterThan(200);
        assertThat(brightness(image, 10, 1)).isZero();
        assertThat(brightness(image, 10, 36)).isZero();
        assertThat(brightness(image, 16, 18)).isZero();
    }

    @Test
    void everyPrintableCharacterHasItsOwnShape() {
        java.util.Set<String> shapes = new java.util.HashSet<>();
        for (char c = '!'; c <= '~'; c++) {
            BufferedImage image = drawn(String.valueOf(c), 5, 30, 24);
            StringBuilder shape = new StringBuilder();
            for (int y = 0; y < 40; y++) {
                for (int x = 0; x < 60; x++) {
                    shape.append(brightness(image, x, y) > 100 ? '#' : '.');
                }
            }
            assertThat(shape.toString()).as("'%s' leaves a mark", c).contains("#");
            assertThat(shapes.add(shape.toString())).as("'%s' differs", c).isTrue();
        }
    }

    @Test
    void widthsAddUpAndAccentsAreDropped() {
        // An I has no width, gaps are 3.5 of 12 units: two gaps between three of them.
        assertThat(Lettering.width("III", 12)).isEqualTo(7);
        assertThat(Lettering.width("", 12)).isZero();
        assertThat(Lettering.width("caf\u00e9", 9)).isEqualTo(Lettering.width("cafe", 9));
        assertThat(Lettering.width("01", 9)).isEqualTo(Lettering.width("84", 9));
    }

    @Test
    void longTextIsCutToFit() {
        String text = "a very long name of a file.mp4";
        assertThat(Lettering.fitted(text, 10, 1000)).isEqualTo(text);
        String cut = Lettering.fitted(text, 10, 100);
        assertThat(cut).endsWith("..").hasSizeLessThan(text.length());
        assertThat(Lettering.width(cut, 10)).isLessThanOrEqualTo(100);
        assertThat(text).startsWith(cut.substring(0, cut.length() - 2));
    }

    private static BufferedImage drawn(String text, double x, double y, double height) {
        BufferedImage image = new BufferedImage(60, 40, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        Lettering.draw(graphics, text, x, y, height, Color.WHITE);
        graphics.dispose();
        return image;
    }

    private static int brightness(BufferedImage image, int x, int y) {
        return image.getRGB(x, y) & 0xff;
    }
}
