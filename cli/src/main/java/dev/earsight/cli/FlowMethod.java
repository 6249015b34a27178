package dev.earsight.cli;

import dev.earsight.motion.DisFlow;
import dev.earsight.motion.TvL1Flow;
import dev.earsight.shard.FlowEstimator;
import dev.earsight.weights.TrainedNetwork;
import java.util.Locale;

/** The ways to find optical flow, by the names the user writes. */
enum FlowMethod {
    TVL1 {
        @Override
        FlowEstimator estimator() {
            return new TvL1Flow();
        }
    },
    DIS {
        @Override
        FlowEstimator estimator() {
            return new DisFlow();
        }
    };

    abstract FlowEstimator estimator();

    /** The way to find flow in pictures as they come, for a network that sees it. */
    static FlowEstimator whileWatching(TrainedNetwork network) {
        return network.config().flowFields() > 0 ? DIS.estimator() : FlowEstimator.none();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
