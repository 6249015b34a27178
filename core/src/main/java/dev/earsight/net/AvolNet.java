package dev.earsight.net;

import dev.earsight.tensor.Tensors;
import java.util.Optional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * AVOL-Net (paper, section 4 and figure 4): the sound is compared with every place of the picture, and the best place
 * decides (multiple-instance learning), so that the map says where the sound comes from.
 *
 * <pre>
 *              vision               sound
 * ConvNet      512 x 14 x 14        512 x 16 x 12
 * pool4        -                    512
 * fc1 / conv5  128 x 14 x 14, ReLU  128, ReLU
 * fc2 / conv6  128 x 14 x 14        128           no L2 norm, so that background can answer weakly
 * product             14 x 14
 * conv7 1x1           14 x 14                     log-odds = weight * product + bias
 * max pool            1
 * </pre>
 *
 * The paper takes the maximum after the sigmoid; since both grow together it is taken before, where the loss is stable.
 * With {@link NetworkConfig#attentionSharpness} {@code r} above zero soft attention takes the maximum's place, in training and in
 * use, as the authors suggest for later work: {@code sum softmax(r s) s} over the places' products {@code s}. The whole picture's log-odds are
 * then conv7 of that mean, never above the best place's; the map stays what it is.
 *
 * <p>Otherwise, while training, {@link #poolingSharpness} may put a softer pooling, {@code log(mean(exp(r s))) / r}, in the maximum's
 * place: near zero it is the mean, large it is the maximum; and {@link #wholePicture} may take the maximum earlier, of the
 * features as AVE-Net does. 9,537,794 parameters at the paper's sizes.
 */
public final class AvolNet extends Network {
    /** Products of two fresh 128-vectors, divided by the root of their length, have about unit deviation. */
    private static final double INITIAL_SLOPE = 1;

    /** Products of normalized vectors start with a deviation of 11, the root of their length. */
    private static final double INITIAL_SLOPE_NORMALIZED = 0.1;

    private final VisionNet visionNet;
    private final ConvNet soundNet;
    private final Linear conv5;
    private final Linear conv6;
    private final Linear soundFirst;
    private final Linear soundSecond;
    private final Optional<BatchNormalization> visionNorm;
    private final Optional<BatchNormalization> soundNorm;
    private final Tensor conv7Weight;
    private final Tensor conv7Bias;
    private double poolingSharpness = Double.POSITIVE_INFINITY;
    private boolean wholePicture;

    /** A fresh network; the same seed gives the same weights. */
    public AvolNet(NetworkConfig config, long seed) {
        super(config, seed);
        Parameters parameters = parameters();
        int features = config.widths().get(3);
        int size = config.embeddingSize();
        // Each side is scaled by the fourth root of the length, so that products start near one and softmax is not
        // saturated.
        double deviation = Linear.unit(size) / Math.sqrt(Math.sqrt(size));
        visionNet = VisionNet.of(parameters, config);
        // conv5 and conv6 are fc1 and fc2 at every place, and bear their names: AVE-Net's weights fit.
        conv5 = new Linear(parameters, "vision.fc1", features, size, Linear.he(features));
        conv6 = new Linear(parameters, "vision.fc2", size, size, deviation);
        soundNet = new ConvNet(parameters, "sound", 1, config);
        soundFirst = new Linear(parameters, "sound.fc1", features, size, Linear.he(features));
        soundSecond = new Linear(parameters, "sound.fc2", size, size, deviation);
        visionNorm = normalization("vision.norm");
        soundNorm = normalization("sound.norm");
        conv7Weight = parameters.constant(
                "conv7.weight", config.normalizedEmbedding() ? INITIAL_SLOPE_NORMALIZED : INITIAL_SLOPE, 1);
        conv7Bias = parameters.constant("conv7.bias", 0, 1);
    }

    /**
     * Sets the pooling over places: a positive sharpness, or infinity for the paper's maximum (the default). Without effect on
     * a network with attention.
     */
    public void poolingSharpness(double sharpness) {
        if (!(sharpness > 0)) {
            throw new IllegalArgumentException("The pooling sharpness must be positive: " + sharpness);
        }
        poolingSharpness = sharpness;
    }

    /**
     * Whether to look at the picture as one place, whose features are the strongest of all places, as AVE-Net does. A fresh
     * network finds what goes with a sound much sooner this way, and the same layers then find it place by place.
     */
    public void wholePicture(boolean whole) {
        wholePicture = whole;
    }

    /**
     * Scales each side's last layer so that vectors like these get a length on average whose square is {@code product}. Weights
     * taken over from an AVE-Net bear any length, since only directions count there.
     *
     * @param vision what {@link #vision} gave
     * @param sound what {@link #sound} gave
     */
    public void scaleProducts(Tensor vision, Tensor sound, double product) {
        scale(conv6, Math.sqrt(product) / meanLength(vision));
        scale(soundSecond, Math.sqrt(product) / meanLength(sound));
    }

    private static double meanLength(Tensor vectors) {
        return Tensors.toFloat(vectors.mul(vectors).sum(-1).sqrt().mean());
    }

    private static void scale(Linear layer, double factor) {
        try (var none = Tensors.withoutGradients()) {
            layer.weight().mul_(Tensors.scalar(factor));
            layer.bias().mul_(Tensors.scalar(factor));
        }
    }

    @Override
    public Tensor vision(Tensor images, boolean training) {
        Tensor map = visionNet.forward(images, training); // (N, 512, 14, 14)
        Tensor places = wholePicture
                ? ConvNet.globalMaximum(map).unsqueeze(1) // (N, 1, 512)
                : map.flatten(2, 3).transpose(1, 2); // (N, 196, 512)
        Tensor vectors = float32(conv6.forward(conv5.forward(places).relu())); // (N, 196, 128)
        return visionNorm
                .map(norm -> norm.forward(vectors.transpose(1, 2), training).transpose(1, 2))
                .orElse(vectors);
    }

    @Override
    public Tensor sound(Tensor spectrograms, boolean training) {
        Tensor pooled = ConvNet.globalMaximum(soundNet.forward(pooledSound(spectrograms), training)); // (N, 512)
        Tensor vectors = float32(soundSecond.forward(soundFirst.forward(pooled).relu())); // (N, 128)
        return soundNorm.map(norm -> norm.forward(vectors, training)).orElse(vectors);
    }

    /** The scalar product of every place with its picture's sound: {@code (N, P, 128)} and {@code (N, 128)} to {@code (N, P)}. */
    public Tensor map(Tensor vision, Tensor sound) {
        return vision.matmul(sound.unsqueeze(2)).squeeze(2);
    }

    @Override
    public Tensor similarity(Tensor vision, Tensor sound) {
        return pooled(map(vision, sound));
    }

    @Override
    public Tensor similarities(Tensor vision, Tensor sound) {
        return pooled(vision.matmul(sound.t())); // (N, P, M) to (N, M)
    }

    @Override
    public Tensor logits(Tensor similarity) {
        return similarity.mul(conv7Weight).add(conv7Bias);
    }

    @Override
    double slope() {
        return Tensors.toFloat(conv7Weight);
    }

    @Override
    public void calibrate(double slope, double offset) {
        set(conv7Weight, (float) slope);
        set(conv7Bias, (float) offset);
    }

    private Tensor pooled(Tensor map) {
        long[] places = {1};
        double attention = config().attentionSharpness();
        if (attention > 0) {
            Tensor weights = map.mul(Tensors.scalar(attention)).softmax(1);
            return weights.mul(map).sum(places, false, new ScalarTypeOptional());
        }
        if (Double.isInfinite(poolingSharpness)) {
            return map.amax(places, false);
        }
        // Subtracting the maximum first keeps exp() in range.
        Tensor maximum = map.amax(places, true).detach();
        Tensor soft = map.sub(maximum)
                .mul(Tensors.scalar(poolingSharpness))
                .exp()
                .mean(places, true, new ScalarTypeOptional())
                .log()
                .div(Tensors.scalar(poolingSharpness));
        return soft.add(maximum).squeeze(1);
    }
}
