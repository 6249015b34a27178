package dev.earsight.library;

import dev.earsight.embed.Embedder;
import dev.earsight.shard.FlowEstimator;
import dev.earsight.weights.TrainedNetwork;

/**
 * How a worker process makes an embedder. Named on its command line and made with a constructor without arguments, so that a module
 * above this one can put one there that finds optical flow, and a test one that hangs.
 */
public interface EmbedderOpener {
    /** An embedder with this network, both open until the process ends. */
    Embedder open(TrainedNetwork network);

    /** For networks that see still pictures or frames, not flow. */
    final class Still implements EmbedderOpener {
        @Override
        public Embedder open(TrainedNetwork network) {
            return new Embedder(network, FlowEstimator.none());
        }
    }
}
