package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.evaluate.Measure;
import dev.earsight.localize.Localizer;
import dev.earsight.microphones.Fusion;
import dev.earsight.microphones.FusionFile;
import dev.earsight.microphones.FusionFit;
import dev.earsight.shard.FlowEstimator;
import dev.earsight.train.TrainingRun;
import dev.earsight.weights.TrainedNetwork;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code earsight fuse}. */
@Command(
        name = "fuse",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Learns how far to trust a network and how far several microphones, and compares the two and both together.",
            "",
            "The scenes are those of 'earsight scene --microphones ARRAY.yaml'. --learn chooses, each where the things that "
                    + "sound are likeliest, how sharp the network's and the microphones' maps are, and one weight between "
                    + "them; --test measures all three on the same seconds: pointing in the box, angular error, false "
                    + "alarms on sound from outside of the picture. Use other scenes (--seed) for each, of things the network "
                    + "was not trained on: else it is trusted too much."
        },
        footer = {
            "",
            "  earsight scene --out learn --clips 100 --seed 1 --microphones ARRAY.yaml --nothing-visible 0.2",
            "  earsight scene --out test --clips 100 --seed 2 --microphones ARRAY.yaml --nothing-visible 0.2",
            "  earsight fuse --run RUN --microphones ARRAY.yaml --learn learn --out fusion.json --test test",
            "  earsight localize --run RUN --microphones ARRAY.yaml --fusion fusion.json VIDEO.mov --out OUT.mp4"
        })
final class FuseCommand implements Callable<Integer> {
    private static final int FEW_EXAMPLES = 50;

    @Option(names = "--run", required = true, description = "A training run of --model avol, or one of its files.")
    private Path run = Path.of(".");

    @Option(
            names = "--microphones",
            required = true,
            paramLabel = "ARRAY.yaml",
            description = "Where the microphones stand; with a camera.")
    private Path microphones = Path.of("array.yaml");

    @Option(names = "--learn", paramLabel = "DIR", description = "Scenes to learn from.")
    private @Nullable Path learn;

    @Option(names = "--out", paramLabel = "FILE", description = "Where what was learnt goes; needs --learn.")
    private @Nullable Path out;

    @Option(names = "--fusion", paramLabel = "FILE", description = "What was learnt before, in place of --learn.")
    private @Nullable Path fusionFile;

    @Option(names = "--test", paramLabel = "DIR", description = "Scenes to measure on.")
    private @Nullable Path test;

    @Option(names = "--json", paramLabel = "FILE", description = "The measures for programs; needs --test.")
    private @Nullable Path json;

    @Option(
            names = "--floor",
            description = "Share of each map that is flat, so that neither can veto (default: ${DEFAULT-VALUE}).")
    private double floor = Fusion.USUAL.floor();

    @Option(
            names = "--follow-confidence",
            description = "The weight follows from second to second how far each of the two stands out.")
    private boolean followConfidence;

    @Option(
            names = "--depth",
            paramLabel = "METERS",
            description = "How far away things are, for microphones beside the camera (default: ${DEFAULT-VALUE}).")
    private double depthMeters = ArrayBeside.USUAL_DEPTH_METERS;

    @Override
    public Integer call() {
        requireOptions();
        ArrayBeside array = new ArrayBeside(microphones, depthMeters);
        Fusion fusion =
                fusionFile == null ? Fusion.USUAL : FusionFile.read(fusionFile).fusion();
        try (TrainedNetwork network = TrainedNetwork.load(TrainingRun.bestCheckpoint(run));
                FlowEstimator flow = FlowMethod.whileWatching(network)) {
            FusedScenes scenes = new FusedScenes(new Localizer(network, flow, Localizer.EVEN_ODDS), array);
            if (learn != null) {
                FusionFit fit = fit(scenes.of(learn), learn);
                fusion = fit.fusion();
                System.out.printf(
                        Locale.ROOT,
                        "Weight of the microphones %.2f, temperatures %.3g (network) and %.3g (microphones), from %d seconds; "
                                + "mean log-likelihood %.3f learned, %.3f acoustic, %.3f fused.%n",
                        fusion.acousticWeight(),
                        fusion.learnedTemperature(),
                        fusion.acousticTemperature(),
                        fit.examples(),
                        fit.learnedLogLikelihood(),
                        fit.acousticLogLikelihood(),
                        fit.fusedLogLikelihood());
                if (out != null) {
                    FusionFile.write(out, fit);
                    System.out.println(out);
                }
            }
            if (test != null) {
                List<Measure> measures = new FusedMeasures(fusion, 1).of(scenes.of(test));
                System.out.print(Measure.table(measures));
                if (json != null) {
                    TextFile.write(json, Measure.json(measures) + "\n");
                }
            }
        }
        return 0;
    }

    private FusionFit fit(List<FusedScenes.Moment> moments, Path folder) {
        List<FusionFit.Example> examples = moments.stream()
                .map(FusedScenes.Moment::example)
                .flatMap(Optional::stream)
                .toList();
        if (examples.isEmpty()) {
            throw new EarsightException(
                    folder + " has no second in which something in sight sounds; make other scenes.");
        }
        if (examples.size() < FEW_EXAMPLES) {
            System.err.println("Learnt from " + examples.size()
                    + " seconds only, which hardly tells one weight from another; give " + FEW_EXAMPLES + " or more.");
        }
        return FusionFit.fit(examples, floor, followConfidence);
    }

    private void requireOptions() {
        if (learn == null && test == null) {
            throw new EarsightException("Give scenes to --learn from, to --test on, or both.");
        }
        if (learn != null && fusionFile != null) {
            throw new EarsightException("--fusion was learnt before; leave it or --learn out.");
        }
        if ((out != null && learn == null) || (json != null && test == null)) {
            throw new EarsightException("--out needs --learn, and --json needs --test.");
        }
        if (!(floor > 0 && floor < 1)) {
            throw new EarsightException("--floor is above 0 and below 1, not " + floor + ".");
        }
        if (learn != null
                && test != null
                && learn.toAbsolutePath()
                        .normalize()
                        .equals(test.toAbsolutePath().normalize())) {
            throw new EarsightException("--learn and --test name the same scenes; make others with another --seed.");
        }
        if (out != null) {
            Inputs.requireFree(out, List.of(microphones));
        }
        if (json != null) {
            Inputs.requireFree(json, List.of(microphones));
        }
    }
}
