package dev.earsight.train;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes the learning curves as {@code metrics.csv} and TensorBoard events: a row every ten steps with means over them, and a
 * row per validation; minutes are time spent training. On resuming, rows beyond the step resumed at are dropped first, so that no step stands twice.
 */
final class CurveWriter implements TrainingListener, AutoCloseable {
    private static final int STEPS_PER_ROW = 10;
    private static final String HEADER =
            "step,minutes,loss,accuracy,learning-rate,gradient-norm,pairs-per-second,waiting-share,validation-loss,validation-accuracy";

    private static final int COLUMNS = HEADER.split(",").length;

    private final BufferedWriter csv;
    private final EventFile events;
    private double minutes;
    private double loss;
    private double accuracy;
    private double norm;
    private double learningRate;
    private double seconds;
    private double waitSeconds;
    private int pairs;
    private int steps;

    CurveWriter(Path folder, long resumedAt) throws IOException {
        Path file = folder.resolve("metrics.csv");
        List<String> kept = new ArrayList<>(List.of(HEADER));
        if (resumedAt > 0 && Files.exists(file)) {
            Files.readAllLines(file).stream()
                    .filter(line -> wasTakenBy(line, resumedAt))
                    .forEach(kept::add);
        }
        if (kept.size() > 1) {
            minutes = Double.parseDouble(kept.getLast().split(",", -1)[1]);
        }
        Path partial = folder.resolve("metrics.csv.partial");
        Files.write(partial, kept);
        Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
        csv = Files.newBufferedWriter(file, StandardOpenOption.APPEND);
        events = EventFile.create(folder);
        events.startsAfter(resumedAt);
    }

    /** Whether a line is a whole row of a step up to that one; a crash may have left half a row. */
    private static boolean wasTakenBy(String line, long step) {
        String[] fields = line.split(",", -1);
        return fields.length == COLUMNS && fields[0].matches("\\d{1,18}") && Long.parseLong(fields[0]) <= step;
    }

    @Override
    public void afterStep(Step step) {
        minutes += step.seconds() / 60;
        loss += step.loss();
        accuracy += step.accuracy();
        norm += step.gradientNorm();
        seconds += step.seconds();
        waitSeconds += step.waitSeconds();
        pairs += step.pairs();
        steps++;
        learningRate = step.learningRate();
        if (step.step() % STEPS_PER_ROW == 0) {
            rowOfSteps(step.step());
        }
    }

    private void rowOfSteps(long step) {
        row(
                "%d,%.4f,%.5f,%.4f,%.6g,%.4f,%.2f,%.4f,,",
                step,
                minutes,
                loss / steps,
                accuracy / steps,
                learningRate,
                norm / steps,
                pairs / seconds,
                waitSeconds / seconds);
        events.scalar("train/loss", step, loss / steps);
        events.scalar("train/accuracy", step, accuracy / steps);
        events.scalar("train/pairs_per_second", step, pairs / seconds);
        loss = accuracy = norm = seconds = waitSeconds = 0;
        pairs = steps = 0;
    }

    @Override
    public void afterValidation(Validation validation) {
        if (steps > 0) {
            // Steps are on record before the checkpoint that follows, or a resumed run would have a gap.
            rowOfSteps(validation.step());
        }
        row("%d,%.4f,,,,,,,%.5f,%.4f", validation.step(), minutes, validation.loss(), validation.accuracy());
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
