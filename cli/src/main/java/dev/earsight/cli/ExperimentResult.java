package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.evaluate.Baseline;
import dev.earsight.evaluate.ItemTable;
import dev.earsight.evaluate.Measure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an experiment gave, as {@code results/NAME.json} keeps it.
 *
 * @param name of the experiment, with the data's name behind it where that was given
 * @param question what was asked
 * @param paper what the paper found
 * @param note what the reader should know
 * @param command that was given
 * @param date of the end
 * @param commit of the program
 * @param machine it ran on
 * @param seeds of weights and draws
 * @param minutes of training, all trainings together; of those that were there before as they were logged then
 * @param quick whether it was the tiny version, whose numbers say nothing
 * @param trainings their settings in words
 * @param rows what was measured
 * @param differences of two trainings on the same items
 * @param notes what else was found
 */
record ExperimentResult(
        String name,
        String question,
        String paper,
        String note,
        String command,
        String date,
        String commit,
        String machine,
        List<Long> seeds,
        double minutes,
        boolean quick,
        Map<String, String> trainings,
        List<Row> rows,
        List<Row> differences,
        List<String> notes) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * One number.
     *
     * @param training what was trained, or two of them with "less" between
     * @param measure what was measured
     * @param value mean over items and seeds
     * @param low lower end of the 95 % interval, by bootstrap over sources of the items' means over seeds
     * @param high its upper end
     * @param n items
     * @param chance what guessing reaches; NaN where there is no such thing
     * @param perSeed the value of each seed
     * @param baselines what simpler things reach, by name
     */
    record Row(
            String training,
            String measure,
            double value,
            double low,
            double high,
            long n,
            double chance,
            List<Double> perSeed,
            Map<String, Double> baselines) {
        static Row of(String training, Measure measure, List<Double> perSeed) {
            return new Row(
                    training,
                    measure.name(),
                    measure.value(),
                    measure.interval().low(),
                    measure.interval().high(),
                    measure.n(),
                    measure.chance(),
                    perSeed,
                    measure.baselines().stream()
                            .collect(Collectors.toMap(
                                    Baseline::name, Baseline::value, (a, b) -> a, java.util.TreeMap::new)));
        }

        /** What a difference shows: the interval is over items alone, so a seed that says otherwise counts against it. */
        String verdict() {
            if (low <= 0 && high >= 0) {
                return "not shown";
            }
            if (perSeed.stream().anyMatch(one -> one * value < 0)) {
                return "seeds disagree";
            }
            return value > 0 ? "higher" : "lower";
        }
    }

    static ExperimentResult read(Path file) {
        try {
            return JSON.readValue(Files.readString(file), ExperimentResult.class);
        } catch (IOException | JacksonException broken) {
            throw new EarsightException(
                    file + " is not the result of an experiment; delete it and run the experiment again.", broken);
        }
    }

    /** Writes {@code NAME.json} and {@code NAME.csv}. */
    void write(Path folder) {
        List<List<?>> lines = new ArrayList<>();
        for (List<Row> each : List.of(rows, differences)) {
            for (Row row : each) {
                lines.add(List.of(
                        name,
                        row.training,
                        row.measure,
                        row.value,
                        row.low,
                        row.high,
                        row.n,
                        Double.isNaN(row.chance) ? "" : row.chance,
                        row.perSeed.size()));
            }
        }
        new ItemTable(
                        List.of("experiment", "training", "measure", "value", "low", "high", "n", "chance", "seeds"),
                        lines)
                .write(folder.resolve(name + ".csv"));
        Path file = folder.resolve(name + ".json");
        try {
            Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
        } catch (IOException failure) {
            throw new EarsightException(file + " cannot be written; check the folder.", failure);
        }
    }

    /** Its section of {@code RESULTS.md}. */
    String markdown() {
        StringBuilder text = new StringBuilder();
        text.append("## ").append(name).append("\n\n").append(question).append('\n');
        if (!paper.isEmpty()) {
            text.append("\nPaper: ").append(paper).append('\n');
        }
        if (!note.isEmpty()) {
            text.append("\n").append(note).append('\n');
        }
        text.append(String.format(
                Locale.ROOT,
                "%n%s`%s`, %s, commit %s, %s; %s %s; %.1f minutes of training.%n%n",
                quick ? "**Quick run: these numbers say nothing.** " : "",
                command,
                date,
                commit.substring(0, Math.min(8, commit.length())),
                machine,
                seeds.size() == 1 ? "seed" : "seeds",
                seeds.stream().map(String::valueOf).collect(Collectors.joining(", ")),
                minutes));
        text.append(
                "| training | measure | value | 95 % interval | n | chance | beside it |\n|---|---|---|---|---|---|---|\n");
        rows.forEach(row -> text.append(line(row)));
        if (!differences.isEmpty()) {
            text.append(
                    "\nDifferences on the same items; one is shown where its interval leaves out zero and all seeds agree.\n\n"
                            + "| trainings | measure | difference | 95 % interval | n | |\n|---|---|---|---|---|---|\n");
            for (Row row : differences) {
                text.append(String.format(
                        Locale.ROOT,
                        "| %s | %s | %+.3f%s | %+.3f to %+.3f | %d | %s |%n",
                        row.training,
                        row.measure,
                        row.value,
                        perSeed(row),
                        row.low,
                        row.high,
                        row.n,
                        row.verdict()));
            }
        }
        if (!notes.isEmpty()) {
            text.append('\n');
            notes.forEach(each -> text.append("- ").append(each).append('\n'));
        }
        text.append("\n<details><summary>Trainings</summary>\n\n");
        trainings.forEach((title, settings) ->
                text.append("- ").append(title).append(": ").append(settings).append('\n'));
        return text.append("\n</details>\n").toString();
    }

    private static String line(Row row) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.3f%s | %.3f-%.3f | %d | %s | %s |%n",
                row.training,
                row.measure,
                row.value,
                perSeed(row),
                row.low,
                row.high,
                row.n,
                Double.isNaN(row.chance) ? "" : String.format(Locale.ROOT, "%.3f", row.chance),
                row.baselines.entrySet().stream()
                        .map(each -> String.format(Locale.ROOT, "%s %.3f", each.getKey(), each.getValue()))
                        .collect(Collectors.joining(", ")));
    }

    private static String perSeed(Row row) {
        return row.perSeed.size() < 2
                ? ""
                : row.perSeed.stream()
                        .map(value -> String.format(Locale.ROOT, "%.3f", value))
                        .collect(Collectors.joining(", ", " (", ")"));
    }
}
