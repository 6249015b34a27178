package dev.earsight.net;

import org.bytedeco.pytorch.Tensor;

/** Two convolutions of the same width one after the other, such as conv2_1 and conv2_2 (paper, figure 2). */
final class Stage {
    private final ConvolutionBlock first;
    private final ConvolutionBlock second;

    private Stage(ConvolutionBlock first, ConvolutionBlock second) {
        this.first = first;
        this.second = second;
    }

    /** Stage 1 to 4 of a ConvNet; the first halves the picture's sides. */
    static Stage of(Parameters parameters, String name, int number, int in, NetworkConfig config) {
        int width = config.widths().get(number - 1);
        String stage = name + ".conv" + number;
        int stride = number == 1 ? 2 : 1;
        return new Stage(
                new ConvolutionBlock(parameters, stage + "_1", in, width, stride, config.padding()),
                new ConvolutionBlock(parameters, stage + "_2", width, width, 1, config.padding()));
    }

    Tensor forward(Tensor x, boolean training) {
        return second.forward(first.forward(x, training), training);
    }
}
