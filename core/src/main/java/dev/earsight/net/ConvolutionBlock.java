package dev.earsight.net;

import dev.earsight.net.NetworkConfig.Padding;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A 3x3 convolution with padding 1, batch normalization and rectification (paper, figure 2): {@code (N, in, H, W)} to
 * {@code (N, out, H / stride, W / stride)}, rounded up. The convolution has no bias: batch normalization would remove it.
 */
final class ConvolutionBlock {
    private static final long[] ONE = {1, 1};
    private static final long[] NONE = {0, 0};

    private final Tensor weight;
    private final BatchNormalization normalization;
    private final long[] stride;
    private final Padding padding;

    ConvolutionBlock(Parameters parameters, String name, int in, int out, int stride, Padding padding) {
        weight = parameters.normal(name + ".weight", Math.sqrt(2.0 / (9.0 * in)), out, in, 3, 3);
        normalization = BatchNormalization.learnt(parameters, name + ".norm", out);
        this.stride = new long[] {stride, stride};
        this.padding = padding;
    }

    Tensor forward(Tensor x, boolean training) {
        Tensor padded = padding == Padding.ZERO ? x : torch.replication_pad2d(x, 1, 1, 1, 1);
        Tensor y = torch.conv2d(
                padded, weight, new TensorOptional(), stride, padding == Padding.ZERO ? ONE : NONE, ONE, 1);
        return normalization.forward(y, training).relu_();
    }
}
