package dev.earsight.weights;

import static dev.earsight.weights.OnnxGraph.attribute;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.earsight.EarsightException;
import dev.earsight.net.BatchNormalization;
import dev.earsight.net.NetworkConfig;
import dev.earsight.net.NetworkConfig.Padding;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The layers that all networks are made of, as ONNX operators: those of {@code net}'s classes of the same names, in use, not in training.
 * Batch normalization is folded: its running statistics, gain and shift are worked into the kernel before it and a bias, in 64 bits.
 */
final class OnnxLayers {
    private final OnnxGraph graph;
    private final Map<String, FloatTensor> weights;
    private final NetworkConfig config;

    OnnxLayers(OnnxGraph graph, Map<String, FloatTensor> weights, NetworkConfig config) {
        this.graph = graph;
        this.weights = weights;
        this.config = config;
    }

    /** The stored tensor of that name. */
    FloatTensor weight(String name) {
        FloatTensor weight = weights.get(name);
        if (weight == null) {
            throw new EarsightException("The network to export holds no weights '" + name + "'.");
        }
        return weight;
    }

    /** What the vision side sees of a moment to conv4_2: {@code (N, C, S, S)} to {@code (N, 512, S / 16, S / 16)}. */
    String vision(String picture) {
        if (config.flowFields() > 0) {
            String seen = stem(channels(picture, 0, 3), "vision");
            String moved = stem(channels(picture, 3, config.pictureChannels()), "flow");
            return stage(graph.op("Concat", List.of(seen, moved), attribute("axis", 1)), "vision", 4);
        }
        if (config.frames() == 1) {
            return convNet(picture, "vision");
        }
        long side = config.imageSide();
        String inTime = graph.op("Reshape", List.of(picture, graph.integers(0, config.frames(), 3, side, side)));
        String planes = graph.op(
                "Transpose", List.of(inTime), attribute("perm", new long[] {0, 2, 1, 3, 4})); // (N, 3, T, S, S)
        return graph.op(
                "ReduceMax",
                List.of(convNet(planes, "vision")),
                attribute("axes", new long[] {2}),
                attribute("keepdims", 0));
    }

    private String channels(String picture, long from, long to) {
        return graph.op("Slice", List.of(picture, graph.integers(from), graph.integers(to), graph.integers(1)));
    }

    /** conv1_1 to conv4_2. */
    String convNet(String x, String name) {
        return stage(stem(x, name), name, 4);
    }

    private String stem(String x, String name) {
        int dimensions = weight(name + ".conv1_1.weight").shape().length;
        String y = x;
        for (int number = 1; number <= 3; number++) {
            long[] window = sizes(dimensions, number == 1 ? 1 : 2, 2);
            y = graph.op(
                    "MaxPool",
                    List.of(stage(y, name, number)),
                    attribute("kernel_shape", window),
                    attribute("strides", window),
                    attribute("ceil_mode", dimensions == 5 ? 1 : 0)); // a last moment without a partner stays
        }
        return y;
    }

    private String stage(String x, String name, int number) {
        String first = convolution(x, name + ".conv" + number + "_1", number == 1 ? 2 : 1);
        return convolution(first, name + ".conv" + number + "_2", 1);
    }

    /** A convolution with its batch normalization, rectified. */
    private String convolution(String x, String name, long stride) {
        FloatTensor kernel = weight(name + ".weight");
        int dimensions = kernel.shape().length;
        long inTime = dimensions == 5 && kernel.shape()[2] > 1 ? 1 : 0;
        long repeated = config.padding() == Padding.REPLICATE ? 1 : 0;
        // What is repeated beyond the border, first and last moment always; the zeros are the convolution's own.
        long[] edges = sizes(dimensions, inTime, repeated);
        long[] zeros = sizes(dimensions, 0, 1 - repeated);
        long[] strides = sizes(dimensions, inTime == 1 ? stride : 1, stride);
        String padded = Arrays.stream(edges).allMatch(edge -> edge == 0)
                ? x
                : graph.op(
                        "Pad",
                        List.of(x, graph.integers(bothEnds(withBatchAndChannels(edges)))),
                        attribute("mode", "edge"));
        return graph.op(
                "Relu",
                List.of(affine(
                        "Conv",
                        padded,
                        name,
                        kernel.shape(),
                        Optional.of(name + ".norm"),
                        attribute("strides", strides),
                        attribute("pads", bothEnds(zeros)))));
    }

    /** One for each dimension after batch and channels: time, where kernels have five, rows and columns. */
    private static long[] sizes(int kernelDimensions, long time, long space) {
        return kernelDimensions == 5 ? new long[] {time, space, space} : new long[] {space, space};
    }

    private static long[] withBatchAndChannels(long[] edges) {
        long[] all = new long[edges.length + 2];
        System.arraycopy(edges, 0, all, 2, edges.length);
        return all;
    }

    private static long[] bothEnds(long[] one) {
        long[] both = Arrays.copyOf(one, 2 * one.length);
        System.arraycopy(one, 0, both, one.length, one.length);
        return both;
    }

    /** pool4, the maximum over all places: {@code (N, 512, h, w)} to {@code (N, 512)}. */
    String globalMaximum(String map) {
        return graph.op("Flatten", List.of(graph.op("GlobalMaxPool", List.of(map))));
    }

    /** A fully connected layer and, where there is one of that name, the normalization after it. */
    String linear(String x, String name, String norm) {
        return affine("Gemm", x, name, weight(name + ".weight").shape(), existing(norm), attribute("transB", 1));
    }

    /** A fully connected layer. */
    String linear(String x, String name) {
        return linear(x, name, "");
    }

    /** The same at every place of a map: {@code (N, in, h, w)} to {@code (N, out, h, w)}. */
    String linearAtPlaces(String map, String name, String norm) {
        long[] shape = Arrays.copyOf(weight(name + ".weight").shape(), 4);
        shape[2] = 1;
        shape[3] = 1;
        return affine("Conv", map, name, shape, existing(norm));
    }

    private Optional<String> existing(String norm) {
        return weights.containsKey(norm + ".running_mean") ? Optional.of(norm) : Optional.empty();
    }

    /** A layer of weights, its bias where it has one, and the normalization of what it answers. */
    private String affine(
            String operator, String x, String name, long[] shape, Optional<String> norm, AttributeProto... attributes) {
        float[] kernel = weight(name + ".weight").values().clone();
        int out = Math.toIntExact(shape[0]);
        FloatTensor stored = weights.get(name + ".bias");
        float[] bias = stored == null ? new float[out] : stored.values().clone();
        norm.ifPresent(present -> fold(present, kernel, bias));
        return graph.op(
                operator,
                List.of(x, graph.constant(name + ".weight", kernel, shape), graph.constant(name + ".bias", bias, out)),
                attributes);
    }

    private void fold(String norm, float[] kernel, float[] bias) {
        float[] mean = weight(norm + ".running_mean").values();
        float[] variance = weight(norm + ".running_var").values();
        int perOutput = kernel.length / bias.length;
        for (int out = 0; out < bias.length; out++) {
            double gain = at(norm + ".weight", out, 1) / Math.sqrt(variance[out] + BatchNormalization.EPSILON);
            bias[out] = (float) ((bias[out] - (double) mean[out]) * gain + at(norm + ".bias", out, 0));
            for (int i = out * perOutput; i < (out + 1) * perOutput; i++) {
                kernel[i] = (float) (kernel[i] * gain);
            }
        }
    }

    private double at(String name, int index, double otherwise) {
        FloatTensor tensor = weights.get(name);
        return tensor == null ? otherwise : tensor.values()[index];
    }

    /** An operator on two values. */
    String both(String operator, String x, String y) {
        return graph.op(operator, List.of(x, y));
    }

    /** An operator on a value and a number. */
    String with(String operator, String x, double number) {
        return graph.op(operator, List.of(x, graph.constant(number)));
    }
}
