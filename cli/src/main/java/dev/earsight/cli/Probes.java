package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.clip.Augmentation;
import dev.earsight.clip.BatchReader;
import dev.earsight.clip.LogSpectrogram;
import dev.earsight.clip.Pair;
import dev.earsight.clip.PairBatch;
import dev.earsight.clip.PictureInput;
import dev.earsight.embed.MomentReader;
import dev.earsight.evaluate.Baseline;
import dev.earsight.evaluate.LinearProbe;
import dev.earsight.evaluate.PerItem;
import dev.earsight.scene.SceneTruth;
import dev.earsight.shard.ClipLibrary;
import dev.earsight.shard.PreparedData;
import dev.earsight.shard.Split;
import dev.earsight.weights.TrainedNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * What ear and eye alone have learnt: a linear probe for the class of the sound on the frozen vectors of either side, fitted on
 * the training split, its ridge chosen on the validation split. Beside it the same probe on what needs no learning: the mean
 * spectrum of the second, and the picture in 8x8 fields; and the commonest class. Labels are used here only.
 */
final class Probes {
    private static final long SEED = 22;
    private static final int FIELDS = 8;
    private static final int CHUNK = 32;

    private Probes() {}

    /** Vectors of one moment per clip, and the class of its sound. */
    @SuppressWarnings("ArrayRecordComponent") // stays in this class
    private record Material(
            float[][] sounds,
            float[][] pictures,
            float[][] spectra,
            float[][] fields,
            String[] labels,
            String[] sources) {}

    static List<PerItem> of(
            TrainedNetwork network, Path training, PreparedData test, int fittedClips, Progress progress) {
        try (PreparedData train = PreparedData.open(training, Split.TRAIN);
                PreparedData validation = PreparedData.open(training, Split.VAL)) {
            Material fit = material(network, new FirstClips(train, Math.min(fittedClips, train.size())), progress);
            Material choose = material(network, validation, progress);
            Material judge = material(network, test, progress);
            String[] commonest = new String[judge.labels.length];
            Arrays.fill(commonest, commonest(fit.labels));
            double byCommonest = share(commonest, judge.labels);
            return List.of(
                    item(
                            "sounds",
                            LinearProbe.chosen(fit.sounds, fit.labels, choose.sounds, choose.labels)
                                    .right(judge.sounds, judge.labels),
                            judge,
                            byCommonest,
                            new Baseline(
                                    "mean spectrum",
                                    share(
                                            LinearProbe.chosen(fit.spectra, fit.labels, choose.spectra, choose.labels)
                                                    .classify(judge.spectra),
                                            judge.labels))),
                    item(
                            "pictures",
                            LinearProbe.chosen(fit.pictures, fit.labels, choose.pictures, choose.labels)
                                    .right(judge.pictures, judge.labels),
                            judge,
                            byCommonest,
                            new Baseline(
                                    FIELDS + "x" + FIELDS + " fields",
                                    share(
                                            LinearProbe.chosen(fit.fields, fit.labels, choose.fields, choose.labels)
                                                    .classify(judge.fields),
                                            judge.labels))));
        }
    }

    private static PerItem item(
            String what, double[] right, Material judge, double byCommonest, Baseline withoutLearning) {
        return new PerItem(
                "linear probe on " + what,
                right,
                judge.sources,
                byCommonest,
                List.of(withoutLearning, new Baseline("commonest class", byCommonest)));
    }

    private static Material material(TrainedNetwork network, ClipLibrary clips, Progress progress) {
        List<Pair> pairs = Answers.matchesOf(clips, 1, SEED);
        progress.total(pairs.size());
        Answers answers = Answers.to(pairs, network, clips, progress);
        BatchReader reader = new BatchReader(clips, Augmentation.off(), MomentReader.inputOf(network.config()));
        List<float[]> spectra = new ArrayList<>();
        List<float[]> fields = new ArrayList<>();
        for (int start = 0; start < pairs.size(); start += CHUNK) {
            PairBatch batch = reader.read(pairs.subList(start, Math.min(pairs.size(), start + CHUNK)), new Random(0));
            for (int i = 0; i < batch.size(); i++) {
                spectra.add(spectrum(batch.spectrograms(), i));
                fields.add(fields(batch.images(), i, batch.input()));
            }
        }
        String[] labels = new String[pairs.size()];
        for (int i = 0; i < labels.length; i++) {
            String source = answers.source(i);
            labels[i] = answers.truth(i)
                    .flatMap(SceneTruth::soundClass)
                    .orElseThrow(() -> new EarsightException(
                            source + " has no class beside it; probe with clips that have NAME.json beside them."));
        }
        return new Material(
                answers.sounds(),
                Arrays.stream(answers.pictures())
                        .map(picture -> meanOverPlaces(picture, answers.sounds()[0].length))
                        .toArray(float[][]::new),
                spectra.toArray(float[][]::new),
                fields.toArray(float[][]::new),
                labels,
                answers.sources());
    }

    private static float[] meanOverPlaces(float[] places, int size) {
        float[] mean = new float[size];
        for (int i = 0; i < places.length; i++) {
            mean[i % size] += places[i] * size / places.length;
        }
        return mean;
    }

    private static float[] spectrum(float[] spectrograms, int item) {
        float[] mean = new float[LogSpectrogram.BINS];
        for (int bin = 0; bin < mean.length; bin++) {
            int from = item * LogSpectrogram.SIZE + bin * LogSpectrogram.FRAMES;
            for (int frame = 0; frame < LogSpectrogram.FRAMES; frame++) {
                mean[bin] += spectrograms[from + frame] / LogSpectrogram.FRAMES;
            }
        }
        return mean;
    }

    private static float[] fields(float[] images, int item, PictureInput input) {
        int side = input.side();
        float[] fields = new float[3 * FIELDS * FIELDS];
        int[] counts = new int[fields.length];
        for (int i = 0; i < 3 * side * side; i++) {
            int row = i / side % side * FIELDS / side;
            int column = i % side * FIELDS / side;
            int field = (i / (side * side) * FIELDS + row) * FIELDS + column;
            fields[field] += images[item * input.size() + i];
            counts[field]++;
        }
        for (int i = 0; i < fields.length; i++) {
            fields[i] /= Math.max(1, counts[i]);
        }
        return fields;
    }

    private static String commonest(String[] labels) {
        return Arrays.stream(labels)
                .max((a, b) -> Long.compare(count(labels, a), count(labels, b)))
                .orElseThrow();
    }

    private static long count(String[] labels, String label) {
        return Arrays.stream(labels).filter(label::equals).count();
    }

    private static double share(String[] found, String[] labels) {
        double right = 0;
        for (int i = 0; i < labels.length; i++) {
            right += found[i].equals(labels[i]) ? 1.0 / labels.length : 0;
        }
        return right;
    }
}
