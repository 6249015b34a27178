package dev.earsight.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineChartTest {
    @Test
    void ticksAreRoundNumbers() {
        assertThat(LineChart.ticks(0, 10, 5)).containsExactly(0.0, 2.0, 4.0, 6.0, 8.0, 10.0);
        List<Double> ticks = LineChart.ticks(0.43, 0.71, 6);
        assertThat(ticks.getFirst()).isCloseTo(0.45, within(1e-9));
        assertThat(ticks.getLast()).isCloseTo(0.70, within(1e-9));
        assertThat(ticks).hasSize(6);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "-3, 7", "0.001, 0.0011", "1e6, 3e6", "-0.5, 0.5"})
    void ticksLieInsideAndAreFew(double low, double high) {
        List<Double> ticks = LineChart.ticks(low, high, 6);
        assertThat(ticks).hasSizeBetween(2, 8).allMatch(tick -> tick >= low - 1e-9 && tick <= high + 1e-9 * high);
    }

    @Test
    void aRisingLineRunsFromLowerLeftToUpperRight() {
        LineChart chart = new LineChart(
                "t", "x", List.of(new LineChart.Line("a", new double[] {0, 10}, new double[] {0, 1})), List.of());
        BufferedImage image = drawn(chart);
        // Plot area of a 300 high chart: x 48 to 374, y 260 (value 0) to 44 (value 1).
        assertThat(blue(image, 49, 259)).isTrue();
        assertThat(blue(image, 211, 152)).isTrue();
        assertThat(blue(image, 373, 45)).isTrue();
        assertThat(blue(image, 100, 60)).isFalse();
        assertThat(blue(image, 330, 250)).isFalse();
    }

    @Test
    void aLonePointIsADot() {
        double[] one = {5};
        BufferedImage image =
                drawn(new LineChart("t", "x", List.of(new LineChart.Line("a", one, new double[] {0.5})), List.of()));
        assertThat(blue(image, 209, 152)).isTrue();
        assertThat(blue(image, 213, 152)).isTrue();
        assertThat(blue(image, 218, 152)).isFalse();
    }

    @Test
    void gapsStayGapsAndNothingIsAllowed() {
        double[] x = {0, 4, 5, 6, 10};
        LineChart gap = new LineChart(
                "t", "x", List.of(new LineChart.Line("a", x, new double[] {0, 0, Double.NaN, 1, 1})), List.of());
        BufferedImage image = drawn(gap);
        assertThat(blue(image, 100, 260)).isTrue();
        assertThat(blue(image, 340, 44)).isTrue();
        assertThat(blue(image, 211, 152)).isFalse();
        LineChart nothing = new LineChart("none yet", "x", List.of(), List.of(new LineChart.Reference("chance", 0.5)));
        assertThat(drawn(nothing).getWidth()).isEqualTo(400);
        assertThatThrownBy(() -> new LineChart.Line("a", x, new double[2]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static BufferedImage drawn(LineChart chart) {
        BufferedImage image = new BufferedImage(400, 300, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, 400, 300);
        chart.draw(graphics, 0, 0, 400, 300);
        graphics.dispose();
        return image;
    }

    private static boolean blue(BufferedImage image, int x, int y) {
        Color color = new Color(image.getRGB(x, y));
        return color.getBlue() - color.getRed() > 60;
    }
}
