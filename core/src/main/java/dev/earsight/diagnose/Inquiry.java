package dev.earsight.diagnose;

import dev.earsight.clip.Augmentation;
import dev.earsight.clip.BatchReader;
import dev.earsight.clip.Pair;
import dev.earsight.clip.PairBatch;
import dev.earsight.clip.PictureInput;
import dev.earsight.net.NetworkConfig;
import dev.earsight.shard.ClipLibrary;
import dev.earsight.weights.TrainedNetwork;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Asks a trained network about many moments, a few at a time, whole pictures and whole sounds as evaluation does. */
final class Inquiry {
    private static final int CHUNK = 32;

    private final TrainedNetwork network;
    private final Runnable answered;

    /** {@code answered} is run for every vector asked for. */
    Inquiry(TrainedNetwork network, Runnable answered) {
        this.network = network;
        this.answered = answered;
    }

    /** What the vision side makes of each moment's frame, {@code (places, D)}, or what {@code kept} keeps of it. */
    float[][] pictures(ClipLibrary clips, List<Pair> moments, UnaryOperator<float[]> kept) {
        float[][] all = new float[moments.size()][];
        inChunks(clips, moments, (start, batch) -> {
            float[][] some = network.pictures(batch.images(), batch.size());
            for (int i = 0; i < some.length; i++) {
                all[start + i] = kept.apply(some[i]);
            }
        });
        return all;
    }

    /** What the sound side makes of each moment's second. */
    float[][] sounds(ClipLibrary clips, List<Pair> moments) {
        float[][] all = new float[moments.size()][];
        inChunks(clips, moments, (start, batch) -> {
            float[][] some = network.sounds(batch.spectrograms(), batch.size());
            System.arraycopy(some, 0, all, start, some.length);
        });
        return all;
    }

    /** Log-odds that anything in the picture makes the sound. */
    double best(float[] picture, float[] sound) {
        return network.logit(picture, sound);
    }

    /** One vector for a picture. */
    float[] whole(float[] picture) {
        return network.whole(picture);
    }

    private interface Use {
        void of(int start, PairBatch batch);
    }

    private void inChunks(ClipLibrary clips, List<Pair> moments, Use use) {
        NetworkConfig config = network.config();
        PictureInput input = new PictureInput(config.imageSide(), config.frames(), config.flowFields());
        BatchReader reader = new BatchReader(clips, Augmentation.off(), input);
        Random nothingToDraw = new Random(0);
        for (int start = 0; start < moments.size(); start += CHUNK) {
            List<Pair> some = moments.subList(start, Math.min(start + CHUNK, moments.size()));
            use.of(start, reader.read(some, nothingToDraw));
            some.forEach(each -> answered.run());
        }
    }
}
