package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.embed.JsonLines;
import dev.earsight.localize.ColorMap;
import dev.earsight.localize.Localizer;
import dev.earsight.localize.OperatingPoint;
import dev.earsight.localize.OverlayStyle;
import dev.earsight.localize.VideoLocalizer;
import dev.earsight.microphones.Fusion;
import dev.earsight.microphones.FusionFile;
import dev.earsight.shard.FlowEstimator;
import dev.earsight.train.TrainingRun;
import dev.earsight.weights.TrainedNetwork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code earsight localize}. */
@Command(
        name = "localize",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows where in the picture the sound comes from.",
            "",
            "For each second a line of text says where, and how sure; --out draws it over the video, --json has every answer "
                    + "for programs. Several videos go to a folder. A picture and a sound file together "
                    + "(INPUT.png SOUND.wav --out OUT.png) are asked about the loudest second of the sound."
        },
        footer = {
            "",
            "JSON, one object per answer and line:",
            "  file, seconds      which moment (frame times; 0 for a picture)",
            "  heard              false where there is no sound; then nothing follows",
            "  visible            whether something in sight makes the sound: at a probability of --visible-from or more",
            "  probability        of that, 0 to 1",
            "  peak               {x, y, score}: the likeliest place",
            "  boxes              [{x0, y0, x1, y1, score}], best first, each reaching that probability; empty "
                    + "unless visible",
            "Places are fractions of the picture's width and height from the top left.",
            "",
            "With --microphones the video shows three maps: learned, acoustic, fused; text and ring tell the fused answer, and "
                    + "each object has more:",
            "  direction          {azimuth_degrees (right), elevation_degrees (up)} of the learned peak",
            "  microphones        {sources as of listen, in_view (probability), weight, faults}",
            "  fused              {visible, probability, peak, direction, boxes}"
        })
final class LocalizeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "INPUT", arity = "1..*", description = "Videos, or a picture and a sound.")
    private List<Path> inputs = List.of();

    @Option(
            names = "--run",
            required = true,
            description = "A training run of --model avol, or one of its .safetensors files.")
    private Path run = Path.of(".");

    @Mixin
    private final ViewOptions views = new ViewOptions();

    @Option(names = "--out", description = "OUT.mp4, OUT.png for a picture, or a folder.")
    private @Nullable Path out;

    @Option(names = "--json", paramLabel = "FILE", description = "Every answer as a line of JSON (see below).")
    private @Nullable Path json;

    @Option(
            names = "--every",
            paramLabel = "N",
            description = "An answer every N frames of 25 per second (default: ${DEFAULT-VALUE}).")
    private int everyFrames = 5;

    @Option(
            names = "--short-side",
            paramLabel = "PIXELS",
            description = "Short side of the video written (default: ${DEFAULT-VALUE}; never enlarged).")
    private int shortSidePixels = 480;

    @Option(
            names = "--visible-from",
            paramLabel = "P",
            description =
                    "The lowest probability at which something in sight is said to make the sound (default: the run's "
                            + "operating point where 'earsight diagnose' left one, else 0.5).")
    private @Nullable Double visibleFrom;

    @Option(
            names = "--microphones",
            paramLabel = "ARRAY.yaml",
            description =
                    "The videos' sound has a channel for each of these microphones: fuse what they tell with what was learned "
                            + "(below).")
    private @Nullable Path microphones;

    @Option(
            names = "--fusion",
            paramLabel = "FILE",
            description = "How, as 'earsight fuse' learnt it (default: both count alike); needs --microphones.")
    private @Nullable Path fusionFile;

    @Option(
            names = "--acoustic-weight",
            paramLabel = "W",
            description = "0 for the network alone to 1 for the microphones alone, in place of the weight learnt.")
    private @Nullable Double acousticWeight;

    @Option(
            names = "--depth",
            paramLabel = "METERS",
            description = "How far away things are, for microphones that stand beside the camera (default: 2).")
    private double depthMeters = ArrayBeside.USUAL_DEPTH_METERS;

    @Option(names = "--side-by-side", description = "Show the plain picture beside.")
    private boolean sideBySide;

    @Option(names = "--color-bar", description = "Show the colors' scale at the right.")
    private boolean colorBar;

    @Option(
            names = "--smooth",
            paramLabel = "SECONDS",
            description =
                    "Average each answer with those before it over so many seconds: steadier to look at, late where something "
                            + "changes. Not for measurements (default: 0, off).")
    private double smoothingSeconds;

    @Option(names = "--color", paramLabel = "COLORS", description = "inferno, viridis or turbo (default: inferno).")
    private ColorMap color = ColorMap.INFERNO;

    @Override
    public Integer call() {
        if (everyFrames < 1 || shortSidePixels < 32) {
            throw new EarsightException("--every must be at least 1 and --short-side at least 32.");
        }
        if (visibleFrom != null && !(visibleFrom > 0 && visibleFrom <= 1)) {
            throw new EarsightException(
                    "--visible-from is a probability above 0 and at most 1, not " + visibleFrom + ".");
        }
        if (!(smoothingSeconds >= 0 && smoothingSeconds <= 60)) {
            throw new EarsightException("--smooth is a time of 0 to 60 seconds, not " + smoothingSeconds + ".");
        }
        inputs.forEach(LocalizeCommand::requireFile);
        Optional<PictureAndSound> pair = PictureAndSound.of(inputs);
        Targets targets =
                new Targets(out, pair.isPresent() ? ".png" : ".mp4", pair.isEmpty() && inputs.size() > 1, inputs);
        if (microphones == null && (fusionFile != null || acousticWeight != null)) {
            throw new EarsightException(
                    "--fusion and --acoustic-weight are about microphones; give --microphones, too.");
        }
        if (microphones != null && pair.isPresent()) {
            throw new EarsightException("--microphones goes with videos, not with a picture and a sound.");
        }
        Optional<ArrayBeside> array = Optional.ofNullable(microphones).map(file -> new ArrayBeside(file, depthMeters));
        Fusion fusion = fusion();
        if (json != null) {
            Inputs.requireFree(json, inputs);
            if (out != null
                    && out.toAbsolutePath()
                            .normalize()
                            .equals(json.toAbsolutePath().normalize())) {
                throw new EarsightException(
                        "--out and --json name the same file, " + out + "; choose another for one of them.");
            }
        }
        OverlayStyle style =
                OverlayStyle.plain().with(color).withPictureBeside(sideBySide).withColorBar(colorBar);
        Path checkpoint = TrainingRun.bestCheckpoint(run);
        try (TrainedNetwork network = TrainedNetwork.load(checkpoint, views.views());
                FlowEstimator flow = FlowMethod.whileWatching(network)) {
            double visible = visibleFrom == null ? operatingPoint(checkpoint) : visibleFrom;
            Localizer localizer = new Localizer(network, flow, visible);
            try (@Nullable JsonLines lines = json == null ? null : JsonLines.create(json)) {
                if (pair.isPresent()) {
                    VideoLocalizer.Timed answer = pair.get().localize(localizer, style, targets.of(inputs.getFirst()));
                    System.out.println(answer.inWords());
                    write(lines, pair.get().picture(), answer, Optional.empty());
                    return 0;
                }
                VideoLocalizer videos =
                        new VideoLocalizer(localizer, style, everyFrames, shortSidePixels, smoothingSeconds);
                return Inputs.forEach(
                        inputs, video -> localize(videos, array, fusion, style, video, targets.of(video), lines));
            }
        }
    }

    private double operatingPoint(Path checkpoint) {
        Optional<OperatingPoint> found = OperatingPoint.of(run);
        if (found.isEmpty()) {
            return Localizer.EVEN_ODDS;
        }
        OperatingPoint point = found.get();
        Path file = run.resolve(OperatingPoint.FILE);
        if (!point.belongsTo(checkpoint)) {
            System.err.println(
                    file + " was chosen for an earlier network of this run and is not used; run earsight diagnose "
                            + "again. Visible from a probability of " + Localizer.EVEN_ODDS + ".");
            return Localizer.EVEN_ODDS;
        }
        System.err.printf(
                Locale.ROOT,
                "Visible from a probability of %.3f (%s: %.1f %% false alarms, %.1f %% hits).%n",
                point.probability(),
                file,
                100 * point.falseAlarmRate(),
                100 * point.hitRate());
        return point.probability();
    }

    private Fusion fusion() {
        Fusion fusion =
                fusionFile == null ? Fusion.USUAL : FusionFile.read(fusionFile).fusion();
        if (acousticWeight == null) {
            return fusion;
        }
        if (!(acousticWeight >= 0 && acousticWeight <= 1)) {
            throw new EarsightException("--acoustic-weight is 0 to 1, not " + acousticWeight + ".");
        }
        return fusion.withWeight(acousticWeight);
    }

    private void localize(
            VideoLocalizer videos,
            Optional<ArrayBeside> array,
            Fusion fusion,
            OverlayStyle style,
            Path video,
            Optional<Path> target,
            @Nullable JsonLines lines) {
        if (inputs.size() > 1) {
            System.out.println(video);
        }
        if (array.isEmpty()) {
            videos.localize(video, target, listener(video, Optional.empty(), lines));
        } else {
            try (ArrayBeside.Video heard = array.get().open(video)) {
                FusedView view = new FusedView(heard, fusion, style);
                videos.localize(video, target, listener(video, Optional.of(view), lines), view::paint);
                heard.warnOfDrift();
            }
        }
        target.ifPresent(path -> System.out.println(path));
    }

    private static Consumer<VideoLocalizer.Timed> listener(
            Path video, Optional<FusedView> view, @Nullable JsonLines lines) {
        long[] lastSecond = {-1};
        return answer -> {
            view.ifPresent(fused -> fused.take(answer));
            long second = (long) answer.seconds();
            if (second != lastSecond[0]) {
                lastSecond[0] = second;
                System.out.println(
                        clock(second) + "  " + view.map(FusedView::inWords).orElseGet(answer::inWords));
            }
            write(lines, video, answer, view);
        };
    }

    private static void write(
            @Nullable JsonLines lines, Path file, VideoLocalizer.Timed timed, Optional<FusedView> view) {
        if (lines == null) {
            return;
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("file", file.toString());
        object.put("seconds", timed.seconds());
        object.put("heard", timed.answer().isPresent());
        timed.answer().ifPresent(answer -> {
            object.put("visible", answer.visible());
            object.put("probability", answer.probability());
            Map<String, Object> peak = new LinkedHashMap<>();
            peak.put("x", answer.peak().x());
            peak.put("y", answer.peak().y());
            peak.put("score", answer.peak().score());
            object.put("peak", peak);
            object.put("boxes", answer.boxes());
        });
        view.ifPresent(fused -> fused.addTo(object));
        lines.write(object);
    }

    private static void requireFile(Path input) {
        if (Files.isDirectory(input)) {
            throw new EarsightException(input + " is a folder; name its videos, such as " + input + "/*.mp4.");
        }
    }

    private static String clock(long seconds) {
        return seconds < 3600
                ? String.format(Locale.ROOT, "%02d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
