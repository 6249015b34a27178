package dev.earsight.weights;

import static dev.earsight.weights.OnnxGraph.attribute;

import dev.earsight.clip.LogSpectrogram;
import dev.earsight.net.MelPooling;
import dev.earsight.net.NetworkConfig;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A trained network as an ONNX model, operators of version {@value OnnxGraph#OPSET}: what {@link TrainedNetwork} answers, for any runtime
 * that knows the format. Inputs and outputs, all 32-bit, the first dimension a batch {@code N} of any size:
 *
 * <pre>
 * picture            in   (N, C, S, S)       planes as {@link dev.earsight.net.Network#vision} takes them
 * spectrogram        in   (N, 1, 257, 200)   {@link LogSpectrogram}; or
 * pcm                in   (N, 48000)         one second, mono, 48 kHz, -1..1
 * picture_embedding  out  (N, D)             AVOL-Net (N, P, D), places row by row
 * sound_embedding    out  (N, D)
 * similarity         out  (N)                of picture i and sound i: cosine; AVOL-Net the best place's product; L3-Net the log-odds
 * log_odds           out  (N)
 * probability        out  (N)                that they belong together
 * score_map          out  (N, S/16, S/16)    AVOL-Net: probability that the sound comes from here
 * score_map_log_odds out  (N, S/16, S/16)    the same as log-odds
 * </pre>
 */
public final class OnnxExport {
    private static final String PICTURE_MEANING = "planes of the picture, red, green, blue in -1..1, rows from the top";
    private static final String SPECTROGRAM_MEANING =
            "ln(max(|S|, 0.001)) / 5 of 257 bins 93.75 Hz apart and 200 frames 5 ms apart";
    private static final String PCM_MEANING = "one second of mono sound, 48 kHz, -1..1";

    private final Checkpoint checkpoint;
    private final NetworkConfig config;
    private final OnnxGraph graph = new OnnxGraph();
    private final OnnxLayers layers;

    /** Which sides of the network are exported: a single side needs no input of the other. */
    public enum Side {
        /** Both, and what compares them. */
        BOTH,
        /** From a picture to its embedding. */
        PICTURE,
        /** From a sound to its embedding. */
        SOUND
    }

    /** What the exported network is given of a sound. */
    public enum SoundInput {
        /** Log-spectrograms that the caller makes. */
        SPECTROGRAM,
        /** Samples: the log-spectrogram is made inside. */
        PCM
    }

    private OnnxExport(Checkpoint checkpoint) {
        this.checkpoint = checkpoint;
        config = checkpoint.networkConfig();
        layers = new OnnxLayers(graph, checkpoint.tensors(), config);
    }

    /** The network of a checkpoint, one side of it or both. */
    public static OnnxModel of(Checkpoint checkpoint, Side side, SoundInput soundInput) {
        OnnxExport export = new OnnxExport(checkpoint);
        String vision = side == Side.SOUND ? "" : export.vision();
        String sound = side == Side.PICTURE ? "" : export.sound(soundInput);
        if (side == Side.BOTH) {
            export.compare(vision, sound);
        }
        Map<String, String> metadata = new TreeMap<>(checkpoint.origin());
        metadata.put("batch-normalization", "folded into the convolutions");
        return export.graph.model(
                "earsight-" + checkpoint.model().name().toLowerCase(Locale.ROOT),
                "Says which sounds belong to which pictures; trained without labels.",
                metadata);
    }

    private String vision() {
        long side = config.imageSide();
        String map = layers.vision(graph.input("picture", PICTURE_MEANING, config.pictureChannels(), side, side));
        return switch (checkpoint.model()) {
            case AVE -> embedding("picture_embedding", unitLength(twoLayers(map, "vision")), config.embeddingSize());
            case L3 ->
                embedding(
                        "picture_embedding",
                        layers.globalMaximum(map),
                        config.widths().get(3));
            case AVOL -> {
                String hidden = graph.op("Relu", List.of(layers.linearAtPlaces(map, "vision.fc1", "")));
                String vectors = layers.linearAtPlaces(hidden, "vision.fc2", "vision.norm"); // (N, 128, 14, 14)
                String places =
                        graph.op("Reshape", List.of(vectors, graph.integers(0, config.embeddingSize(), places())));
                yield embedding(
                        "picture_embedding",
                        graph.op("Transpose", List.of(places), attribute("perm", new long[] {0, 2, 1})),
                        places(),
                        config.embeddingSize());
            }
        };
    }

    private String sound(SoundInput given) {
        String spectrogram = given == SoundInput.PCM
                ? OnnxSpectrogram.of(graph, graph.input("pcm", PCM_MEANING, LogSpectrogram.SAMPLES))
                : graph.input("spectrogram", SPECTROGRAM_MEANING, 1, LogSpectrogram.BINS, LogSpectrogram.FRAMES);
        String map = layers.convNet(pooledSound(spectrogram), "sound");
        return switch (checkpoint.model()) {
            case AVE -> embedding("sound_embedding", unitLength(twoLayers(map, "sound")), config.embeddingSize());
            case AVOL -> embedding("sound_embedding", twoLayers(map, "sound"), config.embeddingSize());
            case L3 ->
                embedding(
                        "sound_embedding",
                        layers.globalMaximum(map),
                        config.widths().get(3));
        };
    }

    private String embedding(String name, String value, long... shape) {
        graph.output(name, "what the network makes of it, to be compared or stored", value, shape);
        return value;
    }

    private String pooledSound(String spectrogram) {
        int factor = config.soundPooling();
        if (factor == 1) {
            return spectrogram;
        }
        int rows = LogSpectrogram.BINS / factor;
        long[] window = {1, factor};
        String columns = graph.op(
                "AveragePool", List.of(spectrogram), attribute("kernel_shape", window), attribute("strides", window));
        String shares = graph.constant(Checkpoint.MEL, MelPooling.weights(rows), rows, LogSpectrogram.BINS);
        return layers.both("MatMul", shares, columns);
    }

    /** pool4, fc1, fc2 and their normalization. */
    private String twoLayers(String map, String side) {
        String hidden = graph.op("Relu", List.of(layers.linear(layers.globalMaximum(map), side + ".fc1")));
        return layers.linear(hidden, side + ".fc2", side + ".norm");
    }

    private String unitLength(String vectors) {
        String squaredLength = graph.op(
                "ReduceSumSquare", List.of(vectors), attribute("axes", new long[] {1}), attribute("keepdims", 1));
        return layers.both("Div", vectors, graph.op("Sqrt", List.of(layers.with("Add", squaredLength, 1e-12))));
    }

    private void compare(String vision, String sound) {
        switch (checkpoint.model()) {
            case AVE -> {
                String cosine = sumOverAxis1(layers.both("Mul", vision, sound));
                match(cosine, distanceLogOdds(cosine));
            }
            case AVOL -> {
                String map = map(vision, sound);
                String similarity = pooled(map);
                match(similarity, placeLogOdds(similarity));
                long side = config.mapSide();
                String logOdds = graph.op("Reshape", List.of(placeLogOdds(map), graph.integers(0, side, side)));
                graph.output("score_map", "probability that the sound comes from here", sigmoid(logOdds), side, side);
                graph.output("score_map_log_odds", "log-odds that the sound comes from here", logOdds, side, side);
            }
            case L3 -> {
                String logOdds = decided(graph.op("Concat", List.of(vision, sound), attribute("axis", 1)));
                match(logOdds, logOdds);
            }
        }
    }

    private void match(String similarity, String logOdds) {
        graph.output("similarity", "of picture i and sound i", similarity);
        graph.output("log_odds", "that picture i and sound i belong together", logOdds);
        graph.output("probability", "that picture i and sound i belong together", sigmoid(logOdds));
    }

    private String map(String vision, String sound) {
        String column = graph.op("Unsqueeze", List.of(sound, graph.integers(2)));
        return graph.op("Squeeze", List.of(layers.both("MatMul", vision, column), graph.integers(2))); // (N, P)
    }

    private String pooled(String map) {
        double attention = config.attentionSharpness();
        if (attention > 0) {
            String shares = graph.op("Softmax", List.of(layers.with("Mul", map, attention)), attribute("axis", 1));
            return sumOverAxis1(layers.both("Mul", shares, map));
        }
        return graph.op("ReduceMax", List.of(map), attribute("axes", new long[] {1}), attribute("keepdims", 0));
    }

    private String sumOverAxis1(String x) {
        return graph.op("ReduceSum", List.of(x, graph.integers(1)), attribute("keepdims", 0));
    }

    private String placeLogOdds(String product) {
        String scaled =
                layers.with("Mul", product, layers.weight("conv7.weight").values()[0]);
        return layers.with("Add", scaled, layers.weight("conv7.bias").values()[0]);
    }

    private String distanceLogOdds(String cosine) {
        String squared = layers.with("Add", layers.with("Mul", cosine, -2), 2);
        String distance = graph.op("Sqrt", List.of(layers.with("Max", squared, 1e-8)));
        float[] weight = layers.weight("fc3.weight").values();
        float[] bias = layers.weight("fc3.bias").values();
        return layers.with("Add", layers.with("Mul", distance, weight[1] - weight[0]), bias[1] - bias[0]);
    }

    /** fc1 and fc2 of L3-Net, and the difference of its two answers. */
    private String decided(String features) {
        String scores = layers.linear(graph.op("Relu", List.of(layers.linear(features, "fc1"))), "fc2"); // (N, 2)
        String no = graph.op("Gather", List.of(scores, graph.integers(0)), attribute("axis", 1));
        String yes = graph.op("Gather", List.of(scores, graph.integers(1)), attribute("axis", 1));
        return graph.op("Squeeze", List.of(layers.both("Sub", yes, no), graph.integers(1)));
    }

    private String sigmoid(String logOdds) {
        return graph.op("Sigmoid", List.of(logOdds));
    }

    private int places() {
        return config.mapSide() * config.mapSide();
    }
}
