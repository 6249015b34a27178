package dev.earsight.net;

import dev.earsight.ranks.Ranks;
import dev.earsight.tensor.Tensors;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A network that says whether a sound belongs to a picture. Each is two ConvNets and a way to compare what they make of a
 * picture and of a sound; the comparison gives a similarity, and {@link #logits} turns it into the log-odds of a match.
 *
 * <p>The answers of {@link #vision} and {@link #sound} are 32-bit whatever the precision of the convolutions.
 */
public abstract sealed class Network implements AutoCloseable permits AveNet, AvolNet, L3Net {
    private final NetworkConfig config;
    private final Parameters parameters;
    private final Optional<MelPooling> melPooling;

    Network(NetworkConfig config, long seed) {
        this.config = config;
        this.parameters = new Parameters(seed);
        this.melPooling =
                config.soundPooling() > 1 ? Optional.of(new MelPooling(config.soundPooling())) : Optional.empty();
    }

    /** The sizes it was made with. */
    public NetworkConfig config() {
        return config;
    }

    /** Its tensors. */
    public Parameters parameters() {
        return parameters;
    }

    /** Pictures of any side from the values of all of them, row by row, laid out as {@link #vision} takes them fastest. */
    public Tensor pictures(float[] values, long count, long side) {
        long[] shape = {count, config.pictureChannels(), side, side};
        // Frames, and flow beside a picture, are laid out when they have been taken apart.
        return config.frames() > 1 || config.flowFields() > 0
                ? Tensors.of(values, shape)
                : Tensors.images(values, shape);
    }

    /**
     * What the vision side makes of {@code (N, C, S, S)} pictures: first the planes of the frames in order of time, in -1..1,
     * then right and down of the flow fields, as many as {@link NetworkConfig#pictureChannels} says: AVE-Net {@code (N, 128)} of unit length,
     * AVOL-Net {@code (N, P, 128)} with {@code P} places row by row, L3-Net {@code (N, 512)}.
     */
    public abstract Tensor vision(Tensor images, boolean training);

    /** What the sound side makes of {@code (N, 1, 257, 200)} log-spectrograms: {@code (N, 128)}, L3-Net {@code (N, 512)}. */
    public abstract Tensor sound(Tensor spectrograms, boolean training);

    /** Similarity of picture {@code i} and sound {@code i}: {@code (N)}. */
    public abstract Tensor similarity(Tensor vision, Tensor sound);

    /** Similarity of every picture with every sound: {@code (N, M)}, a row per picture. */
    public abstract Tensor similarities(Tensor vision, Tensor sound);

    /** Log-odds of a match from a similarity, of any shape; grows with it as long as training keeps fc3's sign. */
    public abstract Tensor logits(Tensor similarity);

    /**
     * Moves the threshold so that these similarities get log-odds of zero on average. An untrained network then answers one
     * half; without it, the accident of two random networks' mean answers decides, and training first has to undo that.
     */
    public void center(Tensor similarity) {
        calibrate(slope(), -slope() * Tensors.toFloat(evidence(similarity).mean()));
    }

    /** Log-odds per unit of {@link #evidence}. */
    abstract double slope();

    /**
     * What the threshold is set on: a number per pair that {@link #logits} turns into log-odds by a slope and an offset
     * (AVE-Net: minus the distance; the similarity itself elsewhere).
     */
    public Tensor evidence(Tensor similarity) {
        return similarity;
    }

    /** Sets the last layer so that log-odds are {@code slope * evidence + offset}. */
    public abstract void calibrate(double slope, double offset);

    /** Log-spectrograms made smaller as {@link NetworkConfig#soundPooling} asks. */
    final Tensor pooledSound(Tensor spectrograms) {
        return melPooling.map(pooling -> pooling.forward(spectrograms)).orElse(spectrograms);
    }

    /** Normalizes by the mean and variance over all ranks' batches while training, as if they were one. */
    public void normalizeOver(Ranks ranks) {
        parameters.normalizeWith(new SynchronizedNormalization(ranks));
    }

    /** Normalization of a side's last vector, where the configuration asks for it. */
    final Optional<BatchNormalization> normalization(String name) {
        return config.normalizedEmbedding()
                ? Optional.of(BatchNormalization.plain(parameters, name, config.embeddingSize()))
                : Optional.empty();
    }

    /** Undoes autocast's rounding format, so that distances and losses are computed in full. */
    static Tensor float32(Tensor tensor) {
        // What the engine answers is a fresh object each time; intern() gives the constant that can be compared.
        return tensor.scalar_type().intern() == torch.ScalarType.BFloat16 ? tensor.to(torch.ScalarType.Float) : tensor;
    }

    static void set(Tensor parameter, float... values) {
        try (var none = Tensors.withoutGradients();
                Tensor source = Tensors.of(values, Tensors.shape(parameter))) {
            parameter.copy_(source);
        }
    }

    @Override
    public void close() {
        parameters.close();
        melPooling.ifPresent(MelPooling::close);
    }
}
