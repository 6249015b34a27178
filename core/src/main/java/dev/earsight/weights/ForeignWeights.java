package dev.earsight.weights;

import dev.earsight.EarsightException;
import dev.earsight.net.Model;
import dev.earsight.net.Network;
import dev.earsight.net.NetworkConfig;
import dev.earsight.tensor.Tensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Another program's weights as a network of ours. Widths are read off the shapes; shapes may differ by dimensions of one, as a 1x1
 * convolution does from a fully connected layer. A convolution's bias, which ours has not, is taken off the running mean after it.
 */
public final class ForeignWeights {
    private final Model model;
    private final ForeignNames names;
    private final SortedMap<String, FloatTensor> ours = new TreeMap<>();
    private final SortedMap<String, String> theirNames = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    private ForeignWeights(Model model, ForeignNames names) {
        this.model = model;
        this.names = names;
    }

    /**
     * Writes a checkpoint of them.
     *
     * @param theirs the foreign tensors by their names
     * @param provenance where they come from
     * @return the network's sizes
     * @throws EarsightException where a tensor is missing, left over, mapped twice or of another shape; all of them are named
     */
    public static NetworkConfig write(
            Path file,
            Model model,
            Map<String, ? extends StoredTensor> theirs,
            ForeignNames names,
            Map<String, String> provenance) {
        ForeignWeights foreign = new ForeignWeights(model, names);
        foreign.rename(theirs);
        NetworkConfig config = foreign.config();
        Checkpoint.writeValues(file, model, config, foreign.fitted(config), provenance);
        return config;
    }

    private void rename(Map<String, ? extends StoredTensor> theirs) {
        new TreeMap<String, StoredTensor>(theirs)
                .forEach((theirName, tensor) -> names.ours(theirName)
                        .ifPresentOrElse(name -> take(name, theirName, tensor), () -> {
                            if (!names.ignored(theirName)) {
                                problems.add("'" + theirName + "' " + Arrays.toString(tensor.shape())
                                        + " is left over: neither 'names' nor 'ignore' is about it");
                            }
                        }));
    }

    private void take(String name, String theirName, StoredTensor tensor) {
        if (name.equals(Checkpoint.MEL)) {
            return; // from an export of ours; networks here make it themselves
        }
        if (!(tensor instanceof FloatTensor floats)) {
            problems.add("'" + theirName + "', meant to be " + name + ", does not hold floating-point numbers");
            return;
        }
        String former = theirNames.put(name, theirName);
        if (former != null) {
            problems.add("'" + former + "' and '" + theirName + "' are both meant to be " + name);
        }
        ours.put(name, floats);
    }

    private NetworkConfig config() {
        List<Integer> widths = IntStream.rangeClosed(1, 4)
                .mapToObj(stage -> outputs("vision.conv" + stage + "_1.weight"))
                .toList();
        int embeddingSize = model == Model.L3 ? NetworkConfig.paper().embeddingSize() : outputs("vision.fc2.weight");
        if (widths.contains(0) || embeddingSize == 0) {
            throw refused();
        }
        try {
            return names.network().with(widths, embeddingSize, ours.containsKey("vision.norm.running_mean"));
        } catch (IllegalArgumentException impossible) {
            throw new EarsightException("The names' settings under 'network': " + impossible.getMessage(), impossible);
        }
    }

    private int outputs(String name) {
        FloatTensor tensor = ours.get(name);
        if (tensor == null || tensor.shape().length == 0) {
            problems.add(name + " is missing");
            return 0;
        }
        return Math.toIntExact(tensor.shape()[0]);
    }

    private SortedMap<String, FloatTensor> fitted(NetworkConfig config) {
        SortedMap<String, long[]> shapes = new TreeMap<>();
        try (Network network = model.create(config, 0)) {
            network.parameters().all().forEach((name, tensor) -> shapes.put(name, Tensors.shape(tensor)));
        }
        takeOffBiases(shapes);
        SortedMap<String, FloatTensor> fitted = new TreeMap<>();
        shapes.forEach((name, shape) -> {
            FloatTensor tensor = ours.remove(name);
            if (tensor == null) {
                problems.add(name + " " + Arrays.toString(shape) + " is missing");
            } else if (!Arrays.equals(withoutOnes(shape), withoutOnes(tensor.shape()))) {
                problems.add(described(name, tensor) + " must be " + Arrays.toString(shape));
            } else {
                fitted.put(name, new FloatTensor(shape, tensor.values()));
            }
        });
        ours.forEach((name, tensor) -> problems.add(described(name, tensor) + " is no tensor of this network"));
        if (!problems.isEmpty()) {
            throw refused();
        }
        return fitted;
    }

    /** (x + bias - mean) is x - (mean - bias). */
    private void takeOffBiases(SortedMap<String, long[]> shapes) {
        for (String name : List.copyOf(ours.keySet())) {
            String meanName = name.replaceAll("\\.bias$", ".norm.running_mean");
            FloatTensor mean = ours.get(meanName);
            FloatTensor bias = ours.get(name);
            if (name.endsWith(".bias")
                    && !shapes.containsKey(name)
                    && mean != null
                    && bias != null
                    && bias.size() == mean.size()) {
                float[] values = mean.values().clone();
                for (int i = 0; i < values.length; i++) {
                    values[i] -= bias.values()[i];
                }
                ours.remove(name);
                ours.put(meanName, new FloatTensor(mean.shape(), values));
            }
        }
    }

    private String described(String name, FloatTensor tensor) {
        return name + " ('" + theirNames.get(name) + "', " + Arrays.toString(tensor.shape()) + ")";
    }

    private static long[] withoutOnes(long[] shape) {
        return Arrays.stream(shape).filter(size -> size != 1).toArray();
    }

    private EarsightException refused() {
        return new EarsightException("These weights and names do not make a network:\n  "
                + String.join("\n  ", problems) + "\nCorrect the names.");
    }
}
