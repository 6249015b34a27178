package dev.earsight.net;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** conv1_1 to pool3 (paper, figure 2): {@code (N, C, 224, 224)} to {@code (N, 256, 14, 14)}. */
final class Stem {
    private static final long[] POOL = {2, 2};

    private final Stage conv1;
    private final Stage conv2;
    private final Stage conv3;

    Stem(Parameters parameters, String name, int inputChannels, NetworkConfig config) {
        List<Integer> width = config.widths();
        conv1 = Stage.of(parameters, name, 1, inputChannels, config);
        conv2 = Stage.of(parameters, name, 2, width.get(0), config);
        conv3 = Stage.of(parameters, name, 3, width.get(1), config);
    }

    Tensor forward(Tensor input, boolean training) {
        Tensor x = torch.max_pool2d(conv1.forward(input, training), POOL);
        x = torch.max_pool2d(conv2.forward(x, training), POOL);
        return torch.max_pool2d(conv3.forward(x, training), POOL);
    }
}
