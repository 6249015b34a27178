package dev.earsight.bench;

import dev.earsight.clip.LogSpectrogram;
import dev.earsight.net.Model;
import dev.earsight.net.Network;
import dev.earsight.tensor.Precision;
import dev.earsight.tensor.Scope;
import dev.earsight.tensor.Tensors;
import dev.earsight.train.Presets;
import dev.earsight.train.TrainConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/**
 * What a training step of AVE-Net costs without its data, forward and backward: both presets, 32-bit and bfloat16, channels-last as
 * everywhere here and row-major, beside the fastest matrix product of the same precision on the same threads. Each is measured in a
 * process of its own, which gives its peak memory; rounds take turns, so that a change of load cannot pass for a difference.
 *
 * <pre>StepCost [ROUNDS [THREADS]]</pre>
 */
public final class StepCost {
    private static final int LEAST_STEPS = 4;
    private static final double LEAST_SECONDS = 4;
    private static final int WARM_UP = 2;
    private static final int MATRIX_SIDE = 2048;

    private StepCost() {}

    /** One way to compute a step, or the matrix product. */
    private record Way(String what, Precision precision, boolean channelsLast) {
        List<String> arguments() {
            return List.of(what, precision.name(), Boolean.toString(channelsLast));
        }
    }

    /** @param rate pairs a second, or nothing for the matrix product */
    private record Cost(double rate, double gigaflops, long peakMegabytes) {}

    /** Without arguments beyond the two numbers the parent; else one measurement. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length > 2) {
            Way way = new Way(arguments[0], Precision.valueOf(arguments[1]), Boolean.parseBoolean(arguments[2]));
            Tensors.useThreads(Integer.parseInt(arguments[3]));
            Cost cost = way.what.equals("matrices") ? matrices(way) : steps(way);
            System.out.println(cost.rate + " " + cost.gigaflops + " " + cost.peakMegabytes);
            return;
        }
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        String threads = arguments.length > 1
                ? arguments[1]
                : Integer.toString(Runtime.getRuntime().availableProcessors());
        Map<Way, List<Cost>> costs = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Precision precision : Precision.values()) {
                for (String what : List.of("matrices", "small", "paper")) {
                    for (boolean channelsLast :
                            what.equals("matrices") ? new boolean[] {true} : new boolean[] {true, false}) {
                        Way way = new Way(what, precision, channelsLast);
                        costs.computeIfAbsent(way, _ -> new ArrayList<>()).add(apart(way, threads));
                    }
                }
            }
        }
        costs.forEach((way, of) -> print(way, of, costs));
    }

    private static void print(Way way, List<Cost> of, Map<Way, List<Cost>> all) {
        List<Cost> products = all.getOrDefault(new Way("matrices", way.precision, true), List.of());
        List<Cost> plain = all.getOrDefault(new Way(way.what, Precision.FLOAT32, true), List.of());
        double[] shares = new double[of.size()];
        double[] ratios = new double[of.size()];
        for (int i = 0; i < of.size(); i++) {
            shares[i] = of.get(i).gigaflops / products.get(i).gigaflops;
            ratios[i] = of.get(i).gigaflops / plain.get(i).gigaflops;
        }
        System.out.printf(
                Locale.ROOT,
                "%-8s %-8s %-13s %8.1f pairs/s %7.0f Gflop/s, %.2f of the matrix product (%.2f-%.2f), %.2f times float32 channels-last (%.2f-%.2f), peak %d MB, n = %d%n",
                way.what,
                way.precision.name().toLowerCase(Locale.ROOT),
                way.channelsLast ? "channels-last" : "row-major",
                median(of.stream().mapToDouble(Cost::rate).toArray()),
                median(of.stream().mapToDouble(Cost::gigaflops).toArray()),
                median(shares),
                Arrays.stream(shares).min().orElseThrow(),
                Arrays.stream(shares).max().orElseThrow(),
                median(ratios),
                Arrays.stream(ratios).min().orElseThrow(),
                Arrays.stream(ratios).max().orElseThrow(),
                of.stream().mapToLong(Cost::peakMegabytes).max().orElseThrow(),
                of.size());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static Cost apart(Way way, String threads) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                StepCost.class.getName()));
        command.addAll(way.arguments());
        command.add(threads);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var lines = process.inputReader()) {
            String[] words = lines.readLine().split(" ");
            return new Cost(Double.parseDouble(words[0]), Double.parseDouble(words[1]), Long.parseLong(words[2]));
        }
    }

    private static Cost matrices(Way way) throws IOException {
        try (Scope scope = Scope.open()) {
            Random random = new Random(1);
            long side = MATRIX_SIDE;
            Tensor a = Tensors.of(normal(random, MATRIX_SIDE * MATRIX_SIDE), side, side);
            Tensor b = Tensors.of(normal(random, MATRIX_SIDE * MATRIX_SIDE), side, side);
            if (way.precision == Precision.BFLOAT16) {
                a = a.to(torch.ScalarType.BFloat16);
                b = b.to(torch.ScalarType.BFloat16);
            }
            double best = Double.POSITIVE_INFINITY;
            for (int i = 0; i < 10; i++) {
                long start = System.nanoTime();
                a.mm(b).close();
                best = Math.min(best, (System.nanoTime() - start) / 1e9);
            }
            return new Cost(0, 2.0 * side * side * side / best / 1e9, peakMegabytes());
        }
    }

    private static Cost steps(Way way) throws IOException {
        TrainConfig config = way.what.equals("paper") ? Presets.paper(Model.AVE) : Presets.small(Model.AVE);
        int pairs = way.what.equals("paper") ? 16 : 64;
        int side = config.network().imageSide();
        Random random = new Random(1);
        float[] images = normal(random, pairs * 3 * side * side);
        float[] spectrograms = normal(random, pairs * LogSpectrogram.SIZE);
        float[] matched = new float[pairs];
        Arrays.fill(matched, 0, pairs / 2, 1);
        try (Network network = Model.AVE.create(config.network(), 1)) {
            if (!way.channelsLast) {
                network.parameters().trained().values().forEach(weight -> {
                    if (weight.dim() == 4) {
                        weight.set_data(weight.detach().contiguous(MemoryFormat.Contiguous));
                    }
                });
            }
            double seconds = 0;
            int steps = -WARM_UP;
            for (; steps < LEAST_STEPS || seconds < LEAST_SECONDS; steps++) {
                long start = System.nanoTime();
                try (Scope scope = Scope.open()) {
                    Tensor seen = way.channelsLast
                            ? Tensors.images(images, pairs, 3, side, side)
                            : Tensors.of(images, pairs, 3, side, side);
                    Tensor heard = Tensors.of(spectrograms, pairs, 1, LogSpectrogram.BINS, LogSpectrogram.FRAMES);
                    Tensor vision;
                    Tensor sound;
                    try (var autocast = way.precision.autocast()) {
                        vision = network.vision(seen, true);
                        sound = network.sound(heard, true);
                    }
                    config.loss()
                            .of(network, vision, sound, Tensors.of(matched, pairs))
                            .loss()
                            .backward();
                }
                seconds += steps < 0 ? 0 : (System.nanoTime() - start) / 1e9;
            }
            double rate = steps * pairs / seconds;
            // Backward costs two products of the size of the forward one.
            return new Cost(rate, 3 * 2 * products(network, side) * rate / 1e9, peakMegabytes());
        }
    }

    /** Multiplications of one pair's convolutions: stages 1 to 4 see half the sides of what came before, the first by its stride. */
    private static double products(Network network, int side) {
        double sum = 0;
        for (Map.Entry<String, Tensor> weight : network.parameters().trained().entrySet()) {
            String name = weight.getKey();
            if (weight.getValue().dim() == 4 && name.contains("conv")) {
                int stage = Character.digit(name.charAt(name.indexOf("conv") + 4), 10);
                boolean picture = name.startsWith("vision");
                int height =
                        picture ? side : LogSpectrogram.BINS / network.config().soundPooling();
                int width = picture
                        ? side
                        : LogSpectrogram.FRAMES / network.config().soundPooling();
                sum += (double) weight.getValue().numel()
                        * Math.ceilDiv(height, 1 << stage)
                        * Math.ceilDiv(width, 1 << stage);
            }
        }
        return sum;
    }

    private static float[] normal(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static long peakMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }
}
