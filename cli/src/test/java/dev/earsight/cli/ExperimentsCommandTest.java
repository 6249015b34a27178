package dev.earsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code earsight experiments}, on sets of sixteen scenes and four steps. */
class ExperimentsCommandTest {
    private static final String SMALL = "network.image-side: 32, network.widths: [4, 4, 8, 8], batch-size: 8";

    @TempDir
    Path folder;

    private Path definitions = Path.of("");

    @BeforeEach
    void define() throws IOException {
        definitions = Files.createDirectories(folder.resolve("definitions"));
        Files.writeString(definitions.resolve("data.yaml"), """
                lone: {size: [0.5, 0.7], train: [{clips: 20}], validation: 12, test: 16}
                pair: {silent: 2, size: [0.4, 0.5], train: [{clips: 20, classes: [bell, bird, drum]}], validation: 16, test: 60}
                """);
        define("two", """
                question: Which is better?
                data: lone
                measure: [correspondence, retrieval]
                chart: [correspondence accuracy]
                trainings:
                  one: {model: ave, set: {%1$s}, curve: share, x: 1}
                  half: {model: ave, share: 0.5, set: {%1$s}, curve: share, x: 0.5}
                  baseline: {model: l3, measure: [correspondence, canonical-correlation], set: {%1$s}}
                differences:
                  - [one, half]
                """.formatted(SMALL));
    }

    private void define(String name, String yaml) throws IOException {
        Files.writeString(definitions.resolve(name + ".yaml"), yaml);
    }

    @ParameterizedTest
    @CsvSource({
        "0.01, 0.03, 0.02, 0.02, higher",
        "0.01, 0.03, 0.04, 0, higher",
        "-0.03, -0.01, -0.01, -0.03, lower",
        "-0.01, 0.03, 0.01, 0.01, not shown",
        "0.01, 0.03, 0.05, -0.01, seeds disagree"
    })
    void aDifferenceIsShownWhereItsIntervalAndItsSeedsSaySo(
            double low, double high, double first, double second, String verdict) {
        assertThat(new ExperimentResult.Row(
                                "one less other",
                                "accuracy",
                                (first + second) / 2,
                                low,
                                high,
                                100,
                                0,
                                List.of(first, second),
                                Map.of())
                        .verdict())
                .isEqualTo(verdict);
    }

    @Test
    void theDefinitionsOfTheRepositoryCanAllBeRead() {
        Path repository = Path.of("..", "experiments");
        ExperimentData data = new ExperimentData(repository, folder, true);
        Experiment.all(repository)
                .values()
                .forEach(experiment ->
                        assertThat(data.names()).as(experiment.name()).containsAll(experiment.dataSets()));
    }

    @Test
    void trainsMeasuresComparesAndWritesItDown() throws IOException {
        define("later", "question: And now?\ndata: lone\ntrainings: {one: {model: ave}}\n");
        Made.Run run = run("two", "--quick", "--seeds", 2);
        assertThat(run.code()).as(run.err()).isZero();
        Path out = folder.resolve("out");
        String text = Files.readString(out.resolve("RESULTS.md"));
        assertThat(text)
                .contains("| two | Which is better? |", "| later | And now? | **not run** |")
                .contains("Quick run: these numbers say nothing", "seeds 1, 2")
                .contains("| one | correspondence accuracy |")
                .contains("| baseline + canonical correlation, 8 components | sound to image nDCG@30 |")
                .contains("| one less half | correspondence accuracy |");
        ExperimentResult result = ExperimentResult.read(out.resolve("results/two.json"));
        ExperimentResult.Row row = result.rows().getFirst();
        assertThat(row.n()).as("two for each of four moments of 16 clips").isEqualTo(128);
        assertThat(row.perSeed()).hasSize(2);
        assertThat(row.value())
                .isEqualTo(
                        (row.perSeed().get(0) + row.perSeed().get(1)) / 2, org.assertj.core.data.Offset.offset(1e-9));
        double ofHalf = result.rows().stream()
                .filter(each -> each.training().equals("half") && each.measure().equals(row.measure()))
                .findFirst()
                .orElseThrow()
                .value();
        assertThat(result.differences().getFirst().value())
                .isEqualTo(row.value() - ofHalf, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(Files.readAllLines(out.resolve("results/two.csv")))
                .hasSize(1 + result.rows().size() + 5);
        assertThat(out.resolve("results/two.png")).exists();
        assertThat(Made.run("experiments", "list", "--definitions", definitions, "--results", out)
                        .out())
                .contains("run 20", "not run");

        Map<String, Long> before = checkpoints(out);
        Made.Run again = run("two", "--quick", "--seeds", 2);
        assertThat(again.err()).contains("Found trained: half, seed 2").doesNotContain("Making the data set");
        assertThat(checkpoints(out)).as("nothing was trained again").isEqualTo(before);
        assertThat(ExperimentResult.read(out.resolve("results/two.json")).rows())
                .isEqualTo(result.rows());

        define("choice", """
                question: Which to choose?
                data: lone
                split: val
                trainings: {one: {model: ave, measure: [correspondence], set: {%s}}}
                """.formatted(SMALL));
        assertThat(run("choice", "--quick").err()).contains("Found trained: one, seed 1");
        assertThat(ExperimentResult.read(out.resolve("results/choice.json"))
                        .rows()
                        .getFirst()
                        .n())
                .as("two for each of four moments of 12 clips")
                .isEqualTo(96);
    }

    @Test
    void measuresPlacesAndWhatOneSideLearnt() throws IOException {
        define("where", """
                question: Where?
                data: pair
                trainings:
                  eye: {model: avol, measure: [correspondence, pointing, saliency, empty-map, probe], set: {%1$s}}
                  eye, looking again: {model: avol, measure: [pointing], scales: [1, 2], flip: true, set: {%1$s}}
                  on the grid: {model: ave, from: eye, measure: [shortcut], set: {loss: logistic, sampling.shortcut-safe: false, %1$s}}
                """.formatted(SMALL));
        Made.Run run = run("where", "--quick");
        assertThat(run.code()).as(run.err()).isZero();
        List<ExperimentResult.Row> rows =
                ExperimentResult.read(folder.resolve("out/results/where.json")).rows();
        List<String> measures = rows.stream().map(ExperimentResult.Row::measure).toList();
        assertThat(measures)
                .contains(
                        "pointing accuracy",
                        "both sounds pointed at",
                        "adaptive IIoU@0.5",
                        "empty map, sound of a class not in sight",
                        "linear probe on sounds",
                        "linear probe on pictures",
                        "the same with another picture, mismatches off the grid",
                        "grid heard by a linear listener");
        assertThat(run.out()).contains("saliency test:", "seed 1");
        assertThat(run.err()).contains("Found trained: eye, looking again");
        assertThat(run.out()).contains("looking at sizes [1.0, 2.0] and mirrored");
        assertThat(rows.stream()
                        .filter(row -> row.measure().equals("pointing accuracy"))
                        .map(row -> row.value() + " " + row.baselines())
                        .distinct())
                .as("another look, another answer")
                .hasSize(2);
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        fails("There is no experiment 'three'; there are two", "three");
        fails("has no folders train and val", "two", "--scenes", folder);
        define("broken", "question: x\ndata: lone\ntrainings: {one: {model: ave, mesure: [probe]}}\n");
        fails("'one' has a key 'mesure'", "broken");
        define("broken", "question: x\ndata: lone\ntrainings: {one: {model: ave, from: two}}\n");
        fails("starts from 'two'", "broken");
        define("broken", "question: x\ndata: lone\nmeasure: [speed]\ntrainings: {one: {model: ave}}\n");
        fails("'speed' for 'measure', which is none of correspondence", "broken");
        define("broken", "question: x\ndata: alone\ntrainings: {one: {model: ave}}\n");
        fails("There is no data set 'alone'", "broken");
        define("broken", "question: x\ndata: lone\ntrainings: {one: {model: ave, set: {stepz: 3}}}\n");
        fails("did you mean 'steps'", "broken");
        define("broken", "question: x\ndata: lone\ntrainings: {one: {model: avol, scales: [1, 9]}}\n");
        fails("'one' cannot be measured so: The scales [1.0, 9.0]", "broken");
        define("broken", "question: x\ndata: lone\ntrainings: {one: {model: avol, scales: [big]}}\n");
        fails("'scales' must be a list of numbers", "broken");
        define("broken", "only-made-data: true\ndata: lone\ntrainings: {one: {model: ave}}\n");
        fails("without --data", "broken", "--data", folder);
    }

    private void fails(String message, Object... arguments) {
        Made.Run run = run(arguments);
        assertThat(run.err()).contains(message).doesNotContain("\tat ");
        assertThat(run.code()).isEqualTo(1);
    }

    private Made.Run run(Object... arguments) {
        return Made.run(Stream.concat(
                        Stream.of("experiments", "run", "--definitions", definitions, "--out", folder.resolve("out")),
                        Stream.of(arguments))
                .toArray());
    }

    private static Map<String, Long> checkpoints(Path out) throws IOException {
        try (Stream<Path> files = Files.walk(out.resolve("runs"))) {
            Map<String, Long> times = new java.util.TreeMap<>();
            for (Path file : files.filter(path -> path.toString().endsWith(".safetensors"))
                    .toList()) {
                times.put(file.toString(), Files.getLastModifiedTime(file).toMillis());
            }
            return times;
        }
    }
}
