package dev.earsight.cli;

import dev.earsight.evaluate.Baseline;
import dev.earsight.evaluate.Interval;
import dev.earsight.evaluate.Measure;
import dev.earsight.localize.OperatingPoint;
import dev.earsight.net.Model;
import dev.earsight.net.NetworkConfig;
import dev.earsight.report.Block;
import dev.earsight.report.Report;
import dev.earsight.report.Report.Section;
import dev.earsight.serve.RunFiles;
import dev.earsight.weights.Checkpoint;
import dev.earsight.weights.FloatTensor;
import dev.earsight.weights.OnnxModel;
import dev.earsight.weights.TrainingSources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * What whoever gets an exported network must know to use it, and to judge it. What the run does not say is said to be missing.
 *
 * @param run run folder or checkpoint file
 * @param from the checkpoint's file
 * @param checkpoint what is exported
 * @param fileName what it is exported to
 */
record ModelCard(Path run, Path from, Checkpoint checkpoint, String fileName) {
    private static final String LICENSE =
            "The program that trained it is under the Apache License 2.0; that says nothing about these weights, whose terms are for "
                    + "whoever trained them to state here, with the rights in the media they were trained on in mind.";

    /** The card of an ONNX file. */
    Report of(OnnxModel model) {
        List<List<String>> rows = new ArrayList<>();
        model.inputs().forEach(port -> rows.add(row("input", port)));
        model.outputs().forEach(port -> rows.add(row("output", port)));
        return report(
                "ONNX, operators of version 17, float32; batch normalization folded into the convolutions",
                new Section(
                        "inputs",
                        "Inputs and outputs",
                        List.of(
                                new Block.Table("", List.of("name", "", "shape", "meaning"), rows),
                                new Block.Words("N is the number of pairs, any; picture i is compared with sound i."),
                                new Block.Notes(recipes()))));
    }

    private static List<String> row(String kind, OnnxModel.Port port) {
        String shape = port.shape().stream().map(size -> ", " + size).collect(Collectors.joining());
        return List.of(port.name(), kind, "(N" + (shape.isEmpty() ? "," : shape) + ")", port.meaning());
    }

    /** The card of a file of weights. */
    Report ofWeights(SortedMap<String, FloatTensor> tensors) {
        long numbers = tensors.values().stream().mapToLong(FloatTensor::size).sum();
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Words(String.format(
                Locale.ROOT,
                "%,d float32 numbers in %d tensors, layers and names as in interop/python/earsight_net.py, which reads them into "
                        + "PyTorch. Kernels are (out, in, height, width), fully connected layers (out, in).",
                numbers,
                tensors.size())));
        List<String> recipes = recipes();
        if (checkpoint.networkConfig().soundPooling() > 1) {
            recipes.add(String.format(
                    Locale.ROOT,
                    "For the sound ConvNet: columns averaged %1$d at a time, then %2$s times them.",
                    checkpoint.networkConfig().soundPooling(),
                    Checkpoint.MEL));
        }
        blocks.add(new Block.Notes(recipes));
        blocks.add(new Block.Table(
                "",
                List.of("tensor", "shape"),
                tensors.entrySet().stream()
                        .map(entry -> List.of(
                                entry.getKey(), Arrays.toString(entry.getValue().shape())))
                        .toList()));
        return report("weights, float32", new Section("inputs", "Tensors, inputs", blocks));
    }

    /** How to make the inputs. */
    private List<String> recipes() {
        NetworkConfig config = checkpoint.networkConfig();
        List<String> recipes = new ArrayList<>();
        recipes.add(String.format(
                Locale.ROOT,
                "Picture: the whole picture scaled to %1$d x %1$d (bilinear; the mean of what a pixel covers where it gets more than "
                        + "twice as small), red, green, blue planes, byte / 127.5 - 1.",
                config.imageSide()));
        if (config.frames() > 1) {
            recipes.add("Motion: " + config.frames()
                    + " consecutive frames of 25 a second about the moment, the planes of each, in order of time.");
        }
        if (config.flowFields() > 0) {
            recipes.add(
                    "Motion: after the picture's planes " + config.flowFields()
                            + " fields of optical flow from the moment on, right and down of each, as 'earsight prepare --flow' makes them.");
        }
        recipes.add("Sound: one second, mono, 48 kHz, -1..1, centered on the picture's time.");
        recipes.add(
                "Log-spectrogram of it: 120 samples reflected at either end; 200 frames, 240 samples apart, of 480 samples; periodic "
                        + "Hann window; discrete Fourier transform of 512; ln(max(|S|, 0.001)) / 5, bins as rows, lowest first.");
        return recipes;
    }

    private Report report(String format, Section inputs) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("File", fileName + ": " + format);
        facts.put("Network", what(checkpoint.model()));
        facts.put("Sizes", checkpoint.provenance().getOrDefault("network", "missing"));
        return new Report(
                EvaluationReport.name(checkpoint.model()) + ": " + fileName,
                "A network that learned from unlabelled video which things make which sounds (Objects that Sound, arXiv 1712.06651).",
                List.of(
                        new Section("network", "What it is", List.of(new Block.Facts(facts))),
                        inputs,
                        new Section("data", "Data", List.of(new Block.Facts(data()))),
                        new Section("numbers", "Numbers", numbers()),
                        new Section("diagnosis", "What it leans on", diagnosis()),
                        new Section("threshold", "Operating point", List.of(new Block.Words(operatingPoint()))),
                        new Section("license", "License", List.of(new Block.Words(LICENSE))),
                        new Section("provenance", "Origin", provenance())));
    }

    private static String what(Model model) {
        return switch (model) {
            case AVE -> "AVE-Net: embeddings of pictures and sounds in one space, for search";
            case AVOL -> "AVOL-Net: where in a picture a sound comes from";
            case L3 -> "L3-Net, the baseline: whether a sound belongs to a picture";
        };
    }

    private Map<String, String> data() {
        Map<String, String> words = checkpoint.provenance();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Prepared data", words.getOrDefault("data", "missing; whoever prepared it knows"));
        facts.put("Its hash", words.getOrDefault("data-hash", "missing"));
        Optional<TrainingSources> sources = TrainingSources.in(words);
        facts.put(
                "Files that trained it",
                sources.map(found -> count(found.trained().size(), found)).orElse("missing"));
        facts.put(
                "Files that chose this checkpoint",
                sources.map(found -> count(found.chosen().size(), found)).orElse("missing"));
        return facts;
    }

    private static String count(int files, TrainingSources sources) {
        return String.format(Locale.ROOT, "%,d%s", files, sources.complete() ? "" : " known, perhaps more");
    }

    private List<Block> numbers() {
        Optional<List<RunFiles.Figure>> figures = new RunFiles(run).measures();
        if (figures.isEmpty()) {
            return List.of(new Block.Words("Missing. To have them here: earsight evaluate --run " + run
                    + " --data DATA --json " + run.resolve("evaluation.json") + ", and export again."));
        }
        return List.of(
                new Block.Numbers(
                        "", figures.get().stream().map(ModelCard::measure).toList(), false),
                new Block.Words(
                        "As 'evaluate --json' left them in the run's folder, which does not record on what they were measured. "
                                + "Missing intervals and counts are missing there."));
    }

    private static Measure measure(RunFiles.Figure figure) {
        Map<String, Double> others = new LinkedHashMap<>();
        figure.baselines().forEach(named -> others.put(named.name(), named.value()));
        Double chance = others.remove("chance");
        return new Measure(
                figure.name(),
                figure.value(),
                figure.n().orElse(0),
                new Interval(figure.low().orElse(Double.NaN), figure.high().orElse(Double.NaN), ""),
                chance == null ? Double.NaN : chance,
                others.entrySet().stream()
                        .map(entry -> new Baseline(entry.getKey(), entry.getValue()))
                        .toList());
    }

    private List<Block> diagnosis() {
        return List.of(new RunFiles(run)
                .diagnosis()
                .<Block>map(Block.Notes::new)
                .orElse(new Block.Words("Missing. To have it here: earsight diagnose --run " + run
                        + " --data DATA --json " + run.resolve("diagnosis.json") + ", and export again.")));
    }

    private String operatingPoint() {
        return OperatingPoint.of(run)
                .map(
                        point -> point.belongsTo(from)
                                ? String.format(
                                        Locale.ROOT,
                                        "Something in the picture makes the sound from a probability of %.3f on: false alarms %.3f of %,d "
                                                + "mismatched pairs, hits %.3f of %,d matched ones; on sources without a part in choosing it "
                                                + "%.3f and %.3f (%s, split %s).",
                                        point.probability(),
                                        point.falseAlarmRate(),
                                        point.mismatchedPairs(),
                                        point.hitRate(),
                                        point.matchedPairs(),
                                        point.heldOutFalseAlarmRate(),
                                        point.heldOutHitRate(),
                                        point.data(),
                                        point.split())
                                : "Missing: the one in the run's folder was chosen for another checkpoint. Even odds (0.5) otherwise.")
                .orElse("Missing; even odds (0.5) otherwise. To have one: earsight diagnose --run " + run
                        + " --data DATA.");
    }

    private List<Block> provenance() {
        Map<String, String> facts = new LinkedHashMap<>(checkpoint.origin());
        facts.remove("model");
        facts.remove("network");
        facts.put("SHA-256 of the checkpoint", OperatingPoint.sha256(from));
        String config = facts.remove("config");
        return config == null
                ? List.of(new Block.Facts(facts), new Block.Words("The training's configuration is missing."))
                : List.of(new Block.Facts(facts), new Block.Verbatim("Configuration of the training", config));
    }
}
