package dev.earsight.weights;

import dev.earsight.EarsightException;
import dev.earsight.net.AvolNet;
import dev.earsight.net.Model;
import dev.earsight.net.Network;
import dev.earsight.net.NetworkConfig;
import dev.earsight.tensor.Scope;
import dev.earsight.tensor.Tensors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * A trained network to be asked, arrays in and arrays out, so that the rooms after this one need not know the engine. Always
 * 32-bit, always with the running statistics of batch normalization: one item's answer does not depend on its neighbors in
 * a batch. For one thread at a time.
 */
public final class TrainedNetwork implements AskedNetwork, AutoCloseable {
    /** Items sent through the network at a time, so that memory stays bounded whatever is asked. */
    private static final int CHUNK = 32;

    /**
     * Items the engine is given at least: one alone goes through another, slower convolution (ten times the processor time on two
     * Zen 4 cores), whose answers differ in the last bits. Two get the same bits
     * alone, together, and in either order; of AVOL-Net's pictures, the first of two does.
     */
    private static final int LEAST = 2;

    /**
     * Multiplications below which one thread answers: handing out the parts of a small layer costs more than computing it, and
     * where other programs run, every layer waits for the thread that was pushed aside (a single picture of the small network
     * took fifteen times the processor time so, on a busy machine with two cores).
     */
    private static final double MULTIPLICATIONS_FOR_THREADS = 5e8;

    private static final int SPECTROGRAM_BINS = 257;
    private static final int SPECTROGRAM_FRAMES = 200;

    private final Checkpoint checkpoint;
    private final Network network;
    private final Views views;

    private TrainedNetwork(Checkpoint checkpoint, Views views) {
        this.checkpoint = checkpoint;
        this.network = checkpoint.load();
        this.views = views;
    }

    /** Loads the network of a checkpoint file. */
    public static TrainedNetwork load(Path file) {
        return load(file, Views.single());
    }

    /**
     * Loads the network of a checkpoint file, to look at every picture in several ways and answer their mean. It takes pictures of
     * the largest size that {@code views} asks for, as {@link #config} then says, and maps are as fine as that size's.
     */
    public static TrainedNetwork load(Path file, Views views) {
        return new TrainedNetwork(Checkpoint.read(file), views);
    }

    /**
     * Lets this process answer on one thread from now on: for one of several processes that share the cores. Answers do not depend
     * on who else is at work then.
     */
    public static void useOneThread() {
        Tensors.useThreads(1);
    }

    @Override
    public Model model() {
        return checkpoint.model();
    }

    @Override
    public NetworkConfig config() {
        NetworkConfig trained = network.config();
        return trained.withImageSide(views.largestSide(trained.imageSide()));
    }

    /** How many numbers training has set. */
    public long parameters() {
        return network.parameters().count();
    }

    /** Where it comes from. */
    public Map<String, String> provenance() {
        return checkpoint.provenance();
    }

    /** Places in a picture's map, row by row: 1 unless the network is AVOL-Net. */
    public int places() {
        return network instanceof AvolNet ? config().mapSide() * config().mapSide() : 1;
    }

    @Override
    public float[][] pictures(float[] images, int count) {
        int side = config().imageSide();
        return inChunks(images, count, (values, n) -> views.vision(network, network.pictures(values, n, side)));
    }

    @Override
    public float[][] sounds(float[] spectrograms, int count) {
        return inChunks(
                spectrograms,
                count,
                (values, n) -> network.sound(Tensors.of(values, n, 1, SPECTROGRAM_BINS, SPECTROGRAM_FRAMES), false));
    }

    @Override
    public float[] logits(float[] picture, float[] sound) {
        try (Scope scope = Scope.open();
                var none = Tensors.withoutGradients()) {
            int size = sound.length;
            Tensor vision = Tensors.of(picture, picture.length / size, size);
            Tensor repeated = Tensors.of(sound, 1, size).expand(picture.length / size, size);
            return Tensors.toArray(network.logits(
                    network.similarity(network instanceof AvolNet ? vision.unsqueeze(1) : vision, repeated)));
        }
    }

    @Override
    public float logit(float[] picture, float[] sound) {
        try (Scope scope = Scope.open();
                var none = Tensors.withoutGradients()) {
            int size = sound.length;
            Tensor vision = network instanceof AvolNet
                    ? Tensors.of(picture, 1, picture.length / size, size)
                    : Tensors.of(picture, 1, size);
            return Tensors.toFloat(network.logits(network.similarity(vision, Tensors.of(sound, 1, size))));
        }
    }

    /** {@link #logit} of one picture with each of several sounds. */
    public float[] logits(float[] picture, float[][] sounds) {
        int size = sounds[0].length;
        float[] flat = new float[sounds.length * size];
        for (int i = 0; i < sounds.length; i++) {
            System.arraycopy(sounds[i], 0, flat, i * size, size);
        }
        try (Scope scope = Scope.open();
                var none = Tensors.withoutGradients()) {
            Tensor vision = network instanceof AvolNet
                    ? Tensors.of(picture, 1, picture.length / size, size)
                    : Tensors.of(picture, 1, size);
            return Tensors.toArray(network.logits(network.similarities(vision, Tensors.of(flat, sounds.length, size))));
        }
    }

    /**
     * One vector for a picture: of AVOL-Net the mean over places, whose product with a sound is the mean of its map; the picture's
     * own vector elsewhere.
     */
    public float[] whole(float[] picture) {
        int size = picture.length / places();
        float[] mean = new float[size];
        for (int i = 0; i < picture.length; i++) {
            mean[i % size] += picture[i] / places();
        }
        return mean;
    }

    private interface Side {
        Tensor embed(float[] values, int count);
    }

    /** Roughly what a picture costs; the four stages cost about the same, a convolution of the first counted for each. */
    private double multiplicationsPerItem() {
        double rows = config().imageSide() / 2.0;
        double channels = config().widths().getFirst();
        return 4 * 9 * rows * rows * channels * channels;
    }

    private float[][] inChunks(float[] values, int count, Side side) {
        float[][] answers = new float[count][];
        int itemSize = count == 0 ? 0 : values.length / count;
        if (itemSize * count != values.length) {
            throw new IllegalArgumentException(values.length + " values are not " + count + " items");
        }
        for (int start = 0; start < count; start += CHUNK) {
            if (Thread.currentThread().isInterrupted()) {
                throw new EarsightException("Stopped by an interruption.");
            }
            int asked = Math.min(CHUNK, count - start);
            int n = Math.max(LEAST, asked);
            float[] chunk = Arrays.copyOfRange(values, start * itemSize, start * itemSize + n * itemSize);
            if (n > asked) {
                System.arraycopy(chunk, 0, chunk, itemSize, itemSize);
            }
            int threads = Tensors.threads();
            boolean small = n * multiplicationsPerItem() < MULTIPLICATIONS_FOR_THREADS;
            Tensors.useThreads(small ? 1 : threads);
            try (Scope scope = Scope.open();
                    var none = Tensors.withoutGradients()) {
                float[] flat = Tensors.toArray(side.embed(chunk, n));
                for (int i = 0; i < asked; i++) {
                    answers[start + i] = Arrays.copyOfRange(flat, i * (flat.length / n), (i + 1) * (flat.length / n));
                }
            } finally {
                Tensors.useThreads(threads);
            }
        }
        return answers;
    }

    @Override
    public void close() {
        network.close();
    }
}
