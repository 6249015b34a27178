package dev.earsight.cli;

import dev.earsight.clip.Augmentation;
import dev.earsight.clip.BatchReader;
import dev.earsight.clip.LogSpectrogram;
import dev.earsight.clip.Pair;
import dev.earsight.embed.MomentReader;
import dev.earsight.shard.ClipLibrary;
import dev.earsight.weights.TrainedNetwork;
import java.util.List;

/** A network's answers to moments of clips, read a batch at a time so that memory does not grow with their number. */
final class ClipAnswers {
    private static final int BATCH = 32;

    private final TrainedNetwork network;
    private final BatchReader reader;
    private final LogSpectrogram spectrogram = new LogSpectrogram();
    private final Progress progress;
    private long done;

    ClipAnswers(TrainedNetwork network, ClipLibrary clips, Progress progress) {
        this.network = network;
        this.progress = progress;
        reader = new BatchReader(clips, Augmentation.off(), MomentReader.inputOf(network.config()));
    }

    /** Told of each picture in turn. */
    @FunctionalInterface
    interface Seen {
        void picture(int number, float[] vector);
    }

    /** What the network sees in the pictures of {@code moments}, one by one. */
    void pictures(List<Pair> moments, Seen seen) {
        for (int from = 0; from < moments.size(); from += BATCH) {
            List<Pair> batch = moments.subList(from, Math.min(from + BATCH, moments.size()));
            float[][] vectors = network.pictures(reader.pictures(batch), batch.size());
            for (int i = 0; i < vectors.length; i++) {
                seen.picture(from + i, vectors[i]);
            }
            progressed(batch.size());
        }
    }

    /** What it hears in the sounds of {@code moments}: a vector each. */
    float[][] sounds(List<Pair> moments) {
        float[][] all = new float[moments.size()][];
        for (int from = 0; from < all.length; from += BATCH) {
            List<Pair> batch = moments.subList(from, Math.min(from + BATCH, moments.size()));
            float[][] vectors = network.sounds(reader.sounds(batch), batch.size());
            System.arraycopy(vectors, 0, all, from, vectors.length);
            progressed(batch.size());
        }
        return all;
    }

    /** What it hears in a second of samples. */
    float[] sound(float[] samples) {
        return network.sounds(spectrogram.of(samples), 1)[0];
    }

    /** The probability that a sound belongs to anything in a picture. */
    double probability(float[] picture, float[] sound) {
        return 1 / (1 + Math.exp(-(double) network.logit(picture, sound)));
    }

    /** The log-odds that each of {@code sounds} belongs to anything in a picture. */
    float[] logits(float[] picture, float[][] sounds) {
        return network.logits(picture, sounds);
    }

    /** One vector for a picture. */
    float[] whole(float[] picture) {
        return network.whole(picture);
    }

    private void progressed(int count) {
        done += count;
        progress.at(done, "");
    }
}
