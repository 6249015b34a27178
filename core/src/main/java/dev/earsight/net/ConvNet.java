package dev.earsight.net;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The vision or sound ConvNet up to conv4_2 (paper, figures 2a and 2b), the same but for its input. Sizes below are the
 * paper's; a 257-row input gives 129 rows after conv1_1 here where the figure prints 128, and the same from pool1 on.
 *
 * <pre>
 *              vision            sound
 * input        3 x 224 x 224     1 x 257 x 200
 * conv1_1 /2   64 x 112 x 112    64 x 129 x 100
 * conv1_2      64 x 112 x 112    64 x 129 x 100
 * pool1        64 x 56 x 56      64 x 64 x 50
 * conv2_1, 2   128 x 56 x 56     128 x 64 x 50
 * pool2        128 x 28 x 28     128 x 32 x 25
 * conv3_1, 2   256 x 28 x 28     256 x 32 x 25
 * pool3        256 x 14 x 14     256 x 16 x 12
 * conv4_1, 2   512 x 14 x 14     512 x 16 x 12
 * </pre>
 */
final class ConvNet {
    private static final long[] POOL = {2, 2};

    private final ConvolutionBlock conv1First;
    private final ConvolutionBlock conv1Second;
    private final ConvolutionBlock conv2First;
    private final ConvolutionBlock conv2Second;
    private final ConvolutionBlock conv3First;
    private final ConvolutionBlock conv3Second;
    private final ConvolutionBlock conv4First;
    private final ConvolutionBlock conv4Second;

    ConvNet(Parameters parameters, String name, int inputChannels, NetworkConfig config) {
        List<Integer> width = config.widths();
        NetworkConfig.Padding padding = config.padding();
        conv1First = new ConvolutionBlock(parameters, name + ".conv1_1", inputChannels, width.get(0), 2, padding);
        conv1Second = new ConvolutionBlock(parameters, name + ".conv1_2", width.get(0), width.get(0), 1, padding);
        conv2First = new ConvolutionBlock(parameters, name + ".conv2_1", width.get(0), width.get(1), 1, padding);
        conv2Second = new ConvolutionBlock(parameters, name + ".conv2_2", width.get(1), width.get(1), 1, padding);
        conv3First = new ConvolutionBlock(parameters, name + ".conv3_1", width.get(1), width.get(2), 1, padding);
        conv3Second = new ConvolutionBlock(parameters, name + ".conv3_2", width.get(2), width.get(2), 1, padding);
        conv4First = new ConvolutionBlock(parameters, name + ".conv4_1", width.get(2), width.get(3), 1, padding);
        conv4Second = new ConvolutionBlock(parameters, name + ".conv4_2", width.get(3), width.get(3), 1, padding);
    }

    /** The map before pool4: {@code (N, 512, 14, 14)} for pictures, {@code (N, 512, 16, 12)} for sounds. */
    Tensor forward(Tensor input, boolean training) {
        Tensor x = conv1First.forward(input, training);
        x = torch.max_pool2d(conv1Second.forward(x, training), POOL);
        x = conv2First.forward(x, training);
        x = torch.max_pool2d(conv2Second.forward(x, training), POOL);
        x = conv3First.forward(x, training);
        x = torch.max_pool2d(conv3Second.forward(x, training), POOL);
        x = conv4First.forward(x, training);
        return conv4Second.forward(x, training);
    }

    /** pool4, the maximum over all places: {@code (N, 512, h, w)} to {@code (N, 512)}. */
    static Tensor globalMaximum(Tensor map) {
        return map.amax(new long[] {2, 3}, false);
    }
}
