package dev.earsight.net;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** A fully connected layer {@code (N, in)} to {@code (N, out)}; on maps {@code (N, P, in)} it is the 1x1 convolution. */
final class Linear {
    private final Tensor weight;
    private final Tensor bias;

    Linear(Parameters parameters, String name, int in, int out, double deviation) {
        weight = parameters.normal(name + ".weight", deviation, out, in);
        bias = parameters.constant(name + ".bias", 0, out);
    }

    /** He's initial deviation for a layer that is rectified. */
    static double he(int in) {
        return Math.sqrt(2.0 / in);
    }

    /** The initial deviation that keeps the variance of a layer that is not rectified. */
    static double unit(int in) {
        return Math.sqrt(1.0 / in);
    }

    Tensor forward(Tensor x) {
        return torch.linear(x, weight, new TensorOptional(bias));
    }

    Tensor weight() {
        return weight;
    }

    Tensor bias() {
        return bias;
    }
}
