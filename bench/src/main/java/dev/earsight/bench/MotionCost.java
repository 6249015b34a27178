package dev.earsight.bench;

import dev.earsight.loss.Loss;
import dev.earsight.net.Model;
import dev.earsight.shard.PreparedData;
import dev.earsight.shard.Split;
import dev.earsight.train.ConfigFile;
import dev.earsight.train.Presets;
import dev.earsight.train.TrainConfig;
import dev.earsight.train.Trainer;
import dev.earsight.train.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Pairs a second in training, data included, of networks that see one picture, 25 frames, and one picture with 10 flow
 * fields. The three take turns for a few steps each, so that a change of load cannot pass for a difference between them.
 */
public final class MotionCost {
    private static final int STEPS = 6;
    private static final int WARM_UP_STEPS = 2;

    private MotionCost() {}

    /** @param arguments prepared data with every frame (and flow, or the third is left out), image side, batch size, rounds */
    public static void main(String[] arguments) {
        int rounds = Integer.parseInt(arguments[3]);
        try (PreparedData clips = PreparedData.open(Path.of(arguments[0]), Split.TRAIN)) {
            List<Input> inputs = List.of(
                    new Input("one picture", "{frames: 1}", new double[rounds]),
                    new Input("25 frames", "{frames: 25}", new double[rounds]),
                    new Input("10 flow fields", "{flow-fields: 10}", new double[rounds]));
            for (int round = 0; round < rounds; round++) {
                for (Input input : inputs) {
                    input.pairsPerSecond[round] = measure(input.network, arguments, clips);
                }
            }
            double[] still = inputs.getFirst().pairsPerSecond;
            for (Input input : inputs) {
                double[] ratios = new double[rounds];
                Arrays.setAll(ratios, i -> input.pairsPerSecond[i] / still[i]);
                System.out.printf(
                        Locale.ROOT,
                        "%-15s %7.1f pairs/s (median of %d), %.3f of one picture (%.3f to %.3f)%n",
                        input.name,
                        median(input.pairsPerSecond),
                        rounds,
                        median(ratios),
                        Arrays.stream(ratios).min().orElseThrow(),
                        Arrays.stream(ratios).max().orElseThrow());
            }
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // filled round by round
    private record Input(String name, String network, double[] pairsPerSecond) {}

    private static double measure(String network, String[] arguments, PreparedData clips) {
        TrainConfig config = ConfigFile.with(
                Presets.small(Model.AVE),
                Map.of(
                        "network",
                        network,
                        "network.image-side",
                        arguments[1],
                        "batch-size",
                        arguments[2],
                        "loss",
                        Loss.INFO_NCE.name(),
                        "steps",
                        Integer.toString(STEPS),
                        "validate-every-steps",
                        Integer.toString(2 * STEPS),
                        "validation-pairs",
                        "2"));
        List<Double> seconds = new ArrayList<>();
        try (Trainer trainer = new Trainer(config, clips, clips)) {
            trainer.run(List.of(new TrainingListener() {
                @Override
                public void afterStep(Step step) {
                    seconds.add(step.seconds());
                }
            }));
        }
        double taken = seconds.stream()
                .skip(WARM_UP_STEPS)
                .mapToDouble(Double::doubleValue)
                .sum();
        return (STEPS - WARM_UP_STEPS) * config.batchSize() / taken;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
