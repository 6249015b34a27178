package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.media.ImageFile;
import dev.earsight.shard.PreparedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code earsight experiments}. */
@Command(
        name = "experiments",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Repeats the paper's tables, and what we asked beside them, from definitions in YAML: makes the data, trains, "
                    + "measures, and writes what came out into RESULTS.md.",
            "",
            "experiments list says what there is and what was run; experiments run NAME|all runs it."
        },
        footerHeading = "%nFor example:%n",
        footer = {
            "  earsight experiments list",
            "  earsight experiments run correspondence",
            "  earsight experiments run all --seeds 3",
            "  earsight experiments run localization --scenes SCENES"
        })
final class ExperimentsCommand {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** Where definitions and results are. */
    static final class Places {
        @Option(
                names = "--definitions",
                paramLabel = "DIR",
                description = "Folder of NAME.yaml and data.yaml (default: experiments beside the program).")
        private @Nullable Path definitions;

        @Option(
                names = "--results",
                paramLabel = "DIR",
                description =
                        "Folder for RESULTS.md and results/ (default: that of the definitions; of quick runs, --out).")
        private @Nullable Path results;

        private Path definitions() {
            return definitions != null
                    ? definitions
                    : Path.of(System.getProperty("earsight.home", ".")).resolve("experiments");
        }

        private Path results(Optional<Path> quickOut) {
            return results != null ? results : quickOut.orElseGet(this::definitions);
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "What can be run, and what was.")
    int list(@Mixin Places places) {
        ExperimentReport report = new ExperimentReport(places.results(Optional.empty()));
        Experiment.all(places.definitions()).forEach((name, experiment) -> {
            List<ExperimentResult> results = report.resultsOf(name);
            System.out.printf(
                    "%-18s %s%n%-18s %d trainings on %s; %s%n",
                    name,
                    experiment.question(),
                    "",
                    experiment.trainings().size(),
                    String.join(", ", experiment.dataSets()),
                    results.isEmpty()
                            ? "not run"
                            : "run " + results.getLast().date() + ", "
                                    + results.getLast().seeds().size() + " seeds");
        });
        return 0;
    }

    @Command(
            name = "run",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Runs experiments. May be interrupted; the same command goes on where it was, and trainings and data sets that "
                        + "are there are used again, also by other experiments.",
                "",
                "NAME.yaml holds: question, paper, note; data and test (sets of data.yaml); split, the part of them that is measured on "
                        + "(test, or val to choose by); measure (a list of correspondence, "
                        + "retrieval, canonical-correlation, pointing, saliency, empty-map, shortcut, synchronization, probe); trainings, each "
                        + "with model and, where they differ, data, test, share, from, preset, measure, set, which takes any "
                        + "setting of RUN/config.yaml, and scales and flip, how pictures are looked at in measuring, as "
                        + "evaluate has them; differences, pairs of trainings to compare item by item."
            })
    int run(
            @Parameters(paramLabel = "NAME", description = "Names of experiments, or all.") List<String> names,
            @Option(
                            names = "--seeds",
                            paramLabel = "N",
                            defaultValue = "1",
                            description = "Train each network from the seeds 1 to N (default: 1).")
                    int seeds,
            @Option(
                            names = "--out",
                            paramLabel = "DIR",
                            defaultValue = "experiments-runs",
                            description = "Folder for data and trainings, some gigabytes (default: experiments-runs).")
                    Path out,
            @Option(
                            names = "--data",
                            paramLabel = "DATA",
                            description =
                                    "Prepared data with the splits train, val and test instead of drawn scenes; NAME.json "
                                            + "must have lain beside the videos.")
                    @Nullable
                    Path data,
            @Option(
                            names = "--scenes",
                            paramLabel = "DIR",
                            description =
                                    "The same from videos in DIR/train and DIR/val: val is measured on, a tenth of train "
                                            + "chooses the checkpoint.")
                    @Nullable
                    Path scenes,
            @Option(names = "--quick", description = "Tiny data and four steps, only to see that everything runs.")
                    boolean quick,
            @Mixin Places places) {
        if (seeds < 1) {
            throw new ParameterException(spec.commandLine(), "--seeds must be at least 1.");
        }
        if (data != null && scenes != null) {
            throw new ParameterException(spec.commandLine(), "Give --data or --scenes, not both.");
        }
        Path definitions = places.definitions();
        Map<String, Experiment> all = Experiment.all(definitions);
        List<Experiment> chosen = chosen(names, all);
        ExperimentReport report = new ExperimentReport(places.results(quick ? Optional.of(out) : Optional.empty()));
        Optional<Path> given = Optional.ofNullable(data).or(() -> Optional.ofNullable(scenes));
        Function<String, Path> sets;
        if (given.isPresent()) {
            for (Experiment experiment : chosen) {
                if (!experiment.takesGivenData()) {
                    throw new EarsightException("The experiment '" + experiment.name()
                            + "' is about how its data is made; run it without --data and --scenes.");
                }
            }
            Path prepared = data != null ? data : GivenScenes.prepared(given.get(), out);
            sets = name -> prepared;
        } else {
            sets = new ExperimentData(definitions, out, quick)::prepared;
        }
        for (Experiment experiment : chosen) {
            run(experiment, LongStream.rangeClosed(1, seeds).boxed().toList(), out, quick, given, sets, report, all);
        }
        return 0;
    }

    @Command(
            name = "curve",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Draws one measure while one setting changes, from the JSON that fuse and evaluate write with --json, and prints it as a "
                        + "table: a line for each contestant after the comma of the measure's name, and for each baseline.",
                "",
                "  earsight experiments curve --setting \"spacing in cm\" --out spacing.png 3=spacing3.json 10=spacing10.json"
            })
    int curve(
            @Parameters(paramLabel = "VALUE=FILE", description = "What was measured at each value of the setting.")
                    Map<Double, Path> cells,
            @Option(names = "--setting", required = true, description = "What changes, with its unit.") String setting,
            @Option(
                            names = "--measure",
                            defaultValue = "pointing",
                            description = "A measure's name, up to the comma (default: pointing).")
                    String measure,
            @Option(names = "--out", required = true, paramLabel = "FILE.png", description = "The picture.") Path out) {
        Sweep sweep = Sweep.read(measure, setting, cells);
        ImageFile.writePng(sweep.picture(), out);
        System.out.print(sweep.table());
        return 0;
    }

    private void run(
            Experiment experiment,
            List<Long> seeds,
            Path out,
            boolean quick,
            Optional<Path> given,
            Function<String, Path> sets,
            ExperimentReport report,
            Map<String, Experiment> all) {
        System.err.println();
        System.err.println("Experiment " + experiment.name() + ": " + experiment.question());
        ExperimentRun.Outcome outcome = new ExperimentRun(experiment, seeds, out, quick, sets).run();
        String on = given.map(
                        path -> path.toAbsolutePath().normalize().getFileName().toString())
                .orElse("");
        List<String> notes = new ArrayList<>(outcome.notes());
        given.ifPresent(path -> notes.add("All learnt from and were measured on " + on
                + ", which was given, in place of the sets the definition names."));
        ExperimentResult result = new ExperimentResult(
                experiment.name() + (on.isEmpty() ? "" : "-on-" + on),
                experiment.question(),
                experiment.paper(),
                experiment.note(),
                "earsight experiments run " + experiment.name() + " --seeds " + seeds.size() + (quick ? " --quick" : "")
                        + (on.isEmpty() ? "" : " --" + (PreparedData.isIn(given.get()) ? "data " : "scenes ") + on),
                LocalDate.now(ZoneOffset.UTC).toString(),
                System.getProperty("earsight.commit", "unknown"),
                machine(),
                seeds,
                outcome.minutes(),
                quick,
                outcome.trainings(),
                outcome.rows(),
                outcome.differences(),
                notes);
        report.add(experiment, result, all);
        System.out.println(result.markdown());
    }

    private static List<Experiment> chosen(List<String> names, Map<String, Experiment> all) {
        if (names.contains("all")) {
            return List.copyOf(all.values());
        }
        List<Experiment> chosen = new ArrayList<>();
        for (String name : names) {
            Experiment experiment = all.get(name);
            if (experiment == null) {
                throw new EarsightException(
                        "There is no experiment '" + name + "'; there are " + String.join(", ", all.keySet()) + ".");
            }
            chosen.add(experiment);
        }
        return chosen;
    }

    /** The processor's name where the system tells it, and how many cores there are. */
    private static String machine() {
        String processor = System.getProperty("os.arch");
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            processor = lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(processor);
        } catch (IOException | java.io.UncheckedIOException notLinux) {
            processor = System.getProperty("os.name") + " " + processor;
        }
        return String.format(Locale.ROOT, "%d cores of %s", Runtime.getRuntime().availableProcessors(), processor);
    }
}
