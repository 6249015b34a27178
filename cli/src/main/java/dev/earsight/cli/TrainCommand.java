package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.loss.Loss;
import dev.earsight.net.Model;
import dev.earsight.net.Network;
import dev.earsight.ranks.Ranks;
import dev.earsight.shard.ClipLibrary;
import dev.earsight.shard.PreparationOptions;
import dev.earsight.shard.PreparedData;
import dev.earsight.shard.Split;
import dev.earsight.tensor.Precision;
import dev.earsight.train.ConfigFile;
import dev.earsight.train.Presets;
import dev.earsight.train.TrainConfig;
import dev.earsight.train.TrainingRun;
import dev.earsight.weights.Checkpoint;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code earsight train}. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Trains a network on prepared data, or straight on a folder of videos.",
            "",
            "avol learns where a sound comes from, ave learns vectors for search, l3 is the baseline. RUN gets the best and "
                    + "the last checkpoint, the configuration, metrics.csv and TensorBoard events. The same command goes on "
                    + "after an interruption."
        })
final class TrainCommand implements Callable<Integer> {
    @Option(names = "--data", required = true, description = "Prepared data, or a folder of videos.")
    private Path data = Path.of(".");

    @Option(names = "--out", paramLabel = "RUN", required = true, description = "Folder of the run.")
    private Path out = Path.of(".");

    @Option(names = "--model", defaultValue = "avol", description = "avol, ave or l3 (default: avol).")
    private Model model = Model.AVOL;

    @Option(
            names = "--preset",
            defaultValue = "small",
            description =
                    "small (for CPUs), small-normalized (its last vectors batch-normalized) or paper (default: small).")
    private String preset = "small";

    @Option(names = "--config", paramLabel = "YAML", description = "Settings that differ from the preset.")
    private @Nullable Path configFile;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "One setting of the configuration, e.g. --set network.image-side=128; see RUN/config.yaml. Beyond the "
                            + "paper, off unless set: network.attention-sharpness=0.3, negative-focus=0.5, "
                            + "ignored-negatives-share=0.07, weight-averaging=0.99 (docs/formats.md says what they do).")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--frames",
            paramLabel = "N",
            description =
                    "Consecutive frames of 25 a second that the network sees, an odd number up to 25 (the paper's AVE+MF: 25; "
                            + "default: 1, a still picture). Needs data that keeps every frame.")
    private @Nullable Integer frames;

    @Option(
            names = "--flow",
            paramLabel = "N",
            description =
                    "Fields of optical flow that it sees beside one frame (the paper's AVE+OF: 10). Needs data prepared with "
                            + "--flow.")
    private @Nullable Integer flowFields;

    @Option(names = "--loss", description = "logistic (the paper's), all_pairs or info_nce.")
    private @Nullable Loss loss;

    @Option(
            names = "--init",
            paramLabel = "RUN",
            description =
                    "Start from another run's weights, as far as they fit: easy clips first, then harder ones. AVOL-Net also starts "
                            + "from an AVE-Net.")
    private @Nullable Path initialRun;

    @Option(names = "--steps", description = "Steps to train.")
    private @Nullable Long steps;

    @Option(names = "--batch-size", description = "Pairs per step.")
    private @Nullable Integer batchSize;

    @Option(names = "--learning-rate", description = "Of Adam.")
    private @Nullable Double learningRate;

    @Option(names = "--seed", description = "Of weights and draws.")
    private @Nullable Long seed;

    @Option(
            names = "--precision",
            description = "float32 or bfloat16 (default: bfloat16 where the CPU multiplies it in hardware).")
    private @Nullable Precision precision;

    @Option(names = "--time-limit", paramLabel = "MINUTES", description = "Stop in good order after so long.")
    private @Nullable Double timeLimitMinutes;

    @Option(names = "--patience", paramLabel = "N", description = "Stop after N validations without a better one.")
    private @Nullable Integer patience;

    @Option(
            names = "--misalignment",
            paramLabel = "SECONDS",
            description = "Move the sound by up to so much, 0 to 1, for matches and mismatches alike.")
    private @Nullable Double misalignmentSeconds;

    @Option(
            names = "--unsafe-sampling",
            description =
                    "Draw mismatched sounds off the frames' time grid: only to repeat the paper's shortcut experiment.")
    private boolean unsafeSampling;

    @Mixin
    private RankOptions rankOptions = new RankOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--dry-run", description = "Say what would be trained, take two steps, write nothing.")
    private boolean dryRun;

    @Override
    public Integer call() {
        Optional<RankProcesses.Place> place = rankOptions.place();
        Path prepared = preparedData();
        try (PreparedData training = PreparedData.open(prepared, Split.TRAIN);
                PreparedData validation = PreparedData.open(prepared, Split.VAL)) {
            requireSources(training, "training");
            requireSources(validation, "validation");
            TrainConfig config = config(training);
            Map<String, String> provenance = Provenance.of(training);
            if (initialRun != null) {
                provenance.put(Checkpoint.INITIAL_WEIGHTS, initialRun.toString());
            }
            if (dryRun) {
                return dryRun(config, training, validation);
            }
            try (RankProcesses processes = place.map(
                            with -> RankProcesses.start(with, RankOptions.withoutPlace(arguments(), prepared), out))
                    .orElseGet(RankProcesses::alone)) {
                Ranks ranks = processes.ranks();
                processes.run(() -> train(
                        out,
                        ofFirst(ranks, config, provenance),
                        Optional.ofNullable(initialRun),
                        training,
                        validation,
                        provenance,
                        ranks));
            }
            return 0;
        }
    }

    private List<String> arguments() {
        return Objects.requireNonNull(spec).commandLine().getParseResult().originalArgs();
    }

    /** Rank 0's configuration, for the same data. */
    private static TrainConfig ofFirst(Ranks ranks, TrainConfig own, Map<String, String> provenance) {
        String data = provenance.getOrDefault("data-hash", "");
        if (!ranks.ofFirst("data-hash", data).equals(data)) {
            throw new EarsightException("The data of rank " + ranks.rank()
                    + " is not the data of rank 0; copy the same prepared data to every machine.");
        }
        return ConfigFile.fromYaml(ranks.ofFirst("config", ConfigFile.toYaml(own)));
    }

    /** Trains with progress on standard error, and says how it ended. */
    static void train(
            Path out,
            TrainConfig config,
            Optional<Path> from,
            ClipLibrary training,
            ClipLibrary validation,
            Map<String, String> provenance) {
        train(out, config, from, training, validation, provenance, Ranks.alone());
    }

    private static void train(
            Path out,
            TrainConfig config,
            Optional<Path> from,
            ClipLibrary training,
            ClipLibrary validation,
            Map<String, String> provenance,
            Ranks ranks) {
        requireSources(training, "training");
        requireSources(validation, "validation");
        try (TrainingRun run = new TrainingRun(out, config, training, validation, provenance, ranks);
                TrainingProgress progress =
                        new TrainingProgress(config, run.trainer().steps())) {
            if (ranks.rank() == 0) {
                from.ifPresent(other -> run.startFrom(TrainingRun.bestCheckpoint(other)));
            }
            if (run.resumed()) {
                System.err.println("Going on at step " + run.trainer().steps() + " of " + config.steps() + ".");
            }
            run.run(List.of(progress));
            System.out.printf(
                    "%s: %d steps, best validation accuracy %.1f %% (chance 50 %%, n = %d).%n",
                    out, run.trainer().steps(), 100 * run.trainer().bestAccuracy(), config.validationPairs());
        }
    }

    private TrainConfig config(ClipLibrary training) {
        TrainConfig config = TrainingRun.asStarted(out, Presets.named(preset, model));
        if (configFile != null) {
            config = ConfigFile.read(configFile, config);
        }
        Map<String, String> flags = new LinkedHashMap<>();
        put(flags, "model", model);
        put(flags, "network.frames", frames);
        put(flags, "network.flow-fields", flowFields);
        put(flags, "loss", loss);
        put(flags, "steps", steps);
        put(flags, "batch-size", batchSize);
        put(flags, "learning-rate", learningRate);
        put(flags, "seed", seed);
        put(flags, "precision", precision);
        put(flags, "time-limit-minutes", timeLimitMinutes);
        put(flags, "patience", patience);
        put(flags, "sampling.misalignment-seconds", misalignmentSeconds);
        if (unsafeSampling) {
            put(flags, "sampling.shortcut-safe", false);
        }
        if (initialRun != null) {
            put(flags, "whole-picture-share", 0); // that run has been through it
        }
        flags.putAll(settings);
        return fitting(ConfigFile.with(config, flags), training, rankOptions.count());
    }

    /** {@code config} with no larger a batch than there are files, where all of a batch are compared. */
    static TrainConfig fitting(TrainConfig config, ClipLibrary training) {
        return fitting(config, training, 1);
    }

    private static TrainConfig fitting(TrainConfig config, ClipLibrary training, int ranks) {
        long sources = sources(training) / ranks * ranks;
        if (config.loss().comparesAll() && config.batchSize() > sources) {
            System.err.println("The batch size is " + sources + ", as many as there are training files"
                    + (ranks > 1 ? ", shared evenly." : "."));
            return ConfigFile.with(config, Map.of("batch-size", Long.toString(Math.max(2, sources))));
        }
        return config;
    }

    private Path preparedData() {
        if (PreparedData.isIn(data)) {
            return data;
        }
        if (rankOptions.onSeveralMachines()) {
            throw new EarsightException(data + " is not prepared data; prepare it, and copy it to every machine.");
        }
        Path prepared = out.resolve("data");
        System.err.println(data + " is not prepared data; preparing its videos into " + prepared + ".");
        PrepareCommand.prepare(PreparationOptions.of(data, prepared));
        return prepared;
    }

    private static int dryRun(TrainConfig config, ClipLibrary training, ClipLibrary validation) {
        System.out.print(ConfigFile.toYaml(config));
        try (Network network = config.model().create(config.network(), config.seed())) {
            System.out.printf("parameters: %,d%n", network.parameters().count());
        }
        System.out.printf("clips: %d to train on, %d to validate on%n", training.size(), validation.size());
        TrainConfig two = ConfigFile.with(
                config,
                Map.of("steps", "2", "validate-every-steps", "2", "validation-pairs", "2", "warmup-steps", "0"));
        try (dev.earsight.train.Trainer trainer = new dev.earsight.train.Trainer(two, training, validation)) {
            trainer.run(List.of(new dev.earsight.train.TrainingListener() {
                @Override
                public void afterStep(Step step) {
                    System.out.printf(
                            "step %d: loss %.4f, %.1f pairs/s%n",
                            step.step(), step.loss(), step.pairs() / step.seconds());
                }
            }));
        }
        return 0;
    }

    private static void requireSources(ClipLibrary clips, String what) {
        long sources = sources(clips);
        if (sources < 2) {
            throw new EarsightException((sources == 0
                            ? "The prepared data has no clips for " + what
                            : "The prepared data has clips of one file only for " + what)
                    + ", and mismatched pairs need two files at least; prepare more videos or give that split a larger "
                    + "share.");
        }
    }

    private static long sources(ClipLibrary clips) {
        return java.util.stream.IntStream.range(0, clips.size())
                .mapToObj(clips::source)
                .distinct()
                .count();
    }

    private static void put(Map<String, String> flags, String key, @Nullable Object value) {
        if (value != null) {
            flags.put(key, value.toString());
        }
    }
}
