package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.cli.Experiment.Training;
import dev.earsight.cli.ExperimentResult.Row;
import dev.earsight.evaluate.Measure;
import dev.earsight.evaluate.PerItem;
import dev.earsight.shard.ClipLibrary;
import dev.earsight.shard.PreparedData;
import dev.earsight.shard.Split;
import dev.earsight.train.ConfigFile;
import dev.earsight.train.Presets;
import dev.earsight.train.TrainConfig;
import dev.earsight.train.TrainingRun;
import dev.earsight.weights.Views;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Trains what an experiment asks for and measures it. A training's folder is named by a hash of its settings, its data and what
 * it starts from, so experiments share trainings and one that is there is not repeated.
 */
final class ExperimentRun {
    private static final long BOOTSTRAP_SEED = 23;
    private static final int QUICK_STEPS = 4;
    private static final String FINISHED = "finished";

    private final Experiment experiment;
    private final List<Long> seeds;
    private final Path out;
    private final boolean quick;
    private final Function<String, Path> data;
    private final Map<String, Path> folders = new LinkedHashMap<>();
    private final Set<Path> counted = new HashSet<>();
    private final List<String> notes = new ArrayList<>();
    private double minutes;

    /** In this run, for the time left. */
    private double secondsTrained;

    private long pairsTrained;

    /**
     * An experiment about to be run.
     *
     * @param out folder for trainings
     * @param quick a few steps only, to see that it works
     * @param data the prepared data of a set's name
     */
    ExperimentRun(Experiment experiment, List<Long> seeds, Path out, boolean quick, Function<String, Path> data) {
        this.experiment = experiment;
        this.seeds = seeds;
        this.out = out;
        this.quick = quick;
        this.data = data;
    }

    /** What came out. */
    record Outcome(
            List<Row> rows, List<Row> differences, List<String> notes, Map<String, String> trainings, double minutes) {}

    Outcome run() {
        trainAll();
        Map<String, List<List<PerItem>>> answers = new LinkedHashMap<>();
        for (Map.Entry<String, Training> each : experiment.trainings().entrySet()) {
            measure(each.getKey(), each.getValue(), answers);
        }
        List<Row> rows = new ArrayList<>();
        answers.forEach((title, items) -> items.forEach(perSeed -> rows.add(row(title, perSeed))));
        List<Row> differences = new ArrayList<>();
        for (Experiment.Pair pair : experiment.differences()) {
            for (List<PerItem> one : answers.getOrDefault(pair.one(), List.of())) {
                for (List<PerItem> other : answers.getOrDefault(pair.other(), List.of())) {
                    if (one.getFirst().name().equals(other.getFirst().name())) {
                        differences.add(row(pair.one() + " less " + pair.other(), less(one, other)));
                    }
                }
            }
        }
        Map<String, String> trainings = new LinkedHashMap<>();
        experiment.trainings().forEach((title, training) -> trainings.put(title, inWords(training)));
        return new Outcome(rows, differences, notes, trainings, minutes);
    }

    private static List<PerItem> less(List<PerItem> one, List<PerItem> other) {
        List<PerItem> differences = new ArrayList<>();
        for (int seed = 0; seed < one.size(); seed++) {
            differences.add(one.get(seed).minus(other.get(seed)));
        }
        return differences;
    }

    private static Row row(String title, List<PerItem> perSeed) {
        Measure mean = PerItem.mean(perSeed).measure(BOOTSTRAP_SEED);
        return Row.of(title, mean, perSeed.stream().map(PerItem::mean).toList());
    }

    private void trainAll() {
        int total = experiment.trainings().size() * seeds.size();
        int at = 0;
        long pairsLeft = pairsToTrain();
        for (long seed : seeds) {
            for (Map.Entry<String, Training> each : experiment.trainings().entrySet()) {
                String left = pairsTrained == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                ", about %.0f min of training left",
                                pairsLeft * secondsTrained / pairsTrained / 60);
                String message = String.format("%s, seed %d (%d of %d)%s", each.getKey(), seed, ++at, total, left);
                pairsLeft -= train(each.getKey(), each.getValue(), seed, message);
            }
        }
    }

    /** An upper bound: trainings that are there already are only found out when their data is. */
    private long pairsToTrain() {
        return seeds.size()
                * experiment.trainings().values().stream()
                        .map(training -> config(training, 1))
                        .mapToLong(config -> config.steps() * config.batchSize())
                        .sum();
    }

    private TrainConfig config(Training training, long seed) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("seed", Long.toString(seed));
        settings.put("validation-pairs", "512");
        if (training.from().isPresent()) {
            settings.put("whole-picture-share", "0"); // that training has been through it
        }
        settings.putAll(training.settings());
        TrainConfig config = ConfigFile.with(Presets.named(training.preset(), training.model()), settings);
        if (quick) {
            config = ConfigFile.with(config, Map.of("steps", Integer.toString(QUICK_STEPS), "validation-pairs", "32"));
        }
        if (!training.settings().containsKey("validate-every-steps")) {
            long every = Math.max(1, config.steps() / 10);
            config = ConfigFile.with(config, Map.of("validate-every-steps", Long.toString(every)));
        }
        return config;
    }

    /** Trains one network, or finds it trained, and answers how many pairs that took now or before. */
    private long train(String title, Training training, long seed, String message) {
        Path prepared = data.apply(training.data());
        try (PreparedData all = PreparedData.open(prepared, Split.TRAIN);
                PreparedData validation = PreparedData.open(prepared, Split.VAL)) {
            int kept = (int) Math.ceil(training.share() * all.size());
            ClipLibrary clips = kept == all.size() ? all : new FirstClips(all, Math.max(2, kept));
            TrainConfig config = TrainCommand.fitting(config(training, seed), clips);
            Optional<Path> from = training.from().map(other -> folder(other, seed));
            String key = all.dataHash() + clips.size() + from.map(Path::getFileName) + decisive(config);
            Path folder = out.resolve("runs")
                    .resolve(training.model().name().toLowerCase(Locale.ROOT) + "-" + training.data() + "-"
                            + UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8))
                                    .toString()
                                    .substring(0, 8));
            folders.put(title + seed, folder);
            long pairs = config.steps() * config.batchSize();
            if (!Files.exists(folder.resolve(FINISHED))) {
                System.err.println("Training " + message + " in " + folder);
                long started = System.nanoTime();
                // Named are all files, also where only a share of them is learnt from.
                Map<String, String> provenance = Provenance.of(all);
                provenance.put("data-hash", all.dataHash() + "/" + clips.size());
                TrainCommand.train(folder, TrainingRun.asStarted(folder, config), from, clips, validation, provenance);
                finished(folder, message);
                secondsTrained += (System.nanoTime() - started) / 1e9;
                pairsTrained += pairs;
            } else {
                System.err.println("Found trained: " + message + " in " + folder);
            }
            if (counted.add(folder)) {
                minutes += minutesOf(folder);
            }
            return pairs;
        }
    }

    /** What decides the course of a training, without what the machine only decides the speed by. */
    private static String decisive(TrainConfig config) {
        return ConfigFile.toYaml(
                ConfigFile.with(config, Map.of("precision", "float32", "engine-threads", "1", "loader-threads", "1")));
    }

    private Path folder(String title, long seed) {
        return folders.getOrDefault(title + seed, out);
    }

    private static void finished(Path folder, String message) {
        try {
            Files.writeString(folder.resolve(FINISHED), message + "\n");
        } catch (IOException failure) {
            throw new EarsightException(folder + " cannot be written; choose another --out.", failure);
        }
    }

    /** Minutes of training steps as the run logged them. */
    private static double minutesOf(Path folder) {
        try {
            List<String> lines = Files.readAllLines(folder.resolve("metrics.csv"));
            return lines.size() < 2 ? 0 : Double.parseDouble(lines.getLast().split(",", -1)[1]);
        } catch (IOException missing) {
            throw new EarsightException(folder + " has no metrics.csv; delete the folder and run again.", missing);
        }
    }

    private void measure(String title, Training training, Map<String, List<List<PerItem>>> answers) {
        for (long seed : seeds) {
            System.err.println("Measuring " + title + ", seed " + seed + " ...");
            ExperimentMeasures.Measured measured = ExperimentMeasures.of(
                    training.measures(),
                    TrainingRun.bestCheckpoint(folder(title, seed)),
                    training.views(),
                    data.apply(training.data()),
                    data.apply(training.test()),
                    experiment.split());
            measured.items().forEach((after, items) -> {
                List<List<PerItem>> sofar = answers.computeIfAbsent(
                        after.isEmpty() ? title : title + " + " + after, key -> new ArrayList<>());
                for (int i = 0; i < items.size(); i++) {
                    if (sofar.size() <= i) {
                        sofar.add(new ArrayList<>());
                    }
                    sofar.get(i).add(items.get(i));
                }
            });
            measured.notes().forEach(note -> notes.add(title + ", seed " + seed + ": " + note + "."));
        }
    }

    private static String inWords(Training training) {
        return training.model().name().toLowerCase(Locale.ROOT) + ", preset " + training.preset() + ", data "
                + training.data()
                + (training.test().equals(training.data()) ? "" : ", measured on " + training.test())
                + (training.share() < 1 ? ", share " + training.share() : "")
                + training.from().map(from -> ", from " + from).orElse("")
                + (training.views().equals(Views.single())
                        ? ""
                        : ", looking at sizes " + training.views().scales()
                                + (training.views().mirrored() ? " and mirrored" : ""))
                + training.settings().entrySet().stream()
                        .map(each -> ", " + each.getKey() + "=" + each.getValue())
                        .collect(Collectors.joining());
    }
}
