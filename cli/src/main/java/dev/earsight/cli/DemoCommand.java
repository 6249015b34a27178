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
     * @param scenes videos made
     * @param avolSteps steps of the network that localizes
     * @param aveSteps steps of the network that searches
     */
    private record Size(int scenes, int avolSteps, int aveSteps) {
        static final Size FULL = new Size(1000, 1000, 500);
        static final Size QUICK = new Size(120, 30, 15);
    }

    @Override
    public Integer call() {
        long started = System.nanoTime();
        Size size = quick ? Size.QUICK : Size.FULL;
        Path scenes = out.resolve("scenes");
        Path data = out.resolve("data");
        say("1/5 Making " + size.scenes + " short videos: one thing sounds, two are silent ...");
        writeScenes(scenes, size.scenes);
        say("2/5 Decoding them once for training ...");
        PrepareCommand.prepare(PreparationOptions.of(scenes, data)
                .withKeep(new KeepOptions(128, 90, 5, 600, 3600))
                .withSplit(new SplitRule.ByContent(0.1, 0.2)));
        say("3/5 Learning, from the videos alone: no labels, no boxes ...");
        Path avol = train(Model.AVOL, size.avolSteps, data);
        Path ave = train(Model.AVE, size.aveSteps, data);
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

    private void writeScenes(Path folder, int count) {
        SceneConfig config =
                SceneConfig.defaults().with().clipSeconds(3).seed(seed).build();
        SceneWriter writer = new SceneWriter(new SceneGenerator(config, new ProceduralThings()), folder, CORES);
        try (Progress progress = new Progress("Making videos", count, " videos")) {
            writer.write(0, count, (done, total) -> progress.at(done, ""));
        }
    }

    private Path train(Model model, int steps, Path data) {
        Path run = out.resolve(model.name().toLowerCase(Locale.ROOT));
        try (PreparedData training = PreparedData.open(data, Split.TRAIN);
                PreparedData validation = PreparedData.open(data, Split.VAL)) {
            TrainConfig config = ConfigFile.with(
                    Presets.small(model),
                    Map.of(
                            "steps", Integer.toString(steps),
                            "seed", Long.toString(seed),
                            "validate-every-steps", Integer.toString(Math.max(10, steps / 10)),
                            "validation-pairs", quick ? "128" : "512"));
            TrainCommand.train(
                    run, config, training, validation, Provenance.of(Map.of("data-hash", training.dataHash())));
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
