package dev.earsight.weights;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.earsight.weights.OnnxModel.Port;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An ONNX graph as it is put together, node after node: what an operator is given and what it makes are names of values, so that a
 * network reads as a composition of calls. Operators are those of {@value #OPSET}; the first dimension of every input and output is
 * the batch, of any size.
 */
final class OnnxGraph {
    /** The version of the operators. */
    static final int OPSET = 17;

    /** The version of the file format, the one that came with the operators. */
    private static final int IR_VERSION = 8;

    private static final String BATCH = "N";

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private final List<Port> inputs = new ArrayList<>();
    private final List<Port> outputs = new ArrayList<>();

    /** An input {@code (N, shape...)} of 32-bit numbers. */
    String input(String name, String meaning, long... shape) {
        inputs.add(port(name, meaning, shape));
        graph.addInput(described(inputs.getLast()));
        return name;
    }

    /** Calls {@code value} an output {@code (N, shape...)}. */
    void output(String name, String meaning, String value, long... shape) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Identity")
                .setName(name)
                .addInput(value)
                .addOutput(name));
        outputs.add(port(name, meaning, shape));
        graph.addOutput(described(outputs.getLast()));
    }

    /** What an operator makes of its inputs. */
    String op(String operator, List<String> inputs, AttributeProto... attributes) {
        String name = operator + "_" + graph.getNodeCount();
        graph.addNode(NodeProto.newBuilder()
                .setOpType(operator)
                .setName(name)
                .addAllInput(inputs)
                .addOutput(name)
                .addAllAttribute(List.of(attributes)));
        return name;
    }

    /** Numbers that are part of the network. */
    String constant(String name, float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return constant(name, TensorProto.DataType.FLOAT, bytes, shape);
    }

    /** A number that is part of the network. */
    String constant(double value) {
        return constant("number_" + graph.getInitializerCount(), new float[] {(float) value}, 1);
    }

    /** Whole numbers that an operator takes as an input: a shape, axes, paddings. */
    String integers(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return constant("integers_" + graph.getInitializerCount(), TensorProto.DataType.INT64, bytes, values.length);
    }

    private String constant(String name, TensorProto.DataType type, ByteBuffer bytes, long... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .setRawData(UnsafeByteOperations.unsafeWrap(bytes));
        for (long size : shape) {
            tensor.addDims(size);
        }
        graph.addInitializer(tensor);
        return name;
    }

    /** The whole, with words about it. */
    OnnxModel model(String name, String meaning, Map<String, String> metadata) {
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setProducerName("earsight")
                .setDocString(meaning)
                .setGraph(graph.setName(name));
        new TreeMap<>(metadata)
                .forEach((key, value) -> model.addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return new OnnxModel(model.build().toByteArray(), inputs, outputs);
    }

    static AttributeProto attribute(String name, long value) {
        return named(name, AttributeType.INT).setI(value).build();
    }

    static AttributeProto attribute(String name, String value) {
        return named(name, AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    static AttributeProto attribute(String name, long[] values) {
        AttributeProto.Builder attribute = named(name, AttributeType.INTS);
        for (long value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }

    private static AttributeProto.Builder named(String name, AttributeType type) {
        return AttributeProto.newBuilder().setName(name).setType(type);
    }

    private static Port port(String name, String meaning, long... shape) {
        return new Port(name, Arrays.stream(shape).boxed().toList(), meaning);
    }

    private static ValueInfoProto described(Port port) {
        TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
        dimensions.addDimBuilder().setDimParam(BATCH);
        port.shape().forEach(size -> dimensions.addDimBuilder().setDimValue(size));
        return ValueInfoProto.newBuilder()
                .setName(port.name())
                .setDocString(port.meaning())
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                                .setShape(dimensions)))
                .build();
    }
}
