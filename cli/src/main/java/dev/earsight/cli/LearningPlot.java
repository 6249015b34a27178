package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.evaluate.LearningCurves;
import dev.earsight.evaluate.LearningCurves.Curve;
import dev.earsight.evaluate.LearningCurves.Point;
import dev.earsight.media.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The learning curves of runs, from their {@code metrics.csv}. */
final class LearningPlot {
    private LearningPlot() {}

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
        Path file = run.resolve("metrics.csv");
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
