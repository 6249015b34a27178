package dev.earsight.train;

import dev.earsight.EarsightException;
import dev.earsight.net.Model;
import dev.earsight.ranks.Ranks;
import dev.earsight.shard.ClipLibrary;
import dev.earsight.weights.Checkpoint;
import dev.earsight.weights.TrainingSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A training run in its folder:
 *
 * <pre>
 * config.yaml         the configuration as it was used
 * best.safetensors    the network of the best validation
 * last.safetensors    the network and the optimizer after the last validation, to go on from
 * metrics.csv         the learning curves; events.out.tfevents.* the same for TensorBoard
 * </pre>
 *
 * Started again on the same folder, it goes on where it was and repeats what an uninterrupted run would have done, bit for
 * bit on a CPU with the same number of threads.
 */
public final class TrainingRun implements AutoCloseable {
    private static final String BEST = "best.safetensors";
    private static final String LAST = "last.safetensors";
    private static final String DATA_HASH = "data-hash";

    private final Path folder;
    private final TrainConfig config;
    private final Map<String, String> provenance;
    private final Ranks ranks;
    private final Trainer trainer;
    private final boolean resumed;
    private Optional<TrainingSources> sources;

    /**
     * Opens a run, fresh or to be continued.
     *
     * @param provenance what beside the configuration is written into every checkpoint: commit, versions, and under
     *     {@code data-hash} what the clips are, so that a run is not continued on others, and {@link TrainingSources}
     * @throws EarsightException where the folder holds a run of another configuration or on other data
     */
    public TrainingRun(
            Path folder,
            TrainConfig config,
            ClipLibrary trainingClips,
            ClipLibrary validationClips,
            Map<String, String> provenance) {
        this(folder, config, trainingClips, validationClips, provenance, Ranks.alone());
    }

    /** The same as one of several ranks, of which rank 0 alone reads and writes the folder. */
    public TrainingRun(
            Path folder,
            TrainConfig config,
            ClipLibrary trainingClips,
            ClipLibrary validationClips,
            Map<String, String> provenance,
            Ranks ranks) {
        this.folder = folder;
        this.config = config;
        this.provenance = provenance;
        sources = TrainingSources.in(provenance);
        this.ranks = ranks;
        trainer = new Trainer(config, trainingClips, validationClips, ranks);
        resumed = ranks.rank() == 0 && Files.exists(folder.resolve(LAST));
        if (resumed) {
            try {
                resume();
            } catch (RuntimeException refused) {
                trainer.close();
                throw refused;
            }
        }
    }

    /** Starts a fresh run from another network's weights, as far as they fit; a resumed run has its own. */
    public void startFrom(Path checkpoint) {
        if (!resumed) {
            Checkpoint former = Checkpoint.read(checkpoint);
            former.restoreShared(trainer.network().parameters().all());
            if (former.model() == Model.AVE) {
                trainer.startsFromDirections();
            }
            sources = sources.map(own -> own.after(TrainingSources.in(former.provenance())));
        }
    }

    /** The network to use of a finished or running run: the best so far. */
    public static Path bestCheckpoint(Path runFolder) {
        if (Files.isRegularFile(runFolder)) {
            return runFolder;
        }
        Path best = runFolder.resolve(BEST);
        if (!Files.exists(best)) {
            throw new EarsightException(runFolder + " holds no trained network (" + BEST
                    + "); train one with: earsight train --out " + runFolder);
        }
        return best;
    }

    /** The configuration that the run in this folder was started with. */
    public static TrainConfig configOf(Path runFolder) {
        Path file = runFolder.resolve("config.yaml");
        try {
            return ConfigFile.fromYaml(Files.readString(file));
        } catch (IOException missing) {
            throw new EarsightException(runFolder + " is not a training run: it has no config.yaml.", missing);
        }
    }

    /**
     * {@code fresh} with what the run already in this folder, if any, found out about its machine: precision and number of
     * threads. Measuring again could come out otherwise and end in another course.
     */
    public static TrainConfig asStarted(Path runFolder, TrainConfig fresh) {
        if (!Files.exists(runFolder.resolve(LAST))) {
            return fresh;
        }
        TrainConfig before = configOf(runFolder);
        return ConfigFile.with(
                fresh,
                Map.of(
                        "precision", before.precision().name(),
                        "engine-threads", Integer.toString(before.engineThreads())));
    }

    /** Whether it goes on from a checkpoint. */
    public boolean resumed() {
        return resumed;
    }

    /** The trainer, for what it stands at. */
    public Trainer trainer() {
        return trainer;
    }

    /** Trains to the end of the configuration, or until a listener stops it. */
    public void run(List<TrainingListener> listeners) {
        if (ranks.rank() > 0) {
            trainer.run(listeners);
            return;
        }
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("config.yaml"), ConfigFile.toYaml(config));
        } catch (IOException failure) {
            throw new EarsightException(
                    "The run folder " + folder + " cannot be written; choose another --out.", failure);
        }
        try (CurveWriter curves = new CurveWriter(folder, trainer.steps())) {
            List<TrainingListener> all = new ArrayList<>(List.of(curves, new Checkpoints()));
            if (config.patience() > 0) {
                all.add(new Stopping.Patience(config.patience(), trainer.validationsSinceBest()));
            }
            if (config.timeLimitMinutes() > 0) {
                all.add(new Stopping.TimeLimit(config.timeLimitMinutes()));
            }
            all.addAll(listeners);
            trainer.run(all);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void resume() {
        Checkpoint last = Checkpoint.read(folder.resolve(LAST));
        Map<String, String> about = last.provenance();
        if (!about.keySet().containsAll(List.of("config", "step", "best-accuracy", "validations-since-best"))) {
            throw new EarsightException(
                    folder.resolve(LAST) + " is not the state of a training run; choose another --out or delete it.");
        }
        List<String> changed = differences(ConfigFile.fromYaml(about.getOrDefault("config", "")), config);
        if (!changed.isEmpty()) {
            throw new EarsightException("The folder " + folder + " holds a run of another configuration ("
                    + String.join(", ", changed) + "); repeat its settings, or choose another --out.");
        }
        if (!Objects.equals(about.get(DATA_HASH), provenance.get(DATA_HASH))) {
            throw new EarsightException("The folder " + folder
                    + " holds a run on other data, or the data has changed since; choose another --out.");
        }
        Optional<TrainingSources> before = TrainingSources.in(about);
        if (before.isPresent() || about.containsKey(Checkpoint.INITIAL_WEIGHTS)) {
            sources = sources.map(own -> own.after(before));
        }
        last.restore(trainer.state());
        trainer.resumeAt(
                Long.parseLong(about.getOrDefault("step", "")),
                Double.parseDouble(about.getOrDefault("best-accuracy", "")),
                Integer.parseInt(about.getOrDefault("validations-since-best", "")));
    }

    /** The settings that lead two runs through different steps; the limits and who loads the data do not. */
    private static List<String> differences(TrainConfig a, TrainConfig b) {
        Map<String, String> limits = new LinkedHashMap<>();
        limits.put("patience", "0");
        limits.put("time-limit-minutes", "0");
        limits.put("loader-threads", "1");
        if (!a.cosineDecay() && a.softPoolingShare() == 0 && a.wholePictureShare() == 0) {
            limits.put("steps", "0");
        }
        return ConfigFile.differences(ConfigFile.with(a, limits), ConfigFile.with(b, limits));
    }

    /** Writes the checkpoints at every validation. */
    private final class Checkpoints implements TrainingListener {
        @Override
        public void afterValidation(Validation validation) {
            Map<String, String> about = new LinkedHashMap<>(provenance);
            sources.ifPresent(seen -> about.putAll(seen.metadata()));
            about.put("config", ConfigFile.toYaml(config));
            about.put("seed", Long.toString(config.seed()));
            about.put("step", Long.toString(validation.step()));
            about.put("validation-accuracy", Double.toString(validation.accuracy()));
            about.put("best-accuracy", Double.toString(trainer.bestAccuracy()));
            about.put("validations-since-best", Integer.toString(trainer.validationsSinceBest()));
            if (validation.best()) {
                Checkpoint.write(folder.resolve(BEST), config.model(), config.network(), trainer.usedWeights(), about);
            }
            Checkpoint.write(folder.resolve(LAST), config.model(), config.network(), trainer.state(), about);
        }
    }

    @Override
    public void close() {
        trainer.close();
    }
}
