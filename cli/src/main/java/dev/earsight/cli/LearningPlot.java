package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.draw.LineChart;
import dev.earsight.evaluate.LearningCurves;
import dev.earsight.evaluate.LearningCurves.Curve;
import dev.earsight.evaluate.LearningCurves.Point;
import dev.earsight.media.RgbImage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The learning curves of runs, from their {@code metrics.csv}. */
final class LearningPlot {
    /** Where a run keeps its curves. */
    static final String FILE = "metrics.csv";

    private LearningPlot() {}

    /** The loss that training of one run minimized, which need not be comparable with validation's. */
    static RgbImage trainingLoss(Path run) {
        List<Point> points = curve(run, "training", "loss").points();
        return picture(
                new LineChart(
                        "Training loss",
                        "steps",
                        List.of(new LineChart.Line(
                                "training",
                                points.stream().mapToDouble(Point::step).toArray(),
                                points.stream().mapToDouble(Point::value).toArray())),
                        List.of()),
                720,
                400);
    }

    /** A chart on white. */
    static RgbImage picture(LineChart chart, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        chart.draw(graphics, 0, 0, width, height);
        graphics.dispose();
        return RgbImage.from(image);
    }

    /** Validation of one run, and its accuracy in training. */
    static RgbImage ofRun(Path run) {
        return LearningCurves.draw(
                List.of(curve(run, "validation", "validation-loss")),
                List.of(curve(run, "training", "accuracy"), curve(run, "validation", "validation-accuracy")),
                Math.log(2),
                0.5,
                1200,
                800);
    }

    /** Validation loss and accuracy of every run, in one picture. */
    static RgbImage of(List<Path> runs) {
        List<Curve> losses = new ArrayList<>();
        List<Curve> accuracies = new ArrayList<>();
        for (Path run : runs) {
            String name = run.getFileName().toString();
            losses.add(curve(run, name, "validation-loss"));
            accuracies.add(curve(run, name, "validation-accuracy"));
        }
        return LearningCurves.draw(losses, accuracies, Math.log(2), 0.5, 1200, 800);
    }

    private static Curve curve(Path run, String name, String column) {
        Path file = run.resolve(FILE);
        try {
            List<String> lines = Files.readAllLines(file);
            List<String> columns = Arrays.asList(lines.getFirst().split(","));
            int at = columns.indexOf(column);
            int step = columns.indexOf("step");
            int minutes = columns.indexOf("minutes");
            List<Point> points = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                String[] cells = line.split(",", -1);
                if (!cells[at].isEmpty()) {
                    points.add(new Point(
                            Long.parseLong(cells[step]),
                            Double.parseDouble(cells[minutes]),
                            Double.parseDouble(cells[at])));
                }
            }
            return new Curve(name, points);
        } catch (IOException failure) {
            throw new EarsightException(file + " cannot be read; train the run again.", failure);
        }
    }
}
