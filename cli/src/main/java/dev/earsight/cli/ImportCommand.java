package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.embed.NpyArray;
import dev.earsight.embed.NpzFile;
import dev.earsight.localize.OperatingPoint;
import dev.earsight.net.Model;
import dev.earsight.net.NetworkConfig;
import dev.earsight.weights.FloatTensor;
import dev.earsight.weights.ForeignNames;
import dev.earsight.weights.ForeignWeights;
import dev.earsight.weights.LongTensor;
import dev.earsight.weights.Safetensors;
import dev.earsight.weights.StoredTensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code earsight import}. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes a run of weights that another program trained, for embed, index, localize, serve and the rest.",
            "",
            "The network must be built like the paper's, with batch normalization after every convolution: layers and names are in "
                    + "docs/formats.md, a run's own are listed by 'earsight export --format safetensors' in its model card. A file of "
                    + "names says what is called what; every tensor that is missing, left over or of another shape is named. From "
                    + "PyTorch: safetensors.torch.save_file(model.state_dict(), \"theirs.safetensors\").",
            "",
            "Pictures and sounds are given to the network as to every other here (pixels in -1..1, ln(max(|S|, 0.001)) / 5): what was "
                    + "trained on inputs made otherwise will answer otherwise."
        },
        footerHeading = "%nnames.yaml, for example:%n",
        footer = {
            "  network: {image-side: 224, sound-pooling: 1, padding: zero}",
            "  names:",
            "    'img\\.conv1a\\.weight': vision.conv1_1.weight",
            "    'img\\.conv1a\\.bias': vision.conv1_1.bias",
            "    'img\\.bn1a\\.(weight|bias|running_mean|running_var)':",
            "      vision.conv1_1.norm.$1",
            "  ignore: ['.*\\.num_batches_tracked']",
            "",
            "network: what no shape tells; these are the defaults. names: theirs, as a regular expression over the whole name, and ours, "
                    + "$1 being the first group. A convolution's bias, which ours has not, goes into the running mean after it.",
            "",
            "  earsight import theirs.safetensors --map names.yaml --model ave --out RUN"
        })
final class ImportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "WEIGHTS", description = "A .safetensors or .npz file.")
    private Path weights = Path.of(".");

    @Option(names = "--map", required = true, paramLabel = "FILE", description = "The names, as YAML.")
    private Path map = Path.of(".");

    @Option(names = "--model", required = true, description = "ave, avol or l3.")
    private Model model = Model.AVE;

    @Option(names = "--out", required = true, paramLabel = "RUN", description = "Folder of the run to make.")
    private Path out = Path.of(".");

    @Override
    public Integer call() {
        Path target = out.resolve("best.safetensors");
        if (Files.exists(target)) {
            throw new EarsightException(out + " already holds a network; choose another folder for --out.");
        }
        Map<String, StoredTensor> theirs = read();
        Map<String, String> provenance = new TreeMap<>(Provenance.here());
        provenance.put("imported-from", String.valueOf(weights.getFileName()));
        provenance.put("imported-sha256", OperatingPoint.sha256(weights));
        NetworkConfig config = ForeignWeights.write(target, model, theirs, ForeignNames.read(map), provenance);
        System.out.printf(
                "%s: %s, pictures of %d pixels, %s channels, embeddings of %d.%n",
                target, EvaluationReport.name(model), config.imageSide(), config.widths(), config.embeddingSize());
        return 0;
    }

    private Map<String, StoredTensor> read() {
        String name = weights.toString();
        if (name.endsWith(".safetensors")) {
            return Safetensors.read(weights).tensors();
        }
        if (!name.endsWith(".npz")) {
            throw new EarsightException(
                    weights + " is neither .safetensors nor .npz; save the weights as one of these.");
        }
        Map<String, StoredTensor> tensors = new TreeMap<>();
        NpzFile.read(weights).forEach((key, array) -> tensors.put(key, tensor(key, array)));
        return tensors;
    }

    private StoredTensor tensor(String key, NpyArray array) {
        long[] shape = Arrays.stream(array.shape()).asLongStream().toArray();
        return switch (array) {
            case NpyArray.Floats floats -> new FloatTensor(shape, floats.values());
            case NpyArray.Doubles doubles -> {
                float[] values = new float[doubles.values().length];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) doubles.values()[i];
                }
                yield new FloatTensor(shape, values);
            }
            case NpyArray.Longs longs -> new LongTensor(shape, longs.values());
            case NpyArray.Texts texts ->
                throw new EarsightException(weights + " holds text under '" + key + "'; save numbers alone.");
        };
    }
}
