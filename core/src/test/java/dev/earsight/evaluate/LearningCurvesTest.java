package dev.earsight.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earsight.media.RgbImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearningCurvesTest {
    @Test
    void fourChartsOverStepsAndMinutes() {
        LearningCurves.Curve loss = new LearningCurves.Curve(
                "train",
                List.of(
                        new LearningCurves.Point(0, 0, 0.7),
                        new LearningCurves.Point(100, 1, 0.69),
                        new LearningCurves.Point(200, 5, 0.3)));
        RgbImage image = LearningCurves.draw(List.of(loss), List.of(), Math.log(2), 0.5, 800, 600);
        assertThat(image.width()).isEqualTo(800);
        assertThat(image.height()).isEqualTo(600);
        // The loss curve is drawn in both left charts, nothing in the right ones.
        assertThat(colored(image, 0, 50, 400, 260)).isGreaterThan(200);
        assertThat(colored(image, 0, 350, 400, 560)).isGreaterThan(200);
        assertThat(colored(image, 400, 50, 800, 260)).isZero();
        // Half of the steps are a fifth of the minutes: the bend lies at the middle above, further left below.
        assertThat(colored(image, 300, 60, 310, 230)).isNotEqualTo(colored(image, 300, 360, 310, 530));
    }

    private static int colored(RgbImage image, int x0, int y0, int x1, int y1) {
        int count = 0;
        for (int y = y0; y < y1; y++) {
            for (int x = x0; x < x1; x++) {
                count += image.value(x, y, 2) - image.value(x, y, 0) > 60 ? 1 : 0;
            }
        }
        return count;
    }
}
