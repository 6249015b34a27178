package dev.earsight.net;

import org.bytedeco.pytorch.Tensor;

/** The layers from what is seen of a moment to conv4_2: {@code (N, C, 224, 224)} to {@code (N, 512, 14, 14)}. */
sealed interface VisionNet permits ConvNet, FlowConvNet, FrameConvNet {
    /** The vision layers that see what {@code config} says: a still picture, frames, or flow beside a picture. */
    static VisionNet of(Parameters parameters, NetworkConfig config) {
        if (config.flowFields() > 0) {
            return new FlowConvNet(parameters, config);
        }
        return config.frames() > 1
                ? new FrameConvNet(parameters, config)
                : new ConvNet(parameters, "vision", 3, config);
    }

    /** The map before pool4. */
    Tensor forward(Tensor input, boolean training);
}
