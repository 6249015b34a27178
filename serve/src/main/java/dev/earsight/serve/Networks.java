package dev.earsight.serve;

import dev.earsight.EarsightException;
import dev.earsight.localize.Localizer;
import dev.earsight.localize.OperatingPoint;
import dev.earsight.net.Model;
import dev.earsight.shard.FlowEstimator;
import dev.earsight.train.TrainingRun;
import dev.earsight.weights.AskedNetwork;
import dev.earsight.weights.TrainedNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The networks of a server: one that says where a sound comes from, one that makes vectors, or both. */
final class Networks implements AutoCloseable {
    /**
     * One of them.
     *
     * @param run the folder or file it was given as
     * @param checkpoint its file
     * @param network itself, for the queue's thread
     * @param asked how everyone else asks it
     * @param visibleFrom from which probability on something is said to be visible
     * @param visibleFromChosen whether that is the run's operating point
     */
    record Loaded(
            Path run,
            Path checkpoint,
            TrainedNetwork network,
            AskedNetwork asked,
            double visibleFrom,
            boolean visibleFromChosen) {
        boolean localizes() {
            return network.model() == Model.AVOL;
        }
    }

    private final List<Loaded> loaded = new ArrayList<>();
    private final FlowOpener flow;

    /**
     * Loads them.
     *
     * @param runs run folders, checkpoint files, or folders of such runs, as the demo leaves one
     */
    Networks(List<Path> runs, InferenceQueue queue, FlowOpener flow, Consumer<String> notes) {
        this.flow = flow;
        try {
            for (Path run : runs) {
                for (Path one : runsIn(run)) {
                    add(one, run.equals(one), queue, notes);
                }
            }
            if (loaded.isEmpty()) {
                throw new EarsightException(
                        "Name a training run with --run: of --model avol to localize, of --model ave "
                                + "to search, or one of each.");
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The run itself, or the runs in a folder. */
    private static List<Path> runsIn(Path given) {
        if (!Files.isDirectory(given) || Files.exists(given.resolve("best.safetensors"))) {
            return List.of(given);
        }
        try (Stream<Path> children = Files.list(given)) {
            List<Path> runs = children.filter(child -> Files.exists(child.resolve("best.safetensors")))
                    .sorted()
                    .toList();
            return runs.isEmpty() ? List.of(given) : runs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(Path run, boolean named, InferenceQueue queue, Consumer<String> notes) {
        Path checkpoint = TrainingRun.bestCheckpoint(run);
        TrainedNetwork network = TrainedNetwork.load(checkpoint);
        boolean localizes = network.model() == Model.AVOL;
        Optional<Loaded> there =
                loaded.stream().filter(other -> other.localizes() == localizes).findFirst();
        if (there.isPresent()) {
            network.close();
            if (named) {
                throw new EarsightException(run + " and " + there.get().run() + " are both of --model "
                        + network.model().name().toLowerCase(Locale.ROOT)
                        + "; a server has one network that localizes and one that embeds.");
            }
            return; // the first of a folder's runs
        }
        Optional<OperatingPoint> point = Files.isDirectory(run) ? OperatingPoint.of(run) : Optional.empty();
        boolean chosen = point.isPresent() && point.get().belongsTo(checkpoint);
        if (point.isPresent() && !chosen) {
            notes.accept(run.resolve(OperatingPoint.FILE)
                    + " was chosen for an earlier network of this run and is not used; run earsight diagnose again.");
        }
        loaded.add(new Loaded(
                run,
                checkpoint,
                network,
                queue.ask(network),
                chosen ? point.get().probability() : Localizer.EVEN_ODDS,
                chosen));
    }

    List<Loaded> all() {
        return List.copyOf(loaded);
    }

    /** The one that says where a sound comes from. */
    Optional<Loaded> localizing() {
        return loaded.stream().filter(Loaded::localizes).findFirst();
    }

    /** The one that makes vectors. */
    Optional<Loaded> embedding() {
        return loaded.stream().filter(one -> !one.localizes()).findFirst();
    }

    Loaded requireLocalizing() {
        return localizing()
                .orElseThrow(() -> new Problem(
                        Problem.Kind.NOT_CONFIGURED,
                        "This server has no network that localizes; start it with --run RUN of a training run of "
                                + "--model avol."));
    }

    Loaded requireEmbedding() {
        return embedding()
                .orElseThrow(() -> new Problem(
                        Problem.Kind.NOT_CONFIGURED,
                        "This server has no network that makes vectors; start it with --run RUN of a training run of "
                                + "--model ave."));
    }

    FlowEstimator flow(Loaded network) {
        return flow.open(network.asked().config());
    }

    @Override
    public void close() {
        loaded.forEach(one -> one.network().close());
    }
}
