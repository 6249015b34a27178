package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.evaluate.ClassTree;
import dev.earsight.evaluate.Measure;
import dev.earsight.net.Model;
import dev.earsight.scene.ProceduralThings;
import dev.earsight.scene.SceneConfig;
import dev.earsight.scene.SceneGenerator;
import dev.earsight.scene.SceneWriter;
import dev.earsight.shard.KeepOptions;
import dev.earsight.shard.PreparationOptions;
import dev.earsight.shard.PreparedData;
import dev.earsight.shard.Split;
import dev.earsight.shard.SplitRule;
import dev.earsight.train.ConfigFile;
import dev.earsight.train.Presets;
import dev.earsight.train.TrainConfig;
import dev.earsight.train.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code earsight demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "The whole way in one command, about ten minutes on two cores: makes videos of drawn things with synthesized "
                    + "sounds, learns from them without labels, measures what was learnt on videos never seen, and draws it.",
            "",
            "May be interrupted; the same command goes on where it was."
        })
final class DemoCommand implements Callable<Integer> {
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "demo",
            description = "Folder for everything it makes (default: demo).")
    private Path out = Path.of("demo");

    @Option(names = "--quick", description = "The same path in under 90 seconds, with weaker numbers.")
    private boolean quick;

    @Option(names = "--seed", defaultValue = "1", description = "Of scenes and networks (default: 1).")
    private long seed;

    /**
     * How much is made and trained.
     *
     * @param trainingScenes short videos to learn from: a third each with no, one and two silent things beside the one that
     *     sounds (easy scenes first tell the network what to look at)
     * @param heldOutScenes videos to validate on, and as many to test on, all with two silent things
     * @param avolSteps steps of the network that localizes
     * @param aveSteps steps of the network that searches
     */
    private record Size(int trainingScenes, int heldOutScenes, int avolSteps, int aveSteps) {
        static final Size FULL = new Size(4500, 150, 400, 900);
        static final Size QUICK = new Size(240, 24, 15, 30);
    }

    @Override
    public Integer call() {
        long started = System.nanoTime();
        Size size = quick ? Size.QUICK : Size.FULL;
        Path scenes = out.resolve("scenes");
        Path data = out.resolve("data");
        say("1/5 Making " + size.trainingScenes + " short videos to learn from, and others to test on ...");
        writeScenes(scenes, size);
        say("2/5 Decoding them once for training ...");
        PrepareCommand.prepare(PreparationOptions.of(scenes, data)
                .withKeep(new KeepOptions(128, 90, 5, 600, 3600))
                .withSplit(new SplitRule.ByFolder()));
        say("3/5 Learning, from the videos alone: no labels, no boxes ...");
        Path ave = train(Model.AVE, size.aveSteps, Optional.empty(), data);
        Path avol = train(Model.AVOL, size.avolSteps, Optional.of(ave), data);
        say("4/5 Measuring on videos never seen in training ...");
        List<Measure> measures = new ArrayList<>();
        Map<String, List<Measure>> tables = new LinkedHashMap<>();
        tables.put("AVOL-Net: where does it come from?", measure(avol, data));
        tables.put("AVE-Net: search across sight and sound", measure(ave, data));
        tables.values().forEach(measures::addAll);
        say("5/5 Drawing ...");
        DemoPictures pictures = new DemoPictures(out, scenes, data);
        pictures.heatmaps(avol, 12);
        pictures.overlay(avol);
        pictures.contactSheet(ave, 6);
        pictures.learningCurves(List.of(avol, ave));
        StringBuilder text = new StringBuilder();
        tables.forEach((title, table) ->
                text.append(title).append('\n').append(Measure.table(table)).append('\n'));
        write(out.resolve("numbers.txt"), text.toString());
        write(out.resolve("numbers.json"), Measure.json(measures));
        System.out.println();
        System.out.print(text);
        System.out.printf(
                Locale.ROOT,
                "Done in %.1f minutes. Look at:%n"
                        + "  %s  where each sound comes from, a picture per test video%n"
                        + "  %s  the same as a video%n"
                        + "  %s  pictures found by sound%n"
                        + "  %s  how the networks learnt%n"
                        + "  %s  these numbers%n"
                        + "Then try your own: earsight prepare VIDEOS_DIR --out DATA; earsight train --data DATA --out RUN%n",
                (System.nanoTime() - started) / 60e9,
                out.resolve("heatmaps"),
                out.resolve("overlay.mp4"),
                out.resolve("search.png"),
                out.resolve("curves.png"),
                out.resolve("numbers.txt"));
        return 0;
    }

    private void writeScenes(Path folder, Size size) {
        SceneConfig sizes =
                SceneConfig.defaults().with().objectSize(0.36, 0.52).seed(seed).build();
        // Small and short: a network learns more from another scene than from more of the same one.
        SceneConfig small =
                sizes.with().size(192, 144).framesPerSecond(10).clipSeconds(1.6).build();
        int total = size.trainingScenes + 2 * size.heldOutScenes;
        try (Progress progress = new Progress("Making videos", total, " videos")) {
            int before = 0;
            for (int silent = 0; silent <= 2; silent++) {
                SceneConfig config = small.with().objects(1, silent).build();
                int count = size.trainingScenes / 3;
                write(
                        config,
                        folder.resolve("train").resolve(silent + "-silent"),
                        silent * count,
                        count,
                        before,
                        progress);
                before += count;
            }
            for (Split split : List.of(Split.VAL, Split.TEST)) {
                // Numbers far from the training scenes', whose random draws they must not share.
                long first = 1_000_000L * (1 + split.ordinal());
                write(sizes, folder.resolve(split.label()), first, size.heldOutScenes, before, progress);
                before += size.heldOutScenes;
            }
        }
    }

    private static void write(SceneConfig config, Path folder, long first, int count, int before, Progress progress) {
        new SceneWriter(new SceneGenerator(config, new ProceduralThings()), folder, CORES)
                .write(first, count, (done, total) -> progress.at(before + done, ""));
    }

    private Path train(Model model, int steps, Optional<Path> from, Path data) {
        Path run = out.resolve(model.name().toLowerCase(Locale.ROOT));
        try (PreparedData training = PreparedData.open(data, Split.TRAIN);
                PreparedData validation = PreparedData.open(data, Split.VAL)) {
            TrainConfig config = ConfigFile.with(
                    TrainingRun.asStarted(run, Presets.small(model)),
                    Map.of(
                            "steps", Integer.toString(steps),
                            "seed", Long.toString(seed),
                            "validate-every-steps", Integer.toString(Math.max(10, steps / 10)),
                            "validation-pairs", quick ? "128" : "512"));
            TrainCommand.train(
                    run, config, from, training, validation, Provenance.of(Map.of("data-hash", training.dataHash())));
        }
        return run;
    }

    private static List<Measure> measure(Path run, Path data) {
        return EvaluateCommand.evaluate(
                        TrainingRun.bestCheckpoint(run), data, Split.TEST, 2, ClassTree.flat(ClassTree.PAPER_RELEVANCE))
                .measures();
    }

    private static void say(String line) {
        System.err.println();
        System.err.println(line);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException failure) {
            throw new EarsightException(file + " cannot be written; choose another --out.", failure);
        }
    }
}
