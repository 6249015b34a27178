package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.evaluate.ClassTree;
import dev.earsight.shard.PreparedData;
import dev.earsight.shard.Split;
import dev.earsight.weights.TrainedNetwork;
import dev.earsight.weights.Views;
import java.nio.file.Path;

/** Opens a checkpoint and a split that was kept from it, and evaluates the one on the other, with progress on standard error. */
final class CheckpointEvaluation {
    private CheckpointEvaluation() {}

    /** What becomes of an evaluation while network and clips are open. */
    interface Use<T> {
        T of(TrainedNetwork network, PreparedData clips, Evaluation evaluation);
    }

    /** As usual, one look at each picture. */
    static Evaluation of(Path checkpoint, Path data, Split split, int moments, ClassTree tree) {
        return asked(
                checkpoint,
                Views.single(),
                data,
                split,
                EvaluationSettings.of(moments, tree),
                false,
                (network, clips, evaluation) -> evaluation);
    }

    /** @param selectOnTest whether files that trained or chose the checkpoint are let through, and said so */
    static <T> T asked(
            Path checkpoint,
            Views views,
            Path data,
            Split split,
            EvaluationSettings settings,
            boolean selectOnTest,
            Use<T> use) {
        try (TrainedNetwork network = TrainedNetwork.load(checkpoint, views);
                PreparedData clips = PreparedData.open(data, split)) {
            if (clips.size() < 2) {
                throw new EarsightException("The split '" + split.label() + "' of " + data + " holds " + clips.size()
                        + " clips; choose another --split, or prepare with a larger share for it.");
            }
            HeldOut heldOut = HeldOut.check(network.provenance(), data, clips, split, selectOnTest);
            Evaluation evaluation;
            try (Progress progress = new Progress("Evaluating", clips.size(), " moments")) {
                evaluation = Evaluation.of(network, clips, settings, heldOut, progress);
            }
            return use.of(network, clips, evaluation);
        }
    }
}
