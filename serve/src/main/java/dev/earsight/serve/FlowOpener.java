package dev.earsight.serve;

import dev.earsight.net.NetworkConfig;
import dev.earsight.shard.FlowEstimator;

/** Opens what finds optical flow for a network that sees it. */
public interface FlowOpener {
    /** For one thread, which closes it; {@link FlowEstimator#none} where the network sees no flow. */
    FlowEstimator open(NetworkConfig network);
}
