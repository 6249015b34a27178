package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.evaluate.ClassTree;
import dev.earsight.evaluate.Measure;
import dev.earsight.media.VideoFormat;
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
     * @param easyScenes videos of one thing that sounds: what to look at is learnt from these first
     * @param fullScenes videos with one or two silent things beside it
     * @param heldOutScenes videos to validate on, and as many to test on, all with two silent things
     * @param aveSteps steps of AVE-Net, on the easy videos
     * @param avolSteps steps of AVOL-Net, on the others, from AVE-Net's weights
     */
    private record Size(int easyScenes, int fullScenes, int heldOutScenes, int aveSteps, int avolSteps) {
        static final Size FULL = new Size(3500, 2500, 150, 400, 450);
        static final Size QUICK = new Size(150, 100, 24, 30, 15);
    }

    @Override
    public Integer call() {
        long started = System.nanoTime();
        Size size = quick ? Size.QUICK : Size.FULL;
        Path scenes = out.resolve("scenes");
        Path easyData = out.resolve("data-easy");
        Path data = out.resolve("data");
        say("1/5 Making " + (size.easyScenes + size.fullScenes)
                + " short videos to learn from, and others to validate and test on ...");
        writeScenes(scenes, size);
        say("2/5 Decoding them once for training ...");
        prepare(scenes.resolve("easy"), easyData);
        prepare(scenes.resolve("full"), data);
        say("3/5 Learning, from the videos alone: no labels, no boxes ...");
        Path ave = train(Model.AVE, size.aveSteps, Optional.empty(), easyData);
        Path avol = train(Model.AVOL, size.avolSteps, Optional.of(ave), data);
        say("4/5 Measuring on videos never seen in training ...");
        List<Measure> measures = new ArrayList<>();
        Map<String, List<Measure>> tables = new LinkedHashMap<>();
        tables.put("AVOL-Net: where does it come from?", measure(avol, data));
        tables.put("AVE-Net: search across sight and sound", measure(ave, data));
        tables.values().forEach(measures::addAll);
        say("5/5 Drawing ...");
        DemoPictures pictures = new DemoPictures(out, scenes.resolve("full"), data);
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
        // Small, short and cheap to encode: a network learns more from another scene than from more of the same one.
        SceneConfig small = sizes.with()
                .size(192, 144)
                .framesPerSecond(10)
                .clipSeconds(1.6)
                .format(VideoFormat.MOV_MJPEG_PCM)
                .build();
        SceneConfig alone = small.with().objects(1, 0).build();
        int half = size.fullScenes / 2;
        Path easy = folder.resolve("easy");
        Path full = folder.resolve("full");
        int total = size.easyScenes + 2 * half + 3 * size.heldOutScenes;
        // Every set has numbers of its own, so that no two share their random draws.
        try (Progress progress = new Progress("Making videos", total, " videos")) {
            int done = 0;
            done += write(alone, easy.resolve("train"), 0, size.easyScenes, done, progress);
            done += write(alone, easy.resolve("val"), 1_000_000, size.heldOutScenes, done, progress);
            for (int silent = 1; silent <= 2; silent++) {
                SceneConfig config = small.with().objects(1, silent).build();
                Path part = full.resolve("train").resolve(silent + "-silent");
                done += write(config, part, 2_000_000 + silent * half, half, done, progress);
            }
            done += write(sizes, full.resolve("val"), 3_000_000, size.heldOutScenes, done, progress);
            write(sizes, full.resolve("test"), 4_000_000, size.heldOutScenes, done, progress);
        }
    }

    private static void prepare(Path videos, Path data) {
        PrepareCommand.prepare(PreparationOptions.of(videos, data)
                .withKeep(new KeepOptions(128, 90, 5, 600, 3600))
                .withSplit(new SplitRule.ByFolder()));
    }

    /** Writes so many scenes and answers how many. */
    private static int write(SceneConfig config, Path folder, long first, int count, int before, Progress progress) {
        new SceneWriter(new SceneGenerator(config, new ProceduralThings()), folder, CORES)
                .write(first, count, (done, total) -> progress.at(before + done, ""));
        return count;
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
