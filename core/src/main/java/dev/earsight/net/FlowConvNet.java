package dev.earsight.net;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/**
 * The vision side of AVE+OF (paper, appendix B): a picture and the optical flow around it each go through their own layers
 * to pool3, and on together.
 *
 * <pre>
 *              picture          flow
 * input        3 x 224 x 224    20 x 224 x 224
 * conv1-pool3  256 x 14 x 14    256 x 14 x 14
 * concatenate         512 x 14 x 14
 * conv4_1, 2          512 x 14 x 14
 * </pre>
 *
 * AVE-Net has 11,873,540 parameters with it at the paper's sizes.
 */
final class FlowConvNet implements VisionNet {
    private final Stem picture;
    private final Stem flow;
    private final Stage conv4;
    private final long flowChannels;

    FlowConvNet(Parameters parameters, NetworkConfig config) {
        flowChannels = 2L * config.flowFields();
        picture = new Stem(parameters, "vision", 3, config);
        flow = new Stem(parameters, "flow", (int) flowChannels, config);
        conv4 = Stage.of(parameters, "vision", 4, 2 * config.widths().get(2), config);
    }

    @Override
    public Tensor forward(Tensor input, boolean training) {
        Tensor seen = picture.forward(input.narrow(1, 0, 3).contiguous(MemoryFormat.ChannelsLast), training);
        Tensor moved = flow.forward(input.narrow(1, 3, flowChannels).contiguous(MemoryFormat.ChannelsLast), training);
        return conv4.forward(torch.cat(new TensorVector(seen, moved), 1), training);
    }
}
