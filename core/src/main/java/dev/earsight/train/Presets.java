package dev.earsight.train;

import dev.earsight.EarsightException;
import dev.earsight.clip.Augmentation;
import dev.earsight.clip.SamplingRule;
import dev.earsight.loss.Loss;
import dev.earsight.net.Model;
import dev.earsight.net.NetworkConfig;
import dev.earsight.tensor.Precision;
import java.util.Map;

/** Configurations to start from. */
public final class Presets {
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    /**
     * Small networks keep the loaders busy: a core is left to them, or the engine's threads wait for the one that was pushed aside (two cores:
     * 610 to 640 pairs/s with one engine thread, 510 to 530 with two).
     */
    private static final int ENGINE_THREADS_BESIDE_LOADERS = Math.max(1, CORES - 1);

    private Presets() {}

    /** A preset by name: {@code small}, {@code small-normalized} or {@code paper}. */
    public static TrainConfig named(String name, Model model) {
        return switch (name) {
            case "small" -> small(model);
            case "small-normalized" -> ConfigFile.with(small(model), Map.of("network.normalized-embedding", "true"));
            case "paper" -> paper(model);
            default ->
                throw new EarsightException(
                        "There is no preset '" + name
                                + "'; there are small (for CPUs), small-normalized (its last vectors batch-normalized) and paper.");
        };
    }

    /**
     * What the paper states (section 3.3): 224 pixels, logistic loss, Adam with weight decay 1e-5, the learning rate times
     * 0.94 every 16 epochs. The paper leaves the learning rate to a grid search and trains with 2048 pairs a step on 16
     * machines; 1e-4 is L3-Net's rate, and 64 pairs are what one machine's memory holds comfortably.
     */
    public static TrainConfig paper(Model model) {
        return new TrainConfig(
                model,
                NetworkConfig.paper(),
                Loss.LOGISTIC,
                64,
                0,
                200_000,
                1e-4,
                500,
                1e-5,
                0.94,
                16,
                false,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                false,
                SamplingRule.standard(),
                Augmentation.standard(),
                Precision.ofThisMachine(),
                CORES,
                Math.min(2, CORES),
                500,
                2048,
                0,
                0,
                1);
    }

    /**
     * For a CPU and thousands of clips: a network about fifty times cheaper, and InfoNCE over the batch, with which AVE-Net leaves
     * chance within a hundred steps where the logistic loss on single pairs needs thousands. AVOL-Net begins with whole pictures, as
     * an AVE-Net: place by place it would stay at chance for long. Found by the trials in {@code experiments/README.md}; before {@code
     * experiments/defaults.yaml} spoke against it, both last vectors were batch-normalized, as {@code small-normalized} still has them.
     */
    public static TrainConfig small(Model model) {
        return new TrainConfig(
                model,
                NetworkConfig.small(),
                model == Model.L3 ? Loss.LOGISTIC : Loss.INFO_NCE,
                64,
                0,
                1_500,
                2e-3,
                50,
                1e-5,
                0.94,
                16,
                true,
                0,
                0.3,
                1,
                model == Model.AVOL ? 0.5 : 0,
                0,
                0,
                0,
                false,
                SamplingRule.standard(),
                Augmentation.standard(),
                Precision.ofThisMachine(),
                ENGINE_THREADS_BESIDE_LOADERS,
                Math.min(2, ENGINE_THREADS_BESIDE_LOADERS),
                100,
                1024,
                0,
                0,
                1);
    }
}
