package dev.earsight.cli;

import dev.earsight.train.TrainConfig;
import dev.earsight.train.TrainingListener;
import java.util.Locale;

/** Shows how training goes: loss, pairs per second, the share of time spent waiting for data, each validation. */
final class TrainingProgress implements TrainingListener, AutoCloseable {
    /** Weight of the newest step in the running means shown. */
    private static final double NEWEST = 0.05;

    private final Progress bar;
    private double loss = Double.NaN;
    private double pairsPerSecond = Double.NaN;
    private double waiting = Double.NaN;
    private String lastValidation = "";

    TrainingProgress(TrainConfig config, long firstStep) {
        bar = new Progress("Training " + config.model().name().toLowerCase(Locale.ROOT), config.steps(), " steps");
        bar.at(firstStep, "");
    }

    @Override
    public void afterStep(Step step) {
        loss = mean(loss, step.loss());
        pairsPerSecond = mean(pairsPerSecond, step.pairs() / step.seconds());
        waiting = mean(waiting, step.waitSeconds() / step.seconds());
        bar.at(
                step.step(),
                String.format(
                        Locale.ROOT,
                        "loss %.3f%s, %.0f pairs/s, %.0f %% waiting",
                        loss,
                        lastValidation,
                        pairsPerSecond,
                        100 * waiting));
    }

    @Override
    public void afterValidation(Validation validation) {
        lastValidation = String.format(Locale.ROOT, ", val %.1f %%", 100 * validation.accuracy());
    }

    private static double mean(double before, double newest) {
        return Double.isNaN(before) ? newest : before + NEWEST * (newest - before);
    }

    @Override
    public void close() {
        bar.close();
    }
}
