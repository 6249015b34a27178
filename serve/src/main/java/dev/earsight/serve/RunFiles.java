package dev.earsight.serve;

import dev.earsight.EarsightException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What lies in a run's folder beside its network: the learning curve, the numbers that {@code evaluate --json} and the sentences that {@code
 * diagnose --json} wrote there, under whatever names. What cannot be read is as good as not there.
 */
public final class RunFiles {
    private static final int MOST_ROWS = 500;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Path folder;
    private final List<JsonNode> documents = new ArrayList<>();

    /** Looks into a folder; of a file, there is nothing beside it. */
    public RunFiles(Path folder) {
        this.folder = folder;
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith(".json")).sorted().forEach(this::read);
            } catch (IOException e) {
                throw new EarsightException(folder + " cannot be listed; check its permissions.", e);
            }
        }
    }

    private void read(Path file) {
        try {
            documents.add(MAPPER.readTree(Files.readString(file)));
        } catch (IOException | JacksonException e) {
            // some other file of the user's
        }
    }

    /** A number with what stands beside it. */
    public record Figure(
            String name,
            double value,
            OptionalDouble low,
            OptionalDouble high,
            OptionalLong n,
            boolean percent,
            List<Named> baselines) {}

    /** A simpler way's number. */
    public record Named(String name, double value) {}

    /** How a network learned: a row every few steps, null where a column has nothing there. */
    record Curve(List<String> columns, List<List<@Nullable Double>> rows) {}

    /** The numbers of its evaluations. */
    public Optional<List<Figure>> measures() {
        List<Figure> figures = documents.stream()
                .filter(JsonNode::isArray)
                .flatMap(JsonNode::valueStream)
                .filter(node ->
                        node.path("name").isString() && node.path("value").isNumber())
                .map(RunFiles::figure)
                .toList();
        return figures.isEmpty() ? Optional.empty() : Optional.of(figures);
    }

    private static Figure figure(JsonNode node) {
        List<Named> baselines = new ArrayList<>();
        number(node.path("chance")).ifPresent(value -> baselines.add(new Named("chance", value)));
        node.path("baselines")
                .properties()
                .forEach(entry ->
                        number(entry.getValue()).ifPresent(value -> baselines.add(new Named(entry.getKey(), value))));
        double value = node.path("value").asDouble();
        return new Figure(
                node.path("name").asString(),
                value,
                number(node.path("interval95").path("low")),
                number(node.path("interval95").path("high")),
                node.path("n").isNumber() ? OptionalLong.of(node.path("n").asLong()) : OptionalLong.empty(),
                node.path("name").asString().contains("accuracy") && value <= 1,
                baselines);
    }

    private static OptionalDouble number(JsonNode node) {
        return node.isNumber() ? OptionalDouble.of(node.asDouble()) : OptionalDouble.empty();
    }

    /** What its diagnosis found, in sentences. */
    public Optional<List<String>> diagnosis() {
        return documents.stream()
                .map(node -> node.path("findings"))
                .filter(JsonNode::isArray)
                .findFirst()
                .map(findings -> findings.valueStream().map(JsonNode::asString).toList());
    }

    /** The learning curve, thinned evenly. */
    Optional<Curve> curve() {
        Path file = folder.resolve("metrics.csv");
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (CSVParser csv = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(Files.newBufferedReader(file, StandardCharsets.UTF_8))) {
            List<CSVRecord> all = csv.getRecords();
            long complete = all.stream().filter(RunFiles::complete).count();
            int step = (int) Math.ceil(all.size() / (double) Math.max(1, MOST_ROWS - complete - 1));
            List<List<@Nullable Double>> rows = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                boolean stays = complete < MOST_ROWS / 2 && complete(all.get(i));
                if (stays || i % step == 0 || i == all.size() - 1) {
                    rows.add(row(all.get(i)));
                }
            }
            return Optional.of(new Curve(csv.getHeaderNames(), rows));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether every column has a value, as where the network was validated. */
    private static boolean complete(CSVRecord row) {
        return row.stream().noneMatch(String::isBlank);
    }

    private static List<@Nullable Double> row(CSVRecord row) {
        List<@Nullable Double> values = new ArrayList<>();
        row.forEach(cell -> values.add(cell.isBlank() ? null : Double.valueOf(cell)));
        return values;
    }
}
