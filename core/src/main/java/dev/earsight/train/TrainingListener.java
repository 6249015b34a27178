package dev.earsight.train;

/** What happens beside the training loop: progress, curves, checkpoints, stopping. Called in the loop's own thread. */
public interface TrainingListener {
    /** A step was taken. */
    default void afterStep(Step step) {}

    /** The network was tried on validation pairs. */
    default void afterValidation(Validation validation) {}

    /** Asked after every step: whether to stop now, in good order. */
    default boolean wantsToStop() {
        return false;
    }

    /**
     * One step.
     *
     * @param step steps taken so far, this one included
     * @param loss the batch's loss
     * @param accuracy share of balanced pairs of the batch judged rightly
     * @param learningRate the rate used
     * @param gradientNorm length of the gradient before clipping
     * @param pairs pairs in the batch
     * @param seconds wall time of the step
     * @param waitSeconds the part of it spent waiting for data
     */
    record Step(
            long step,
            double loss,
            double accuracy,
            double learningRate,
            double gradientNorm,
            int pairs,
            double seconds,
            double waitSeconds) {}

    /**
     * One validation.
     *
     * @param step steps taken so far
     * @param loss mean logistic loss of balanced pairs
     * @param accuracy share judged rightly
     * @param pairs number of pairs, half of them mismatched
     * @param best whether no earlier validation was as good
     * @param secondsSinceStart wall time since training started or was resumed
     */
    record Validation(long step, double loss, double accuracy, int pairs, boolean best, double secondsSinceStart) {}
}
