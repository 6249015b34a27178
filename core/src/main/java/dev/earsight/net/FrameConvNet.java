package dev.earsight.net;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/**
 * The vision side of AVE+MF: consecutive frames through 3-D convolutions. The paper says no more than that; why it is built
 * like this is in {@code docs/adr/0008}. The first convolution of each stage also sees the moments before and after, the
 * second stays within its own, as in a still picture; time is halved wherever the picture's sides are, but for pool1.
 *
 * <pre>
 * input               3 x 25 x 224 x 224
 * conv1_1 3x3x3 /2    64 x 13 x 112 x 112
 * conv1_2 1x3x3       64 x 13 x 112 x 112
 * pool1               64 x 13 x 56 x 56
 * conv2_1, 2          128 x 13 x 56 x 56
 * pool2               128 x 7 x 28 x 28
 * conv3_1, 2          256 x 7 x 28 x 28
 * pool3               256 x 4 x 14 x 14
 * conv4_1, 2          512 x 4 x 14 x 14
 * maximum over time       512 x 14 x 14
 * </pre>
 *
 * Beyond the first and the last moment these themselves are seen again, so that one picture repeated gives what {@link
 * ConvNet} gives for it, where each 3x3x3 kernel adds up over time to the 3x3 one.
 */
final class FrameConvNet implements VisionNet {
    private static final int TIME = 2;

    private final int frames;
    private final List<FrameConvolutionBlock> blocks;

    FrameConvNet(Parameters parameters, NetworkConfig config) {
        frames = config.frames();
        List<Integer> width = config.widths();
        blocks = List.of(
                block(parameters, "1_1", 3, width.get(0), 3, 2, config),
                block(parameters, "1_2", width.get(0), width.get(0), 1, 1, config),
                block(parameters, "2_1", width.get(0), width.get(1), 3, 1, config),
                block(parameters, "2_2", width.get(1), width.get(1), 1, 1, config),
                block(parameters, "3_1", width.get(1), width.get(2), 3, 1, config),
                block(parameters, "3_2", width.get(2), width.get(2), 1, 1, config),
                block(parameters, "4_1", width.get(2), width.get(3), 3, 1, config),
                block(parameters, "4_2", width.get(3), width.get(3), 1, 1, config));
    }

    private static FrameConvolutionBlock block(
            Parameters parameters, String name, int in, int out, int moments, int stride, NetworkConfig config) {
        return new FrameConvolutionBlock(parameters, "vision.conv" + name, in, out, moments, stride, config.padding());
    }

    @Override
    public Tensor forward(Tensor input, boolean training) {
        long side = input.size(2);
        Tensor x = input.contiguous()
                .reshape(input.size(0), frames, 3, side, side)
                .transpose(1, TIME) // (N, 3, T, S, S)
                .contiguous(MemoryFormat.ChannelsLast3d);
        x = halved(stage(x, 0, training), 1);
        x = halved(stage(x, 2, training), 2);
        x = halved(stage(x, 4, training), 2);
        return stage(x, 6, training).amax(new long[] {TIME}, false);
    }

    private Tensor stage(Tensor x, int first, boolean training) {
        return blocks.get(first + 1).forward(blocks.get(first).forward(x, training), training);
    }

    /** The maximum of 2x2 places and of {@code moments} of them; a last moment without a partner stays. */
    private static Tensor halved(Tensor x, long moments) {
        long[] window = {moments, 2, 2};
        return torch.max_pool3d(x, window, window, new long[] {0, 0, 0}, new long[] {1, 1, 1}, true);
    }
}
