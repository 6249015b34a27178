package dev.earsight.net;

import dev.earsight.net.NetworkConfig.Padding;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * As {@link ConvolutionBlock}, over time as well: a {@code moments}x3x3 convolution of {@code (N, in, T, H, W)}. The stride holds for
 * time where it spans several moments.
 */
final class FrameConvolutionBlock {
    private static final int TIME = 2;
    private static final long[] ONE = {1, 1, 1};

    private final Tensor weight;
    private final BatchNormalization normalization;
    private final boolean spansTime;
    private final long[] stride;
    private final Padding padding;

    FrameConvolutionBlock(
            Parameters parameters, String name, int in, int out, int moments, int stride, Padding padding) {
        weight = parameters.normal(name + ".weight", Math.sqrt(2.0 / (9.0 * moments * in)), out, in, moments, 3, 3);
        normalization = BatchNormalization.learnt(parameters, name + ".norm", out);
        spansTime = moments > 1;
        this.stride = new long[] {spansTime ? stride : 1, stride, stride};
        this.padding = padding;
    }

    Tensor forward(Tensor x, boolean training) {
        Tensor inTime = spansTime ? withEndsRepeated(x) : x;
        Tensor padded = padding == Padding.ZERO ? inTime : torch.replication_pad3d(inTime, 1, 1, 1, 1, 0, 0);
        long beyond = padding == Padding.ZERO ? 1 : 0;
        Tensor y = torch.conv3d(padded, weight, new TensorOptional(), stride, new long[] {0, beyond, beyond}, ONE, 1);
        return normalization.forward(y, training).relu_();
    }

    private static Tensor withEndsRepeated(Tensor x) {
        return torch.cat(new TensorVector(x.narrow(TIME, 0, 1), x, x.narrow(TIME, x.size(TIME) - 1, 1)), TIME);
    }
}
