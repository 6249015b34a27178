package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.evaluate.ClassTree;
import dev.earsight.evaluate.Measure;
import dev.earsight.media.ImageFile;
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
    private static final int KEPT_FRAMES_PER_SECOND = 5;

    /** Height of the videos of lone things in pixels, and the side of what the network sees of them. */
    private static final int LONE_HEIGHT = 96;

    private static final int LONE_SIDE = 80;
    private static final int FULL_HEIGHT = 120;
    private static final int FULL_SIDE = 112;

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
     * @param loneScenes videos of one thing that sounds, large and cheap: what looks like what sounds is learnt from these
     * @param fullScenes videos with two silent things beside it, in which to find it
     * @param heldOutScenes videos of each kind to validate on, and as many to test on
     * @param aveSteps steps of AVE-Net, on the lone things
     * @param firstAvolSteps steps of AVOL-Net on the same, from AVE-Net's weights: its map learns to light up where the thing is
     * @param avolSteps steps of AVOL-Net on the full scenes, from there
     */
    private record Size(
            int loneScenes, int fullScenes, int heldOutScenes, int aveSteps, int firstAvolSteps, int avolSteps) {
        static final Size FULL = new Size(7000, 6000, 200, 420, 160, 500);
        static final Size QUICK = new Size(400, 200, 32, 40, 10, 15);
    }

    @Override
    public Integer call() {
        long started = System.nanoTime();
        Size size = quick ? Size.QUICK : Size.FULL;
        Path scenes = out.resolve("scenes");
        Path loneData = out.resolve("data-lone");
        Path fullData = out.resolve("data-full");
        say("1/5 Making " + (size.loneScenes + size.fullScenes)
                + " short videos to learn from, and others to validate and test on ...");
        writeScenes(scenes, size);
        say("2/5 Decoding them once for training ...");
        prepare(scenes.resolve("lone"), loneData, LONE_HEIGHT);
        prepare(scenes.resolve("full"), fullData, FULL_HEIGHT);
        say("3/5 Learning, from the videos alone: no labels, no boxes ...");
        Path ave = train("ave", Model.AVE, size.aveSteps, Optional.empty(), loneData, LONE_SIDE);
        Path first = train("avol-first", Model.AVOL, size.firstAvolSteps, Optional.of(ave), loneData, LONE_SIDE);
        Path avol = train("avol", Model.AVOL, size.avolSteps, Optional.of(first), fullData, FULL_SIDE);
        say("4/5 Measuring on videos never seen in training ...");
        List<Measure> measures = new ArrayList<>();
        Map<String, Evaluation> tables = new LinkedHashMap<>();
        tables.put("AVOL-Net: where does it come from? (scenes with two silent things)", measure(avol, fullData));
        tables.put("AVE-Net: search across sight and sound (one thing in sight)", measure(ave, loneData));
        tables.values().forEach(evaluation -> measures.addAll(evaluation.measuresOfItsTask()));
        say("5/5 Drawing ...");
        DemoPictures full = new DemoPictures(out, scenes.resolve("full"), fullData);
        full.heatmaps(avol, 12);
        full.overlay(avol);
        new DemoPictures(out, scenes.resolve("lone"), loneData).contactSheet(ave, 6);
        ImageFile.writePng(LearningPlot.of(List.of(ave, first, avol)), out.resolve("curves.png"));
        StringBuilder text = new StringBuilder();
        tables.forEach((title, evaluation) -> {
            text.append(title).append('\n').append(Measure.table(evaluation.measuresOfItsTask()));
            evaluation
                    .notes()
                    .forEach(note -> text.append("Note: ").append(note).append(".\n"));
            text.append('\n');
        });
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
                        + "Or open the page on it: earsight serve --run %s --index %s --media %s, then http://localhost:8080%n"
                        + "Then try your own: earsight prepare VIDEOS_DIR --out DATA; earsight train --data DATA --out RUN; "
                        + "earsight localize --run RUN INPUT.mp4 --out OUT.mp4%n",
                (System.nanoTime() - started) / 60e9,
                out.resolve("heatmaps"),
                out.resolve("overlay.mp4"),
                out.resolve("search.png"),
                out.resolve("curves.png"),
                out.resolve("numbers.txt"),
                out,
                out.resolve("index"),
                out.resolve("scenes/full/test"));
        return 0;
    }

    private void writeScenes(Path folder, Size size) {
        // Small, short and cheap to encode: a network learns more from another scene than from more of the same one.
        SceneConfig small = SceneConfig.defaults()
                .with()
                .seed(seed)
                .framesPerSecond(KEPT_FRAMES_PER_SECOND)
                .clipSeconds(1.6)
                .format(VideoFormat.MOV_MJPEG_PCM)
                .build();
        // As large in the network's smaller picture as the things of the full scenes will be in the larger one.
        SceneConfig lone = small.with()
                .objects(1, 0)
                .objectSize(0.5, 0.74)
                .size(LONE_HEIGHT * 4 / 3, LONE_HEIGHT)
                .build();
        SceneConfig full = small.with()
                .objects(1, 2)
                .objectSize(0.36, 0.52)
                .size(FULL_HEIGHT * 4 / 3, FULL_HEIGHT)
                .build();
        int held = size.heldOutScenes;
        int total = size.loneScenes + size.fullScenes + 4 * held;
        // Every set has numbers of its own, so that no two share their random draws.
        try (Progress progress = new Progress("Making videos", total, " videos")) {
            int done = 0;
            done += write(lone, folder.resolve("lone/train"), 0, size.loneScenes, done, progress);
            done += write(lone, folder.resolve("lone/val"), 1_000_000, held, done, progress);
            done += write(watched(lone), folder.resolve("lone/test"), 2_000_000, held, done, progress);
            done += write(full, folder.resolve("full/train"), 3_000_000, size.fullScenes, done, progress);
            done += write(full, folder.resolve("full/val"), 4_000_000, held, done, progress);
            write(watched(full), folder.resolve("full/test"), 5_000_000, held, done, progress);
        }
    }

    /** The same kind of scene, long and large enough to be looked at. */
    private static SceneConfig watched(SceneConfig config) {
        return config.with()
                .size(320, 240)
                .framesPerSecond(10)
                .clipSeconds(4)
                .format(VideoFormat.MP4_H264_AAC)
                .build();
    }

    private static void prepare(Path videos, Path data, int height) {
        PrepareCommand.prepare(PreparationOptions.of(videos, data)
                .withKeep(new KeepOptions(height, 90, KEPT_FRAMES_PER_SECOND, 600, 3600))
                .withSplit(new SplitRule.ByFolder()));
    }

    /** Writes so many scenes and answers how many. */
    private static int write(SceneConfig config, Path folder, long first, int count, int before, Progress progress) {
        new SceneWriter(new SceneGenerator(config, new ProceduralThings()), folder, CORES)
                .write(first, count, (done, total) -> progress.at(before + done, ""));
        return count;
    }

    private Path train(String name, Model model, int steps, Optional<Path> from, Path data, int imageSide) {
        Path run = out.resolve(name);
        try (PreparedData training = PreparedData.open(data, Split.TRAIN);
                PreparedData validation = PreparedData.open(data, Split.VAL)) {
            TrainConfig config = ConfigFile.with(
                    TrainingRun.asStarted(run, Presets.small(model)),
                    Map.of(
                            "steps", Integer.toString(steps),
                            "seed", Long.toString(seed),
                            "network.image-side", Integer.toString(imageSide),
                            "warmup-steps", from.isPresent() ? "10" : "50",
                            "whole-picture-share", "0",
                            "validate-every-steps", Integer.toString(Math.max(10, steps / 10)),
                            "validation-pairs", quick ? "128" : "512"));
            TrainCommand.train(run, config, from, training, validation, Provenance.of(training));
        }
        return run;
    }

    /** Also leaves the numbers beside the network, where the server's page shows them. */
    private static Evaluation measure(Path run, Path data) {
        Evaluation evaluation = CheckpointEvaluation.of(
                TrainingRun.bestCheckpoint(run), data, Split.TEST, 2, ClassTree.flat(ClassTree.PAPER_RELEVANCE));
        write(run.resolve("evaluation.json"), Measure.json(evaluation.measuresOfItsTask()));
        return evaluation;
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
