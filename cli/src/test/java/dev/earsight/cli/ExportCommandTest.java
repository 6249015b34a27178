package dev.earsight.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.earsight.embed.NpyArray;
import dev.earsight.embed.NpzFile;
import dev.earsight.net.Model;
import dev.earsight.net.Network;
import dev.earsight.net.NetworkConfig;
import dev.earsight.net.NetworkConfig.Padding;
import dev.earsight.weights.Checkpoint;
import dev.earsight.weights.FloatTensor;
import dev.earsight.weights.Safetensors;
import dev.earsight.weights.TrainedNetwork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A network out of the house and another's into it. */
class ExportCommandTest {
    private static final int COUNT = 3;

    @TempDir
    Path folder;

    @Test
    void theModelCardSaysWhatIsThereAndWhatIsMissing() throws IOException {
        Path run = Files.createDirectories(folder.resolve("run"));
        Made.network(run.resolve("best.safetensors"), Model.AVOL, 1, 0);
        Path file = folder.resolve("new/net.onnx");

        Made.Run bare = Made.run("export", "--run", run, "--format", "onnx", "--out", file);
        String card = Files.readString(folder.resolve("new/net.onnx.md"));
        Files.writeString(run.resolve("evaluation.json"), """
                [{"name": "pointing accuracy", "value": 0.75, "n": 200, "interval95": {"low": 0.7, "high": 0.8},
                  "chance": 0.1, "baselines": {"center point": 0.2}}]""");
        Files.writeString(run.resolve("diagnosis.json"), "{\"findings\": [\"It leans on the sound alone.\"]}");
        Made.run("export", "--run", run, "--format", "onnx", "--spectrogram", "inside", "--out", file);
        String fuller = Files.readString(folder.resolve("new/net.onnx.md"));

        assertThat(bare.code()).as(bare.err()).isZero();
        assertThat(Files.size(file)).isGreaterThan(10_000);
        assertThat(card)
                .contains("| spectrogram | input | (N, 1, 257, 200) |", "| score_map | output | (N, 2, 2) |")
                .contains("| log_odds | output | (N,) |", "Missing. To have them here: earsight evaluate --run " + run)
                .contains("Missing. To have it here: earsight diagnose", "Files that trained it: missing");
        assertThat(fuller)
                .contains("| pcm | input | (N, 48000) |", "It leans on the sound alone.")
                .contains("| pointing accuracy | 0.75", "| 200 | 0.1", "center point 0.2")
                .doesNotContain("earsight evaluate --run");
    }

    @Test
    void whatCannotBeExportedIsSaid() {
        Path network = Made.network(folder.resolve("best.safetensors"), Model.AVE, 1, 0);
        assertThat(Made.run("export", "--run", network, "--format", "onnx", "--out", folder.resolve("x.npz"))
                        .err())
                .contains("must end in .onnx");
        assertThat(Made.run("export", "--run", network, "--format", "pickle", "--out", folder.resolve("x.npz"))
                        .err())
                .contains("none of onnx, safetensors, torchscript-free-npz");
        assertThat(Made.run("export", "--run", network, "--format", "safetensors", "--out", network)
                        .err())
                .contains("never written over");
    }

    @ParameterizedTest
    @EnumSource(names = {"AVE", "AVOL"})
    void pythonAnswersTheSame(Model model) throws IOException, InterruptedException {
        Optional<String> python = pythonWithTorch();
        assumeTrue(
                python.isPresent(), "no Python with torch and numpy here: the reader in interop/python is not tried");
        Path network = trained(model);
        Path exported = folder.resolve("net.safetensors");
        Path questions = folder.resolve("questions.npz");
        Made.run("export", "--run", network, "--format", "safetensors", "--out", exported);
        ask(network, questions);

        Process process = new ProcessBuilder(
                        python.get(),
                        Path.of("..", "interop", "python", "compare.py").toString(),
                        exported.toString(),
                        questions.toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        assertThat(printed).contains("picture", "sound", "log_odds");
    }

    /** AVE-Net as the paper has it, AVOL-Net with all that may be chosen otherwise; with statistics as training leaves them. */
    private Path trained(Model model) {
        NetworkConfig plain = new NetworkConfig(32, List.of(4, 4, 8, 8), 16, 1, false, Padding.ZERO);
        NetworkConfig config = model == Model.AVE
                ? plain
                : new NetworkConfig(32, List.of(4, 4, 8, 8), 16, 4, true, Padding.REPLICATE).withAttention(0.3);
        Path file = folder.resolve("run/best.safetensors");
        try (Network network = model.create(config, 7)) {
            Checkpoint.write(file, model, config, network.parameters().all(), Map.of());
        }
        Safetensors fresh = Safetensors.read(file);
        Random random = new Random(8);
        Map<String, FloatTensor> lived = new TreeMap<>(fresh.floats());
        lived.replaceAll((name, tensor) -> {
            float[] values = tensor.values().clone();
            for (int i = 0; i < values.length && (name.contains("norm") || name.endsWith("bias")); i++) {
                values[i] += name.endsWith("var") ? random.nextFloat() : (float) (0.2 * random.nextGaussian());
            }
            return new FloatTensor(tensor.shape(), values);
        });
        Safetensors.of(fresh.metadata(), lived).write(file);
        return file;
    }

    private static void ask(Path network, Path file) {
        Random random = new Random(3);
        float[] pictures = gaussian(random, COUNT * 3 * 32 * 32);
        float[] spectrograms = gaussian(random, COUNT * 257 * 200);
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("pictures", new NpyArray.Floats(new int[] {COUNT, 3, 32, 32}, pictures));
        arrays.put("spectrograms", new NpyArray.Floats(new int[] {COUNT, 1, 257, 200}, spectrograms));
        try (TrainedNetwork trained = TrainedNetwork.load(network)) {
            float[][] seen = trained.pictures(pictures, COUNT);
            float[][] heard = trained.sounds(spectrograms, COUNT);
            float[][] maps = new float[COUNT][];
            float[][] logits = new float[COUNT][];
            for (int i = 0; i < COUNT; i++) {
                maps[i] = trained.logits(seen[i], heard[i]);
                logits[i] = new float[] {trained.logit(seen[i], heard[i])};
            }
            arrays.put("picture", flat(seen));
            arrays.put("sound", flat(heard));
            arrays.put("log_odds", flat(logits));
            arrays.put("map", flat(maps));
        }
        NpzFile.write(file, arrays);
    }

    private static NpyArray flat(float[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
        }
        return new NpyArray.Floats(new int[] {flat.length}, flat);
    }

    private static float[] gaussian(Random random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (0.5 * random.nextGaussian());
        }
        return values;
    }

    private static Optional<String> pythonWithTorch() throws InterruptedException {
        for (String python : new String[] {"python3", "/usr/bin/python3", "python"}) {
            try {
                Process process = new ProcessBuilder(python, "-c", "import torch, numpy")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                if (process.waitFor() == 0) {
                    return Optional.of(python);
                }
            } catch (IOException notThere) {
                // the next one
            }
        }
        return Optional.empty();
    }

    @ParameterizedTest
    @EnumSource
    void foreignWeightsBecomeARun(Model model) throws IOException {
        Path network = Made.network(folder.resolve("run/best.safetensors"), model, 1.5, 0.2);
        Checkpoint ours = Checkpoint.read(network);
        Map<String, FloatTensor> theirs = new TreeMap<>();
        ours.tensors().forEach((name, tensor) -> theirs.put("net." + name.replace('.', '/'), tensor));
        // As a 1x1 convolution, and as a convolution with a bias that its batch normalization takes off again.
        theirs.computeIfPresent(
                "net.vision/fc1/weight", (name, tensor) -> new FloatTensor(append(tensor.shape()), tensor.values()));
        float[] bias = {1, 2, 3, 4};
        theirs.put("net.sound/conv1_1/bias", new FloatTensor(new long[] {4}, bias));
        theirs.computeIfPresent("net.sound/conv1_1/norm/running_mean", (name, tensor) -> plus(tensor, bias));
        theirs.put("net.sound/conv1_1/norm/num_batches_tracked", FloatTensor.of(7));
        Path weights = folder.resolve("theirs.safetensors");
        Safetensors.of(Map.of("format", "pt"), theirs).write(weights);
        Path names = Files.writeString(folder.resolve("names.yaml"), names("(num_batches_tracked)"));
        Path run = folder.resolve("imported");

        Made.Run imported = Made.run("import", weights, "--map", names, "--model", model, "--out", run);
        assertThat(imported.code()).as(imported.err()).isZero();
        Checkpoint back = Checkpoint.read(run.resolve("best.safetensors"));
        assertThat(back.networkConfig()).isEqualTo(ours.networkConfig());
        ours.tensors()
                .forEach((name, tensor) -> assertThat(
                                requireNonNull(back.tensors().get(name)).values())
                        .as(name)
                        .isEqualTo(tensor.values()));
        assertThat(Made.run("import", weights, "--map", names, "--model", model, "--out", run)
                        .err())
                .contains("already holds a network");
    }

    @Test
    void theSameComesBackFromNpz() throws IOException {
        Path network = Made.network(folder.resolve("run/best.safetensors"), Model.AVE, 1.5, 0.2);
        Path npz = folder.resolve("net.npz");
        Path run = folder.resolve("imported");
        Made.run("export", "--run", network, "--format", "torchscript-free-npz", "--out", npz);
        Path names = Files.writeString(
                folder.resolve("names.yaml"), "network: {image-side: 32, sound-pooling: 8}\nnames: {'(.*)': $1}\n");
        Made.Run imported = Made.run("import", npz, "--map", names, "--model", "ave", "--out", run);
        assertThat(imported.code()).as(imported.err()).isZero();
        Path sound = folder.resolve("v.mp4");
        Made.video(sound, 30, 1.2);
        assertThat(Made.run("embed", "--run", run, sound).out())
                .isNotEmpty()
                .isEqualTo(Made.run("embed", "--run", network, sound).out());
    }

    @Test
    void everyTensorThatDoesNotFitIsNamed() throws IOException {
        Path network = Made.network(folder.resolve("run/best.safetensors"), Model.AVE, 1.5, 0.2);
        Map<String, FloatTensor> theirs = new TreeMap<>();
        Checkpoint.read(network)
                .tensors()
                .forEach((name, tensor) -> theirs.put("net." + name.replace('.', '/'), tensor));
        theirs.remove("net.sound/fc1/bias");
        theirs.remove("net.vision/conv3_2/norm/weight");
        theirs.put("net.vision/fc1/weight", new FloatTensor(new long[] {2, 3}, new float[6]));
        theirs.put("net.extra", FloatTensor.of(1));
        theirs.put("optimizer", FloatTensor.of(1));
        Path weights = folder.resolve("theirs.safetensors");
        Safetensors.of(Map.of(), theirs).write(weights);
        Path names = Files.writeString(folder.resolve("names.yaml"), names("nothing"));
        Path run = folder.resolve("imported");

        Made.Run imported = Made.run("import", weights, "--map", names, "--model", "ave", "--out", run);
        assertThat(imported.code()).isEqualTo(1);
        assertThat(imported.err())
                .contains("sound.fc1.bias [128] is missing", "vision.conv3_2.norm.weight [8] is missing")
                .contains("vision.fc1.weight ('net.vision/fc1/weight', [2, 3]) must be [128, 8]")
                .contains("extra ('net.extra', []) is no tensor of this network", "'optimizer' [] is left over");
        assertThat(run).doesNotExist();
        Files.writeString(names, "name: {a: b}\n");
        assertThat(Made.run("import", weights, "--map", names, "--model", "ave", "--out", run)
                        .err())
                .contains("names.yaml is not a map of names", "name");
    }

    /** Slashes for dots and a prefix: at most three slashes. */
    private static String names(String ignored) {
        return """
                network: {image-side: 32, sound-pooling: 8}
                names:
                  'net\\.(\\w+)/(\\w+)/norm/(weight|bias|running_mean|running_var)': $1.$2.norm.$3
                  'net\\.(\\w+)/(\\w+)/(weight|bias)': $1.$2.$3
                  'net\\.(\\w+)/(weight|bias)': $1.$2
                  'net\\.(extra)': $1
                ignore: ['.*%s']
                """.formatted(ignored);
    }

    private static long[] append(long[] shape) {
        return Stream.of(shape[0], shape[1], 1L, 1L).mapToLong(Long::longValue).toArray();
    }

    private static FloatTensor plus(FloatTensor tensor, float[] more) {
        float[] sum = tensor.values().clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += more[i];
        }
        return new FloatTensor(tensor.shape(), sum);
    }
}
