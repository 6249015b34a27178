package dev.earsight.weights;

import java.util.List;

/**
 * A network in the ONNX format.
 *
 * @param bytes an {@code .onnx} file
 * @param inputs what it is given
 * @param outputs what it answers
 */
@SuppressWarnings("ArrayRecordComponent") // as large as the network: copying it would be the cost
public record OnnxModel(byte[] bytes, List<Port> inputs, List<Port> outputs) {
    /** Keeps its own lists. */
    public OnnxModel {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * An input or output: 32-bit numbers {@code (N, shape...)}.
     *
     * @param name as the runtime wants it
     * @param shape of one item; {@code N} is any number of them
     * @param meaning in a sentence
     */
    public record Port(String name, List<Long> shape, String meaning) {
        /** Keeps its own list. */
        public Port {
            shape = List.copyOf(shape);
        }
    }
}
