package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.media.VideoFormat;
import dev.earsight.scene.ClassBackdrops;
import dev.earsight.scene.PlayedThings;
import dev.earsight.scene.Playing;
import dev.earsight.scene.ProceduralThings;
import dev.earsight.scene.SceneConfig;
import dev.earsight.scene.SceneGenerator;
import dev.earsight.scene.SceneWriter;
import dev.earsight.scene.ThingSource;
import dev.earsight.shard.FlowOptions;
import dev.earsight.shard.KeepOptions;
import dev.earsight.shard.PreparationOptions;
import dev.earsight.shard.SplitRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The data sets experiments share, made from {@code data.yaml} when first asked for: scenes of drawn things, prepared. The
 * folder's name holds a hash of what decides the scenes, so a changed definition is another set and equal ones are made once.
 * The videos are deleted once they are prepared; the same definition makes the same again.
 */
final class ExperimentData {
    private static final int FRAMES_PER_SECOND = 5;

    /** Of optical flow: what a small network sees of it has 112 pixels at most. */
    private static final int FLOW_SHORT_SIDE = 96;

    /** A quick set is so many times smaller, but never below {@value #QUICK_LEAST} clips. */
    private static final int QUICK = 100;

    private static final int QUICK_LEAST = 16;

    private final Path out;
    private final boolean quick;
    private final Map<String, Set> sets = new LinkedHashMap<>();

    /** Scenes of some classes (all where none is named) with so many clips. */
    private record Part(int clips, List<String> classes) {}

    private record Set(
            SceneConfig config,
            boolean backgroundByClass,
            Optional<FlowMethod> flow,
            List<Part> train,
            int validation,
            int test) {
        String hash(ThingSource things) {
            String made = new SceneGenerator(config, things).hash() + train + validation + "|" + test;
            String seen = flow.map(method -> "|" + method + FLOW_SHORT_SIDE).orElse("");
            return Integer.toHexString((made + seen).hashCode());
        }
    }

    /** Reads the definitions; {@code quick} makes tiny sets of the same kinds. */
    ExperimentData(Path definitions, Path out, boolean quick) {
        this.out = out;
        this.quick = quick;
        Definition.read(definitions.resolve(Definition.DATA_FILE))
                .entries()
                .forEach((name, entry) -> sets.put(name, set(entry)));
    }

    private Set set(Definition entry) {
        entry.knowsOnly(
                "what",
                "silent",
                "size",
                "height",
                "seconds",
                "format",
                "frames-per-second",
                "flow",
                "playing",
                "twins",
                "classes",
                "backgrounds-by-class",
                "train",
                "validation",
                "test");
        int height = (int) entry.number("height").orElse(96);
        List<Double> size = new ArrayList<>();
        entry.list("size").forEach(each -> size.add(each.asDouble()));
        if (size.size() != 2) {
            throw entry.wrong("must have a size of two numbers, e.g. [0.5, 0.74]");
        }
        List<Part> train = new ArrayList<>();
        for (Definition part : entry.parts("train")) {
            part.knowsOnly("clips", "classes");
            train.add(new Part(count(part, "clips"), (part.has("classes") ? part : entry).texts("classes")));
        }
        if (train.isEmpty()) {
            throw entry.wrong("has no clips to train on");
        }
        VideoFormat format = switch (entry.text("format", "mov")) {
            case "mov" -> VideoFormat.MOV_MJPEG_PCM;
            case "mp4" -> VideoFormat.MP4_H264_AAC;
            case "webm" -> VideoFormat.WEBM_VP9_OPUS;
            default -> throw entry.wrong("has a format that is none of mov, mp4, webm");
        };
        SceneConfig config;
        try {
            config = SceneConfig.defaults()
                    .with()
                    .framesPerSecond((int) entry.number("frames-per-second").orElse(FRAMES_PER_SECOND))
                    .clipSeconds(entry.number("seconds").orElse(1.6))
                    .format(format)
                    .objects(1, (int) entry.number("silent").orElse(0))
                    .objectSize(size.get(0), size.get(1))
                    .size(height * 4 / 3, height)
                    .twins(entry.number("twins").orElse(0))
                    .classes(entry.texts("classes"))
                    .playing(entry.has("playing") ? entry.choice("playing", Playing.values()) : Playing.UNSEEN)
                    .build();
        } catch (IllegalArgumentException impossible) {
            throw entry.wrong("describes no scene (" + impossible.getMessage() + ")");
        }
        return new Set(
                config,
                entry.isTrue("backgrounds-by-class"),
                entry.has("flow") ? Optional.of(entry.choice("flow", FlowMethod.values())) : Optional.empty(),
                train,
                entry.has("validation") ? count(entry, "validation") : 0,
                entry.has("test") ? count(entry, "test") : 0);
    }

    private int count(Definition entry, String key) {
        int count = (int) entry.number(key).orElse(0);
        return quick && count > 0 ? Math.min(count, Math.max(QUICK_LEAST, count / QUICK)) : count;
    }

    /** The names of all sets, in the file's order. */
    Collection<String> names() {
        return sets.keySet();
    }

    /** The prepared data of a set, made now if it is not there yet. */
    Path prepared(String name) {
        Set set = sets.get(name);
        if (set == null) {
            throw new EarsightException(
                    "There is no data set '" + name + "'; " + Definition.DATA_FILE + " has " + names() + ".");
        }
        ThingSource drawn = set.config.playing() == Playing.UNSEEN ? new ProceduralThings() : new PlayedThings();
        ThingSource things = set.backgroundByClass ? new ClassBackdrops(drawn) : drawn;
        Path folder = out.resolve("data").resolve(name + "-" + set.hash(things));
        Path prepared = folder.resolve("prepared");
        Path videos = folder.resolve("videos"); // deleted last: there as long as something is missing
        if (!Files.exists(prepared.resolve("manifest.json")) || Files.exists(videos)) {
            System.err.println("Making the data set '" + name + "' in " + folder + " ...");
            write(set, things, videos);
            prepare(videos, prepared, set.config.height(), set.config.framesPerSecond());
            set.flow.ifPresent(method -> PrepareCommand.addFlow(
                    videos,
                    prepared,
                    method,
                    new FlowOptions(method.toString(), FLOW_SHORT_SIDE),
                    Runtime.getRuntime().availableProcessors()));
            delete(videos);
        }
        return prepared;
    }

    /** Prepares videos in folders named train, val and test. */
    static void prepare(Path videos, Path data, int height) {
        prepare(videos, data, height, FRAMES_PER_SECOND);
    }

    private static void prepare(Path videos, Path data, int height, int framesPerSecond) {
        PrepareCommand.prepare(PreparationOptions.of(videos, data)
                .withKeep(new KeepOptions(height, 90, framesPerSecond, 600, 3600))
                .withSplit(new SplitRule.ByFolder()));
    }

    private static void write(Set set, ThingSource things, Path videos) {
        int total = set.train.stream().mapToInt(Part::clips).sum() + set.validation + set.test;
        try (Progress progress = new Progress("Making videos", total, " videos")) {
            // Every kind has numbers of its own, so that no two share their random draws.
            int made = 0;
            int part = 0;
            for (Part each : set.train) {
                SceneConfig config = set.config.with().classes(each.classes).build();
                Path folder = videos.resolve("train/part" + part);
                made += write(config, things, folder, part++ * 100_000L, each.clips, made, progress);
            }
            made += write(set.config, things, videos.resolve("val"), 1_000_000, set.validation, made, progress);
            write(set.config, things, videos.resolve("test"), 2_000_000, set.test, made, progress);
        }
    }

    private static int write(
            SceneConfig config, ThingSource things, Path folder, long first, int count, int before, Progress progress) {
        if (count > 0) {
            new SceneWriter(
                            new SceneGenerator(config, things),
                            folder,
                            Runtime.getRuntime().availableProcessors())
                    .write(first, count, (done, total) -> progress.at(before + done, ""));
        }
        return count;
    }

    /** Deletes a folder of files this program made. */
    static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new EarsightException(
                    folder + " cannot be deleted; delete it by hand, it is not needed any more.", failure);
        }
    }
}
