package dev.earsight.train;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/**
 * Writes the learning curves as {@code metrics.csv} and TensorBoard events: a row every few steps with means over them, and a
 * row per validation. On resuming, rows beyond the step resumed at are dropped first, so that no step stands twice.
 */
final class CurveWriter implements TrainingListener, AutoCloseable {
    private static final int STEPS_PER_ROW = 10;
    private static final String HEADER =
            "step,loss,accuracy,learning-rate,gradient-norm,pairs-per-second,waiting-share,validation-loss,validation-accuracy";

    private final BufferedWriter csv;
    private final EventFile events;
    private double loss;
    private double accuracy;
    private double norm;
    private double seconds;
    private double waitSeconds;
    private int pairs;
    private int steps;

    CurveWriter(Path folder, long resumedAt) throws IOException {
        Path file = folder.resolve("metrics.csv");
        List<String> kept = List.of(HEADER);
        if (resumedAt > 0 && Files.exists(file)) {
            kept = Files.readAllLines(file).stream()
                    .filter(line ->
                            line.equals(HEADER) || Long.parseLong(line.substring(0, line.indexOf(','))) <= resumedAt)
                    .toList();
        }
        Files.write(file, kept);
        csv = Files.newBufferedWriter(file, StandardOpenOption.APPEND);
        events = EventFile.create(folder);
    }

    @Override
    public void afterStep(Step step) {
        loss += step.loss();
        accuracy += step.accuracy();
        norm += step.gradientNorm();
        seconds += step.seconds();
        waitSeconds += step.waitSeconds();
        pairs += step.pairs();
        steps++;
        if (step.step() % STEPS_PER_ROW == 0) {
            row(
                    "%d,%.5f,%.4f,%.6g,%.4f,%.2f,%.4f,,",
                    step.step(),
                    loss / steps,
                    accuracy / steps,
                    step.learningRate(),
                    norm / steps,
                    pairs / seconds,
                    waitSeconds / seconds);
            events.scalar("train/loss", step.step(), loss / steps);
            events.scalar("train/accuracy", step.step(), accuracy / steps);
            events.scalar("train/pairs_per_second", step.step(), pairs / seconds);
            loss = accuracy = norm = seconds = waitSeconds = 0;
            pairs = steps = 0;
        }
    }

    @Override
    public void afterValidation(Validation validation) {
        row("%d,,,,,,,%.5f,%.4f", validation.step(), validation.loss(), validation.accuracy());
        events.scalar("validation/loss", validation.step(), validation.loss());
        events.scalar("validation/accuracy", validation.step(), validation.accuracy());
    }

    private void row(String format, Object... values) {
        try {
            csv.write(String.format(Locale.ROOT, format, values));
            csv.newLine();
            csv.flush();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() throws IOException {
        csv.close();
        events.close();
    }
}
