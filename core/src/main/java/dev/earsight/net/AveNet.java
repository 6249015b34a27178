package dev.earsight.net;

import dev.earsight.tensor.Tensors;
import java.util.Optional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * AVE-Net (paper, section 3.2 and figure 2d): both sides end in an embedding of unit length, and the Euclidean distance
 * between the two alone decides.
 *
 * <pre>
 *              vision         sound
 * ConvNet      512 x 14 x 14  512 x 16 x 12
 * pool4        512            512
 * fc1 + ReLU   128            128
 * fc2          128            128
 * L2 norm      128            128
 * distance            1
 * fc3                 2                      log-odds = fc3[yes] - fc3[no]
 * </pre>
 *
 * Its {@link #similarity} is the cosine; the distance is {@code sqrt(2 - 2 cosine)}. 9,537,796 parameters at the paper's sizes.
 */
public final class AveNet extends Network {
    /** Two independent unit vectors of 128 dimensions are nearly at right angles: this far apart. */
    private static final double UNRELATED_DISTANCE = Math.sqrt(2);

    private static final double INITIAL_SLOPE = 8;

    private final VisionNet visionNet;
    private final ConvNet soundNet;
    private final Linear visionFirst;
    private final Linear visionSecond;
    private final Linear soundFirst;
    private final Linear soundSecond;
    private final Optional<BatchNormalization> visionNorm;
    private final Optional<BatchNormalization> soundNorm;
    private final Tensor fc3Weight;
    private final Tensor fc3Bias;

    /** A fresh network; the same seed gives the same weights. */
    public AveNet(NetworkConfig config, long seed) {
        super(config, seed);
        Parameters parameters = parameters();
        int features = config.widths().get(3);
        int size = config.embeddingSize();
        visionNet = VisionNet.of(parameters, config);
        visionFirst = new Linear(parameters, "vision.fc1", features, size, Linear.he(features));
        visionSecond = new Linear(parameters, "vision.fc2", size, size, Linear.unit(size));
        soundNet = new ConvNet(parameters, "sound", 1, config);
        soundFirst = new Linear(parameters, "sound.fc1", features, size, Linear.he(features));
        soundSecond = new Linear(parameters, "sound.fc2", size, size, Linear.unit(size));
        visionNorm = normalization("vision.norm");
        soundNorm = normalization("sound.norm");
        fc3Weight = parameters.constant("fc3.weight", 0, 2, 1);
        fc3Bias = parameters.constant("fc3.bias", 0, 2);
        // Nothing else tells the network that a small distance means a match (section 3.3).
        calibrate(INITIAL_SLOPE, INITIAL_SLOPE * UNRELATED_DISTANCE);
    }

    @Override
    public Tensor vision(Tensor images, boolean training) {
        Tensor pooled = ConvNet.globalMaximum(visionNet.forward(images, training)); // (N, 512)
        return unitLength(visionSecond.forward(visionFirst.forward(pooled).relu()), visionNorm, training); // (N, 128)
    }

    @Override
    public Tensor sound(Tensor spectrograms, boolean training) {
        Tensor pooled = ConvNet.globalMaximum(soundNet.forward(pooledSound(spectrograms), training)); // (N, 512)
        return unitLength(soundSecond.forward(soundFirst.forward(pooled).relu()), soundNorm, training); // (N, 128)
    }

    @Override
    public Tensor similarity(Tensor vision, Tensor sound) {
        return vision.mul(sound).sum(1);
    }

    @Override
    public Tensor similarities(Tensor vision, Tensor sound) {
        return vision.matmul(sound.t());
    }

    @Override
    public Tensor logits(Tensor similarity) {
        Tensor slope = fc3Weight.select(0, 1).sub(fc3Weight.select(0, 0)); // (1)
        Tensor offset = fc3Bias.select(0, 1).sub(fc3Bias.select(0, 0)); // ()
        return distance(similarity).mul(slope).add(offset);
    }

    @Override
    public Tensor evidence(Tensor similarity) {
        return distance(similarity).neg();
    }

    @Override
    double slope() {
        float[] weight = Tensors.toArray(fc3Weight);
        return weight[0] - weight[1];
    }

    @Override
    public void calibrate(double slope, double offset) {
        set(fc3Weight, (float) (slope / 2), (float) (-slope / 2));
        set(fc3Bias, (float) (-offset / 2), (float) (offset / 2));
    }

    private static Tensor distance(Tensor cosine) {
        // The square root's slope at zero is infinite: the small number keeps it finite.
        return cosine.mul(Tensors.scalar(-2))
                .add(Tensors.scalar(2))
                .clamp_min(Tensors.scalar(1e-8))
                .sqrt();
    }

    private static Tensor unitLength(Tensor x, Optional<BatchNormalization> norm, boolean training) {
        Tensor vectors = float32(x);
        Tensor y = norm.map(present -> present.forward(vectors, training)).orElse(vectors);
        Tensor squaredLength = y.mul(y).sum(new long[] {1}, true, new ScalarTypeOptional());
        return y.mul(squaredLength.add(Tensors.scalar(1e-12)).rsqrt());
    }
}
