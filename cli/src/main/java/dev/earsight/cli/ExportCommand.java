package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.embed.NpyArray;
import dev.earsight.embed.NpzFile;
import dev.earsight.report.Markdown;
import dev.earsight.resume.Durable;
import dev.earsight.train.TrainingRun;
import dev.earsight.weights.Checkpoint;
import dev.earsight.weights.OnnxExport;
import dev.earsight.weights.OnnxExport.Side;
import dev.earsight.weights.OnnxExport.SoundInput;
import dev.earsight.weights.OnnxModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code earsight export}. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes a trained network for other programs, and a model card beside it.",
            "",
            "onnx: what the network does, for ONNX Runtime in Python, C++, C#, JavaScript, on phones: give it pictures and sounds, "
                    + "get embeddings, probabilities and, from a run of --model avol, the map. Batches of any size; operators of "
                    + "version 17; batch normalization is folded into the convolutions.",
            "safetensors: the weights by name, for Python; interop/python/earsight_net.py reads them into PyTorch, and earsight "
                    + "itself takes the file as --run.",
            "npz: the same weights for numpy.load.",
            "",
            "FILE.md beside FILE is the model card: inputs and outputs, data, numbers with intervals and baselines, diagnosis, "
                    + "operating point, origin. The numbers are those that 'evaluate --json' and 'diagnose --json' left in the run's "
                    + "folder; what is missing is said to be missing."
        },
        footerHeading = "%nFor example:%n",
        footer = {
            "  earsight export --run AVOL --format onnx --spectrogram inside --out avol.onnx    # picture and samples in, map out",
            "  earsight export --run AVE --format onnx --side picture --out pictures.onnx       # vectors of pictures alone",
            "  earsight export --run AVE --format safetensors --out ave.safetensors",
            "",
            "Nothing is run to check the file; the tests compare every kind of network in ONNX Runtime."
        })
final class ExportCommand implements Callable<Integer> {
    /** What a network can be written as. */
    enum Format {
        ONNX(".onnx", "onnx"),
        SAFETENSORS(".safetensors", "safetensors"),
        NPZ(".npz", "npz", "torchscript-free-npz");

        private final String ending;
        private final List<String> names;

        Format(String ending, String... names) {
            this.ending = ending;
            this.names = List.of(names);
        }

        private static Format of(String name) {
            return Arrays.stream(values())
                    .filter(format -> format.names.contains(name.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new EarsightException(
                            "--format " + name + " is none of onnx, safetensors, torchscript-free-npz (or npz)."));
        }
    }

    /** Where the log-spectrogram is made. */
    enum Spectrogram {
        INSIDE,
        OUTSIDE
    }

    @Option(names = "--run", required = true, description = "A training run, or one of its .safetensors files.")
    private Path run = Path.of(".");

    @Option(
            names = "--format",
            required = true,
            paramLabel = "FORMAT",
            description = "onnx, safetensors or torchscript-free-npz (npz for short).")
    private String formatName = "";

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file to write.")
    private Path out = Path.of(".");

    @Option(
            names = "--spectrogram",
            paramLabel = "WHERE",
            description =
                    "For onnx: inside takes one second of samples (48 kHz, mono) and makes the log-spectrogram in the graph; "
                            + "outside (the default) takes log-spectrograms, 1 x 257 x 200.")
    private Optional<Spectrogram> spectrogram = Optional.empty();

    @Option(
            names = "--side",
            paramLabel = "SIDE",
            description =
                    "For onnx: both (the default), or picture or sound alone, which then need no input of the other.")
    private Optional<Side> side = Optional.empty();

    @Override
    public Integer call() {
        Format format = Format.of(formatName);
        if (!out.toString().endsWith(format.ending)) {
            throw new EarsightException("--out " + out + " must end in " + format.ending + " for that format.");
        }
        if (format != Format.ONNX && (spectrogram.isPresent() || side.isPresent())) {
            throw new EarsightException("--spectrogram and --side are about --format onnx; weights have no inputs.");
        }
        Path from = TrainingRun.bestCheckpoint(run);
        Path cardFile = out.resolveSibling(out.getFileName() + ".md");
        Inputs.requireFree(out, List.of(from));
        Inputs.requireFree(cardFile, List.of(from));
        Checkpoint checkpoint = Checkpoint.read(from);
        ModelCard card = new ModelCard(run, from, checkpoint, String.valueOf(out.getFileName()));
        String cardText = Markdown.of(
                switch (format) {
                    case ONNX -> {
                        OnnxModel model = OnnxExport.of(
                                checkpoint,
                                side.orElse(Side.BOTH),
                                spectrogram.orElse(Spectrogram.OUTSIDE) == Spectrogram.INSIDE
                                        ? SoundInput.PCM
                                        : SoundInput.SPECTROGRAM);
                        write(out, model.bytes());
                        yield card.of(model);
                    }
                    case SAFETENSORS -> {
                        checkpoint.writeNetwork(out);
                        yield card.ofWeights(checkpoint.exported());
                    }
                    case NPZ -> {
                        NpzFile.write(out, arrays(checkpoint));
                        yield card.ofWeights(checkpoint.exported());
                    }
                });
        TextFile.write(cardFile, cardText);
        System.out.println("Network: " + out);
        System.out.println("Model card: " + cardFile);
        return 0;
    }

    private static Map<String, NpyArray> arrays(Checkpoint checkpoint) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        checkpoint
                .exported()
                .forEach((name, tensor) -> arrays.put(
                        name,
                        new NpyArray.Floats(
                                Arrays.stream(tensor.shape())
                                        .mapToInt(Math::toIntExact)
                                        .toArray(),
                                tensor.values())));
        return arrays;
    }

    private static void write(Path file, byte[] content) {
        try {
            Durable.replace(file, content);
        } catch (IOException e) {
            throw new EarsightException(
                    file + " cannot be written (" + e.getMessage() + "); check free space and permissions.", e);
        }
    }
}
