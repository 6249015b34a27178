package dev.earsight.net;

import org.bytedeco.pytorch.Tensor;

/**
 * The ConvNet of a still picture or a sound up to conv4_2 (paper, figures 2a and 2b), the same but for its input. Sizes below are the
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
final class ConvNet implements VisionNet {
    private final Stem stem;
    private final Stage conv4;

    ConvNet(Parameters parameters, String name, int inputChannels, NetworkConfig config) {
        stem = new Stem(parameters, name, inputChannels, config);
        conv4 = Stage.of(parameters, name, 4, config.widths().get(2), config);
    }

    @Override
    public Tensor forward(Tensor input, boolean training) {
        return conv4.forward(stem.forward(input, training), training);
    }

    /** pool4, the maximum over all places: {@code (N, 512, h, w)} to {@code (N, 512)}. */
    static Tensor globalMaximum(Tensor map) {
        return map.amax(new long[] {2, 3}, false);
    }
}
