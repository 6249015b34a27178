package dev.earsight.net;

import dev.earsight.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * L3-Net (the paper's baseline, figure 2c, in its stride-2 form): the pooled features of both sides are concatenated and a
 * small classifier decides, so that the two do not share a space.
 *
 * <pre>
 *              vision         sound
 * ConvNet      512 x 14 x 14  512 x 16 x 12
 * pool4        512            512
 * concatenate        1024
 * fc1 + ReLU         128
 * fc2                2          log-odds = fc2[yes] - fc2[no]
 * </pre>
 *
 * Its similarity is the log-odds themselves. 9,504,898 parameters at the paper's sizes.
 */
public final class L3Net extends Network {
    private static final int HIDDEN = 128;

    private final VisionNet visionNet;
    private final ConvNet soundNet;
    private final Linear fc1;
    private final Linear fc2;

    /** A fresh network; the same seed gives the same weights. */
    public L3Net(NetworkConfig config, long seed) {
        super(config, seed);
        int features = config.widths().get(3);
        visionNet = VisionNet.of(parameters(), config);
        soundNet = new ConvNet(parameters(), "sound", 1, config);
        fc1 = new Linear(parameters(), "fc1", 2 * features, HIDDEN, Linear.he(2 * features));
        // Small at first, so that an untrained network answers near one half.
        fc2 = new Linear(parameters(), "fc2", HIDDEN, 2, 0.1 * Linear.unit(HIDDEN));
    }

    @Override
    public Tensor vision(Tensor images, boolean training) {
        return float32(ConvNet.globalMaximum(visionNet.forward(images, training)));
    }

    @Override
    public Tensor sound(Tensor spectrograms, boolean training) {
        return float32(ConvNet.globalMaximum(soundNet.forward(pooledSound(spectrograms), training)));
    }

    @Override
    public Tensor similarity(Tensor vision, Tensor sound) {
        return decide(visionHalf(vision).add(soundHalf(sound)));
    }

    @Override
    public Tensor similarities(Tensor vision, Tensor sound) {
        // fc1 of a concatenation is the sum of two halves: every pair costs an addition, not a product.
        return decide(visionHalf(vision).unsqueeze(1).add(soundHalf(sound).unsqueeze(0)));
    }

    @Override
    public Tensor logits(Tensor similarity) {
        return similarity;
    }

    @Override
    double slope() {
        return 1;
    }

    /** Scales and shifts what the classifier says now. */
    @Override
    public void calibrate(double slope, double offset) {
        float[] weight = Tensors.toArray(fc2.weight());
        for (int i = 0; i < weight.length; i++) {
            weight[i] *= (float) slope;
        }
        set(fc2.weight(), weight);
        float[] bias = Tensors.toArray(fc2.bias());
        set(fc2.bias(), (float) (slope * bias[0]), (float) (slope * bias[1] + offset));
    }

    private Tensor visionHalf(Tensor vision) {
        return vision.matmul(fc1.weight().narrow(1, 0, vision.size(1)).t()); // (N, 128)
    }

    private Tensor soundHalf(Tensor sound) {
        return sound.matmul(fc1.weight().narrow(1, sound.size(1), sound.size(1)).t())
                .add(fc1.bias()); // (N, 128)
    }

    private Tensor decide(Tensor hidden) {
        Tensor scores = fc2.forward(hidden.relu()); // (..., 2)
        long last = scores.dim() - 1;
        return float32(scores.select(last, 1).sub(scores.select(last, 0)));
    }
}
