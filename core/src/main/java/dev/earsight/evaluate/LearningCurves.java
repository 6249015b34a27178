package dev.earsight.evaluate;

import dev.earsight.draw.LineChart;
import dev.earsight.media.RgbImage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How a network learned: loss and accuracy, over steps above and over minutes below, with chance marked.
 *
 * <p>Drawn with our own lettering, since chart libraries fail on machines without fonts.
 */
public final class LearningCurves {
    private LearningCurves() {}

    /**
     * One line of the log.
     *
     * @param step training steps done
     * @param minutes since the start
     * @param value the loss or accuracy then
     */
    public record Point(long step, double minutes, double value) {}

    /**
     * One curve.
     *
     * @param name in the legend, e.g. "validation"
     * @param points in the order of time
     */
    public record Curve(String name, List<Point> points) {
        /** Keeps its own list. */
        public Curve {
            points = List.copyOf(points);
        }

        private LineChart.Line line(ToDoubleFunction<Point> x) {
            return new LineChart.Line(
                    name,
                    points.stream().mapToDouble(x).toArray(),
                    points.stream().mapToDouble(Point::value).toArray());
        }
    }

    /**
     * Four charts on one picture.
     *
     * @param chanceLoss the loss of one that guesses, e.g. log 2 for pairs
     * @param chanceAccuracy e.g. one half
     */
    public static RgbImage draw(
            List<Curve> losses,
            List<Curve> accuracies,
            double chanceLoss,
            double chanceAccuracy,
            int width,
            int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        List<LineChart.Reference> noLoss = List.of(new LineChart.Reference("chance", chanceLoss));
        List<LineChart.Reference> noAccuracy = List.of(new LineChart.Reference("chance", chanceAccuracy));
        ToDoubleFunction<Point> steps = Point::step;
        ToDoubleFunction<Point> minutes = Point::minutes;
        for (boolean overSteps : new boolean[] {true, false}) {
            ToDoubleFunction<Point> x = overSteps ? steps : minutes;
            String unit = overSteps ? "steps" : "minutes";
            double top = overSteps ? 0 : height / 2.0;
            new LineChart(
                            "Loss",
                            unit,
                            losses.stream().map(curve -> curve.line(x)).toList(),
                            noLoss)
                    .draw(graphics, 0, top, width / 2.0, height / 2.0);
            new LineChart(
                            "Accuracy",
                            unit,
                            accuracies.stream().map(curve -> curve.line(x)).toList(),
                            noAccuracy)
                    .draw(graphics, width / 2.0, top, width / 2.0, height / 2.0);
        }
        graphics.dispose();
        return RgbImage.from(image);
    }
}
