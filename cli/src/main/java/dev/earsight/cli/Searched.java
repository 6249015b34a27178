package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.embed.Embedder;
import dev.earsight.library.Library;
import dev.earsight.library.QueryVector;
import dev.earsight.library.QueryVectors;
import dev.earsight.shard.FlowEstimator;
import dev.earsight.train.TrainingRun;
import dev.earsight.weights.TrainedNetwork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** An index open for search, and the network whose vectors it holds, which is loaded when a query asks for it. */
final class Searched implements AutoCloseable {
    private final Library library;
    private final Path checkpoint;
    private @Nullable TrainedNetwork network;
    private @Nullable FlowEstimator flow;

    /** @param run in the place of the network the index remembers */
    Searched(Path index, @Nullable Path run) {
        library = Library.open(index);
        try {
            checkpoint = run == null ? library.info().checkpoint() : TrainingRun.bestCheckpoint(run);
            if (!Files.isRegularFile(checkpoint)) {
                throw new EarsightException("The network the index was made with is no longer at " + checkpoint
                        + "; say with --run where it is now.");
            }
        } catch (EarsightException e) {
            library.close();
            throw e;
        }
    }

    Library library() {
        return library;
    }

    /** The vectors of a picture, a sound or a video, made as those in the index were, with progress where that takes long. */
    List<QueryVector> vectors(Path query, OptionalDouble atSeconds) {
        try (MediaProgress progress = new MediaProgress("Reading " + query.getFileName(), query)) {
            return QueryVectors.of(embedder(), query, atSeconds, progress::at);
        }
    }

    private Embedder embedder() {
        library.requireNetwork(checkpoint);
        TrainedNetwork loaded = TrainedNetwork.load(checkpoint);
        network = loaded;
        FlowEstimator estimator = FlowMethod.whileWatching(loaded);
        flow = estimator;
        return new Embedder(loaded, estimator);
    }

    @Override
    public void close() {
        library.close();
        if (flow != null) {
            flow.close();
        }
        if (network != null) {
            network.close();
        }
    }
}
