package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.cli.ExperimentResult.Row;
import dev.earsight.draw.LineChart;
import dev.earsight.media.ImageFile;
import dev.earsight.media.RgbImage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code RESULTS.md}, made anew from the results that are there, and the charts of curves. */
final class ExperimentReport {
    private static final int CHART_WIDTH = 620;
    private static final int CHART_HEIGHT = 340;

    private final Path folder;

    /** Results in {@code folder/results}. */
    ExperimentReport(Path folder) {
        this.folder = folder;
    }

    /** The results of an experiment: on made data, and on data that was given. */
    List<ExperimentResult> resultsOf(String name) {
        return results().stream()
                .filter(result -> result.name().equals(name) || result.name().startsWith(name + "-on-"))
                .toList();
    }

    /** Keeps a result and says it in {@code RESULTS.md} beside the others, and beside those not run yet. */
    void add(Experiment experiment, ExperimentResult result, Map<String, Experiment> all) {
        result.write(folder.resolve("results"));
        chart(experiment, result)
                .ifPresent(image -> ImageFile.writePng(image, folder.resolve("results/" + result.name() + ".png")));
        write(all);
    }

    private void write(Map<String, Experiment> all) {
        StringBuilder text = new StringBuilder("""
                # Results

                Written by `earsight experiments run NAME|all` from `results/*.json`; changes by hand are lost. What was run besides,
                what failed and what was concluded is in [README.md](README.md). Values are means over test items (and seeds); intervals are 95 %
                by bootstrap over sources of the items, so they say nothing of how another seed would come out.

                | experiment | question | state |
                |---|---|---|
                """);
        for (Experiment experiment : all.values()) {
            List<ExperimentResult> found = resultsOf(experiment.name());
            text.append("| ")
                    .append(experiment.name())
                    .append(" | ")
                    .append(experiment.question().replace('\n', ' '))
                    .append(" | ");
            text.append(found.isEmpty() ? "**not run**" : "");
            for (int i = 0; i < found.size(); i++) {
                ExperimentResult result = found.get(i);
                text.append(i == 0 ? "" : "; ")
                        .append(result.name().equals(experiment.name()) ? "" : result.name() + ": ")
                        .append(result.date())
                        .append(", ")
                        .append(result.seeds().size())
                        .append(result.seeds().size() == 1 ? " seed" : " seeds");
            }
            text.append(" |\n");
        }
        for (ExperimentResult result : results()) {
            text.append('\n').append(result.markdown());
            if (Files.exists(folder.resolve("results/" + result.name() + ".png"))) {
                text.append("\n![curves](results/").append(result.name()).append(".png)\n");
            }
        }
        Path file = folder.resolve("RESULTS.md");
        try {
            Files.writeString(file, text.toString());
        } catch (IOException failure) {
            throw new EarsightException(file + " cannot be written; choose another --results.", failure);
        }
    }

    private List<ExperimentResult> results() {
        Path results = folder.resolve("results");
        if (!Files.isDirectory(results)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(results)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(ExperimentResult::read)
                    .sorted(Comparator.comparing(ExperimentResult::name))
                    .toList();
        } catch (IOException failure) {
            throw new EarsightException(results + " cannot be read; check the folder.", failure);
        }
    }

    /** A row of charts for each measure, a chart for each curve. */
    private static Optional<RgbImage> chart(Experiment experiment, ExperimentResult result) {
        Map<String, Map<String, Double>> curves = new LinkedHashMap<>();
        experiment
                .trainings()
                .forEach((title, training) -> training.place()
                        .ifPresent(place -> curves.computeIfAbsent(place.curve(), curve -> new LinkedHashMap<>())
                                .put(title, place.x())));
        if (curves.isEmpty() || experiment.charted().isEmpty()) {
            return Optional.empty();
        }
        int width = CHART_WIDTH * curves.size();
        int height = CHART_HEIGHT * experiment.charted().size();
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        int row = 0;
        for (String measure : experiment.charted()) {
            int column = 0;
            for (Map.Entry<String, Map<String, Double>> curve : curves.entrySet()) {
                chart(result, measure, curve.getKey(), curve.getValue())
                        .draw(graphics, column++ * CHART_WIDTH, row * CHART_HEIGHT, CHART_WIDTH, CHART_HEIGHT);
            }
            row++;
        }
        graphics.dispose();
        return Optional.of(RgbImage.from(image));
    }

    private static LineChart chart(ExperimentResult result, String measure, String curve, Map<String, Double> places) {
        List<double[]> points = new ArrayList<>(); // x, value, low, high
        double chance = Double.NaN;
        for (Row row : result.rows()) {
            if (places.containsKey(row.training()) && row.measure().equals(measure)) {
                double x = places.getOrDefault(row.training(), Double.NaN);
                points.add(new double[] {x, row.value(), row.low(), row.high()});
                chance = row.chance();
            }
        }
        points.sort(Comparator.comparingDouble(point -> point[0]));
        List<LineChart.Line> lines = new ArrayList<>();
        List<String> names = List.of(measure, "95 %: from", "to");
        for (int i = 1; i <= 3; i++) {
            int part = i;
            lines.add(new LineChart.Line(
                    names.get(i - 1),
                    points.stream().mapToDouble(point -> point[0]).toArray(),
                    points.stream().mapToDouble(point -> point[part]).toArray()));
        }
        return new LineChart(
                curve,
                curve,
                lines,
                Double.isNaN(chance) ? List.of() : List.of(new LineChart.Reference("chance", chance)));
    }
}
