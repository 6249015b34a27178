package dev.earsight.weights;

import dev.earsight.EarsightException;
import dev.earsight.clip.LogSpectrogram;
import dev.earsight.net.MelPooling;
import dev.earsight.net.Model;
import dev.earsight.net.Network;
import dev.earsight.net.NetworkConfig;
import dev.earsight.tensor.Scope;
import dev.earsight.tensor.Tensors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A network in a safetensors file: every tensor under the name the network gives it, and in the metadata what is needed to
 * build the network again ({@code model}, {@code network}) and where it comes from (training configuration, step, data hash,
 * commit, versions). A training run stores its optimizer's moments beside the weights in the same way.
 */
public final class Checkpoint {
    /** A number that a checkpoint does not name is a setting younger than it, which was off: 0. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /** Provenance of a run that began with another's weights: where they came from. */
    public static final String INITIAL_WEIGHTS = "initial-weights";

    /** Exported networks: the share of every bin of a spectrogram in every row the network looks at, {@code (rows, 257)}. */
    public static final String MEL = "sound.mel";

    private static final String MODEL = "model";
    private static final String NETWORK = "network";

    private final Path file;
    private final Safetensors contents;
    private final Model model;
    private final NetworkConfig network;

    private Checkpoint(Path file, Safetensors contents) {
        this.file = file;
        this.contents = contents;
        String modelName = contents.metadata().get(MODEL);
        String networkJson = contents.metadata().get(NETWORK);
        if (modelName == null || networkJson == null) {
            throw new EarsightException(file + " does not say which network it holds (no '" + MODEL + "' and '"
                    + NETWORK + "' in its metadata); it was not written by this program.");
        }
        try {
            model = Model.named(modelName);
            network = JSON.readValue(networkJson, NetworkConfig.class);
        } catch (IllegalArgumentException | JacksonException unknown) {
            throw new EarsightException(
                    file + " holds a network this version does not know ('" + modelName + "', " + networkJson
                            + "); use the version that wrote it.",
                    unknown);
        }
    }

    /**
     * Writes a checkpoint; an interruption leaves the former file as it was.
     *
     * @param tensors what to store: at least the network's own tensors
     * @param provenance where it comes from
     */
    public static void write(
            Path file, Model model, NetworkConfig config, Map<String, Tensor> tensors, Map<String, String> provenance) {
        Map<String, FloatTensor> stored = new LinkedHashMap<>();
        tensors.forEach(
                (name, tensor) -> stored.put(name, new FloatTensor(Tensors.shape(tensor), Tensors.toArray(tensor))));
        writeValues(file, model, config, stored, provenance);
    }

    /** As {@link #write}, from values outside the engine. */
    static void writeValues(
            Path file,
            Model model,
            NetworkConfig config,
            Map<String, FloatTensor> values,
            Map<String, String> provenance) {
        Map<String, String> metadata = new TreeMap<>(provenance);
        metadata.put(MODEL, model.name());
        metadata.put(NETWORK, JSON.writeValueAsString(config));
        Safetensors.of(metadata, values).write(file);
    }

    /** Writes {@link #exported}, and all words about it. */
    public void writeNetwork(Path target) {
        writeValues(target, model, network, exported(), provenance());
    }

    /**
     * The network's own {@link #tensors}, and where spectrograms are pooled the rows they are pooled to, as {@value #MEL}, so that a reader need not
     * know how they are found.
     */
    public SortedMap<String, FloatTensor> exported() {
        SortedMap<String, FloatTensor> exported = tensors();
        if (network.soundPooling() > 1) {
            int rows = LogSpectrogram.BINS / network.soundPooling();
            exported.put(MEL, new FloatTensor(new long[] {rows, LogSpectrogram.BINS}, MelPooling.weights(rows)));
        }
        return exported;
    }

    /** Reads a checkpoint. */
    public static Checkpoint read(Path file) {
        return new Checkpoint(file, Safetensors.read(file));
    }

    /** Which network it holds. */
    public Model model() {
        return model;
    }

    /** The network's sizes. */
    public NetworkConfig networkConfig() {
        return network;
    }

    /** Where it comes from. */
    public Map<String, String> provenance() {
        return contents.metadata();
    }

    /**
     * Where it comes from, as it may be told to others: without the digests of the files that trained and chose it, and the run it
     * started from by its name, not its path.
     */
    public Map<String, String> origin() {
        Map<String, String> origin = new TreeMap<>(contents.metadata());
        TrainingSources.KEYS.forEach(origin::remove);
        origin.computeIfPresent(
                INITIAL_WEIGHTS, (_, run) -> String.valueOf(Path.of(run).getFileName()));
        return origin;
    }

    /** The network's own tensors by name, without what a training run stores beside them; all are there and of its shapes. */
    public SortedMap<String, FloatTensor> tensors() {
        try (Network network = load()) {
            SortedMap<String, FloatTensor> own = contents.floats();
            own.keySet().retainAll(network.parameters().all().keySet());
            return own;
        }
    }

    /** Builds the network and puts its weights in place. */
    public Network load() {
        Network fresh = model.create(network, 0);
        try {
            restore(fresh.parameters().all());
            return fresh;
        } catch (EarsightException wrong) {
            fresh.close();
            throw wrong;
        }
    }

    /** Copies the stored values into tensors of the same names and shapes. */
    public void restore(Map<String, Tensor> into) {
        try (var none = Tensors.withoutGradients()) {
            into.forEach((name, tensor) -> {
                if (!(contents.tensors().get(name) instanceof FloatTensor stored)) {
                    throw new EarsightException(
                            file + " holds no weights '" + name + "'; it was written for another network.");
                }
                if (!Arrays.equals(stored.shape(), Tensors.shape(tensor))) {
                    throw new EarsightException(file + " holds '" + name + "' as " + Arrays.toString(stored.shape())
                            + " where the network has " + Arrays.toString(Tensors.shape(tensor))
                            + "; it was written for another network.");
                }
                try (Tensor values = Tensors.of(stored.values(), stored.shape())) {
                    tensor.copy_(values);
                }
            });
        }
    }

    /**
     * Copies what fits, by name and shape, and leaves the rest: AVE-Net and AVOL-Net share their ConvNets and fc1 and fc2. Kernels of
     * a still picture's network also fit one that sees motion: they are put at the middle moment and before the picture's
     * channels, with zeros for all else, so that it first answers as the still one does for the picture, or the best of the frames.
     *
     * @return how many tensors were copied
     * @throws EarsightException where nothing fits
     */
    public int restoreShared(Map<String, Tensor> into) {
        int copied = 0;
        try (var none = Tensors.withoutGradients()) {
            for (Map.Entry<String, Tensor> entry : into.entrySet()) {
                if (contents.tensors().get(entry.getKey()) instanceof FloatTensor stored
                        && restoreKernel(stored, entry.getValue())) {
                    copied++;
                }
            }
        }
        if (copied == 0) {
            throw new EarsightException(
                    file + " holds no weights that fit this network; train it with the same sizes.");
        }
        return copied;
    }

    private static boolean restoreKernel(FloatTensor stored, Tensor tensor) {
        long[] from = stored.shape();
        long[] to = Tensors.shape(tensor);
        if (Arrays.equals(from, to)) {
            try (Tensor values = Tensors.of(stored.values(), from)) {
                tensor.copy_(values);
            }
            return true;
        }
        boolean kernel = from.length == 4 && to.length >= 4 && from[0] == to[0] && from[1] <= to[1];
        if (!kernel || from[2] != to[to.length - 2] || from[3] != to[to.length - 1]) {
            return false;
        }
        try (Scope scope = Scope.open()) {
            tensor.zero_();
            Tensor moment = to.length == 5 ? tensor.select(2, to[2] / 2) : tensor;
            moment.narrow(1, 0, from[1]).copy_(Tensors.of(stored.values(), from));
        }
        return true;
    }
}
