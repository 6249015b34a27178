package dev.earsight.train;

import dev.earsight.EarsightException;
import dev.earsight.clip.Augmentation;
import dev.earsight.clip.SamplingRule;
import dev.earsight.loss.HardNegatives;
import dev.earsight.loss.Loss;
import dev.earsight.net.Model;
import dev.earsight.net.NetworkConfig;
import dev.earsight.tensor.Precision;

/**
 * Everything that decides how a network is trained, in one immutable record; it is echoed into every checkpoint.
 *
 * @param model which network
 * @param network its sizes
 * @param loss what is minimized
 * @param batchSize pairs per step, over all ranks
 * @param microBatch pairs that go through the network at a time while gradients are computed, to save memory; 0 all at once ({@link
 *     BatchGradients})
 * @param steps steps to take at most
 * @param learningRate of Adam, after the warm-up
 * @param warmupSteps steps over which the learning rate grows linearly to its value
 * @param weightDecay added to the gradient (paper: 1e-5)
 * @param decayFactor the learning rate is multiplied by this ... (paper: 0.94)
 * @param decayEveryEpochs ... each time so many epochs are over (paper: 16); an epoch is one pair per source
 * @param cosineDecay whether the learning rate instead falls along half a cosine to zero at the last step
 * @param gradientClip gradients longer than this are shortened to it; 0 never
 * @param poolingSharpness AVOL-Net's soft pooling while training (see {@link dev.earsight.net.AvolNet}); 0 is the maximum
 * @param softPoolingShare the share of the steps for which pooling is soft; the maximum follows
 * @param wholePictureShare the share of the steps, the first ones, for which AVOL-Net looks at pictures as a whole, as AVE-Net
 *     does, before it turns to their places
 * @param negativeFocus how much more a mismatch counts the better it goes with the picture or sound; 0 all alike (see
 *     {@link HardNegatives})
 * @param ignoredNegativesShare the share of the best-going mismatches that do not count at all, taken for the same kind of thing
 * @param weightAveraging decay of the running mean of the weights that is validated and kept in their place ({@link
 *     WeightAverage}); 0 keeps the weights themselves
 * @param localNormalization whether each of several ranks normalizes by its own share of a batch (cheaper, and another course of
 *     training for each number of ranks) instead of by the whole
 * @param sampling how pairs are drawn
 * @param augmentation how they are varied
 * @param precision of the convolutions
 * @param engineThreads threads for the network; ranks on one machine share them
 * @param loaderThreads threads that make batches ahead; shared likewise
 * @param validateEverySteps steps between validations
 * @param validationPairs pairs per validation, half of them mismatched
 * @param patience validations without a better accuracy after which training stops; 0 never
 * @param timeLimitMinutes minutes after which training stops in good order; 0 never
 * @param seed of the weights and of every draw
 */
public record TrainConfig(
        Model model,
        NetworkConfig network,
        Loss loss,
        int batchSize,
        int microBatch,
        long steps,
        double learningRate,
        int warmupSteps,
        double weightDecay,
        double decayFactor,
        int decayEveryEpochs,
        boolean cosineDecay,
        double gradientClip,
        double poolingSharpness,
        double softPoolingShare,
        double wholePictureShare,
        double negativeFocus,
        double ignoredNegativesShare,
        double weightAveraging,
        boolean localNormalization,
        SamplingRule sampling,
        Augmentation augmentation,
        Precision precision,
        int engineThreads,
        int loaderThreads,
        int validateEverySteps,
        int validationPairs,
        int patience,
        double timeLimitMinutes,
        long seed) {

    /** Checks what would otherwise fail hours later. */
    public TrainConfig {
        atLeast(2, "batch-size", batchSize);
        require(
                microBatch == 0 || microBatch > 1,
                "micro-batch",
                "0 or at least 2 (batch normalization needs two pairs)",
                microBatch);
        atLeast(0, "steps", steps);
        require(learningRate > 0 && learningRate < 10, "learning-rate", "above 0 and below 10", learningRate);
        atLeast(0, "warmup-steps", warmupSteps);
        atLeast(0, "weight-decay", weightDecay);
        require(decayFactor > 0 && decayFactor <= 1, "decay-factor", "above 0, at most 1", decayFactor);
        atLeast(0, "decay-every-epochs", decayEveryEpochs);
        atLeast(0, "gradient-clip", gradientClip);
        atLeast(0, "pooling-sharpness", poolingSharpness);
        require(softPoolingShare >= 0 && softPoolingShare <= 1, "soft-pooling-share", "0 to 1", softPoolingShare);
        require(wholePictureShare >= 0 && wholePictureShare <= 1, "whole-picture-share", "0 to 1", wholePictureShare);
        atLeast(0, "negative-focus", negativeFocus);
        require(
                ignoredNegativesShare >= 0 && ignoredNegativesShare < 1,
                "ignored-negatives-share",
                "0 or above, below 1",
                ignoredNegativesShare);
        require(
                weightAveraging >= 0 && weightAveraging < 1,
                "weight-averaging",
                "0 or above, below 1",
                weightAveraging);
        atLeast(1, "engine-threads", engineThreads);
        atLeast(1, "loader-threads", loaderThreads);
        atLeast(1, "validate-every-steps", validateEverySteps);
        atLeast(2, "validation-pairs", validationPairs);
        atLeast(0, "patience", patience);
        atLeast(0, "time-limit-minutes", timeLimitMinutes);
        if (model != Model.AVOL && network.attentionSharpness() > 0) {
            throw new EarsightException("The setting 'network.attention-sharpness' is for AVOL-Net's map; train with "
                    + "--model avol, or set it to 0.");
        }
        if (model == Model.L3 && loss == Loss.INFO_NCE) {
            // Its similarity is its log-odds: setting the threshold afterwards would change what is trained.
            throw new EarsightException(
                    "L3-Net compares nothing that info_nce could train; use the loss logistic or all_pairs.");
        }
    }

    /** How much each mismatch counts. */
    HardNegatives hardNegatives() {
        return new HardNegatives(negativeFocus, ignoredNegativesShare);
    }

    /** The learning rate of a step, counted from 0, when an epoch has so many pairs. */
    double learningRateAt(long step, int pairsPerEpoch) {
        double warm = warmupSteps > 0 ? Math.min(1, (step + 1.0) / warmupSteps) : 1;
        if (cosineDecay) {
            return learningRate * warm * 0.5 * (1 + Math.cos(Math.PI * step / Math.max(1, steps)));
        }
        long epochs = step * batchSize / Math.max(1, pairsPerEpoch);
        return learningRate * warm * (decayEveryEpochs > 0 ? Math.pow(decayFactor, epochs / decayEveryEpochs) : 1);
    }

    private static void atLeast(double least, String key, double value) {
        require(value >= least && value < Double.POSITIVE_INFINITY, key, "at least " + inShort(least), value);
    }

    private static void require(boolean holds, String key, String range, double value) {
        if (!holds) {
            throw new EarsightException(
                    "The setting '" + key + "' of the training must be " + range + ", not " + inShort(value) + ".");
        }
    }

    private static String inShort(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
