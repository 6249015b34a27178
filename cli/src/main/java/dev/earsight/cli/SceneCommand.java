package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.media.VideoFormat;
import dev.earsight.scene.BackdropStyle;
import dev.earsight.scene.ClassBackdrops;
import dev.earsight.scene.FileThings;
import dev.earsight.scene.MultichannelRecorder;
import dev.earsight.scene.PlayedThings;
import dev.earsight.scene.Playing;
import dev.earsight.scene.ProceduralThings;
import dev.earsight.scene.SceneConfig;
import dev.earsight.scene.SceneGenerator;
import dev.earsight.scene.SceneWriter;
import dev.earsight.scene.ThingSource;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code earsight scene}. */
@Command(
        name = "scene",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes videos of things that sound and things that do not, each with the truth beside it.",
            "",
            "NAME.json tells for each video where every thing is in each frame and when it sounds. Without folders of your "
                    + "own the things are drawn and synthesized. The same seed gives the same videos; the same command "
                    + "goes on after an interruption."
        },
        footer = {
            "",
            "With --playing sound and motion come from the same strokes, so that motion tells what sounds:",
            "  still-others       what sounds moves; silent things hold a pose",
            "  moving-others      silent things move, too, in a rhythm of their own",
            "  kit                a drum kit, struck with a stick part by part",
            "  kit-without-stick  the part that is struck jerks, no stick is in sight",
            "There, with --twins 1, a silent thing looks just as what sounds does, and in the middle frame, where pointing is judged, "
                    + "it stands in the same pose: what sees a single frame points at either as often. NAME.json "
                    + "tells when each thing is played and in which frames it is what sounds.",
            "",
            "Two of a kind, and only synchrony tells which one sounds:",
            "  earsight scene --out DIR --clips 500 --seconds 2 --silent-objects 1 \\",
            "                 --playing moving-others --twins 1",
            "",
            "With --microphones the videos are .mov with uncompressed sound, a channel for each microphone (at most 8); codecs would "
                    + "blur the delays. ARRAY.yaml is as for listen, with a camera (docs/formats.md); --snr is then the noise of "
                    + "each microphone, and NAME.json tells azimuth, elevation and distance of each thing:",
            "  earsight scene --out DIR --clips 100 --microphones ARRAY.yaml --rt60 0.4 --snr 20..20"
        })
final class SceneCommand implements Callable<Integer> {
    private static final SceneConfig DEFAULTS = SceneConfig.defaults();
    private static final double USUAL_REVERBERATION_SECONDS = 0.3;
    private static final double LONGEST_REVERBERATION_SECONDS = 1.2;

    /** Containers by the name a user knows. */
    enum Format {
        MP4(VideoFormat.MP4_H264_AAC),
        WEBM(VideoFormat.WEBM_VP9_OPUS),
        AVI(VideoFormat.AVI_MPEG4_MP3),
        MOV(VideoFormat.MOV_MJPEG_PCM);

        private final VideoFormat video;

        Format(VideoFormat video) {
            this.video = video;
        }
    }

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Folder for the videos.")
    private Path out = Path.of(".");

    @Option(names = "--clips", paramLabel = "N", required = true, description = "How many videos.")
    private int clips;

    @Option(names = "--first", paramLabel = "N", description = "Number of the first one (default: ${DEFAULT-VALUE}).")
    private long first;

    @Option(names = "--objects", paramLabel = "DIR", description = "Cut-out pictures, DIR/CLASS/*.png; needs --sounds.")
    private @Nullable Path objects;

    @Option(
            names = "--sounds",
            paramLabel = "DIR",
            description = "Recordings, DIR/CLASS/*; a class with pictures but no recordings is silent.")
    private @Nullable Path sounds;

    @Option(names = "--backgrounds", paramLabel = "DIR", description = "Pictures to stand behind; needs --objects.")
    private @Nullable Path backgrounds;

    @Option(names = "--seed", description = "Of everything drawn at random (default: ${DEFAULT-VALUE}).")
    private long seed = DEFAULTS.seed();

    @Option(names = "--seconds", description = "Length of a video (default: ${DEFAULT-VALUE}).")
    private double seconds = DEFAULTS.clipSeconds();

    @Option(names = "--width", paramLabel = "PIXELS", description = "Of the picture (default: ${DEFAULT-VALUE}).")
    private int width = DEFAULTS.width();

    @Option(names = "--height", paramLabel = "PIXELS", description = "Of the picture (default: ${DEFAULT-VALUE}).")
    private int height = DEFAULTS.height();

    @Option(names = "--frame-rate", paramLabel = "N", description = "Frames per second (default: ${DEFAULT-VALUE}).")
    private int frameRate = DEFAULTS.framesPerSecond();

    @Option(
            names = "--sounding-objects",
            paramLabel = "N",
            description = "Things in sight that sound (default: ${DEFAULT-VALUE}).")
    private int soundingObjects = DEFAULTS.soundingObjects();

    @Option(
            names = "--silent-objects",
            paramLabel = "N",
            description = "Things in sight that do not sound (default: ${DEFAULT-VALUE}).")
    private int silentObjects = DEFAULTS.silentObjects();

    @Option(
            names = "--twins",
            paramLabel = "N",
            description = "How many silent things are of the sounding one's class; 0.5 is one in every other scene "
                    + "(default: ${DEFAULT-VALUE}).")
    private double twins = DEFAULTS.twins();

    @Option(
            names = "--playing",
            paramLabel = "HOW",
            converter = PlayingName.class,
            description =
                    "Whether one sees things being played, drawn ones only: unseen, still-others, moving-others, kit or "
                            + "kit-without-stick; see below (default: unseen).")
    private Playing playing = DEFAULTS.playing();

    @Option(
            names = "--off-screen",
            paramLabel = "P",
            description = "Probability of another sound from outside the picture (default: ${DEFAULT-VALUE}).")
    private double offScreen = DEFAULTS.offScreenProbability();

    @Option(
            names = "--nothing-visible",
            paramLabel = "P",
            description = "Probability that nothing in sight makes the sound (default: ${DEFAULT-VALUE}).")
    private double nothingVisible = DEFAULTS.nothingVisibleProbability();

    @Option(
            names = "--snr",
            paramLabel = "LOW..HIGH",
            converter = Range.Converter.class,
            description = "Ratio of sound to background noise in dB (default: ${DEFAULT-VALUE}).")
    private Range snrDb = new Range(DEFAULTS.snrLowDb(), DEFAULTS.snrHighDb());

    @Option(
            names = "--size",
            paramLabel = "LOW..HIGH",
            converter = Range.Converter.class,
            description = "Size of things: the root of the box's area as a share of the picture's short side "
                    + "(default: ${DEFAULT-VALUE}).")
    private Range size = new Range(DEFAULTS.sizeLow(), DEFAULTS.sizeHigh());

    @Option(
            names = "--background-style",
            paramLabel = "STYLE",
            description =
                    "source, any, plain, gradient, noise, blobs, stripes or clutter (default: source, which is the "
                            + "--backgrounds or else any).")
    private BackdropStyle backgroundStyle = DEFAULTS.backdrop();

    @Option(
            names = "--background-by-class",
            description = "Each sounding class always before the same drawn background: a cue that gives it away.")
    private boolean backgroundByClass;

    @Option(names = "--format", description = "mp4, webm, avi or mov (default: mp4; mov with --microphones).")
    private @Nullable Format format;

    @Option(
            names = "--microphones",
            paramLabel = "ARRAY.yaml",
            description =
                    "Record with these microphones, a channel each, in a simulated room in which each thing stands where the "
                            + "picture shows it; see below.")
    private @Nullable Path microphones;

    @Option(
            names = "--rt60",
            paramLabel = "SECONDS",
            description = "How long that room reverberates, 0 for no walls (default: 0.3); needs --microphones.")
    private @Nullable Double reverberationSeconds;

    @Option(names = "--threads", paramLabel = "N", description = "Videos made at once (default: one per core).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Override
    public Integer call() {
        if (clips < 1 || first < 0) {
            throw new EarsightException("--clips must be at least 1 and --first at least 0.");
        }
        SceneConfig config = config();
        ThingSource things = things();
        ThingSource placed = backgroundByClass ? new ClassBackdrops(things) : things;
        SceneWriter writer = new SceneWriter(new SceneGenerator(config, placed), out, threads, recorder());
        SceneWriter.Result result;
        try (Progress progress = new Progress("Making scenes", clips, " clips")) {
            result = writer.write(first, clips, (done, total) -> progress.at(done, ""));
        }
        System.out.printf("%s: %d clips written, %d kept from before.%n", out, result.written(), result.kept());
        Map<Path, String> unreadable =
                things instanceof FileThings files ? new TreeMap<>(files.unreadable()) : Map.of();
        unreadable.forEach((file, reason) -> System.err.println("Not used: " + named(file, reason)));
        if (!unreadable.isEmpty()) {
            System.out.println(unreadable.size() + " files could not be read; others stand in their place.");
        }
        return unreadable.isEmpty() ? 0 : Main.SOME_SKIPPED;
    }

    private Format chosenFormat() {
        if (format != null) {
            return format;
        }
        return microphones == null ? Format.MP4 : Format.MOV;
    }

    private Optional<MultichannelRecorder> recorder() {
        if (microphones == null) {
            if (reverberationSeconds != null) {
                throw new EarsightException(
                        "--rt60 is of the room that microphones stand in; give --microphones, too.");
            }
            return Optional.empty();
        }
        double seconds60 = reverberationSeconds == null ? USUAL_REVERBERATION_SECONDS : reverberationSeconds;
        if (!(seconds60 >= 0 && seconds60 <= LONGEST_REVERBERATION_SECONDS) || seconds60 > 0 && seconds60 < 0.1) {
            throw new EarsightException("--rt60 is 0 for no walls, or 0.1 to " + LONGEST_REVERBERATION_SECONDS
                    + " seconds for the room of 6 x 5 x 3 m, not " + seconds60 + ".");
        }
        return Optional.of(SceneMicrophones.of(microphones, width, height, seconds60));
    }

    private SceneConfig config() {
        if (width % 2 != 0 || height % 2 != 0) {
            throw new EarsightException("--width and --height must be even, as video formats want them.");
        }
        if (playing != Playing.UNSEEN
                && (objects != null || sounds != null || backgrounds != null || backgroundByClass)) {
            throw new EarsightException("--playing shows drawn things before drawn backgrounds; leave out --objects, "
                    + "--sounds, --backgrounds and --background-by-class.");
        }
        if (backgroundByClass && backgroundStyle != BackdropStyle.SOURCE) {
            throw new EarsightException("--background-by-class draws the backgrounds; leave out --background-style.");
        }
        try {
            return DEFAULTS.with()
                    .clipSeconds(seconds)
                    .size(width, height)
                    .framesPerSecond(frameRate)
                    .objects(soundingObjects, silentObjects)
                    .twins(twins)
                    .offScreenProbability(offScreen)
                    .nothingVisibleProbability(nothingVisible)
                    .snrDb(snrDb.low(), snrDb.high())
                    .objectSize(size.low(), size.high())
                    .playing(playing)
                    .backdrop(backgroundStyle)
                    .format(chosenFormat().video)
                    .seed(seed)
                    .build();
        } catch (IllegalArgumentException e) {
            throw new EarsightException(e.getMessage() + ".", e);
        }
    }

    private ThingSource things() {
        if (objects == null && sounds == null && backgrounds == null) {
            return playing == Playing.UNSEEN ? new ProceduralThings() : new PlayedThings();
        }
        if (objects == null || sounds == null) {
            throw new EarsightException("--objects and --sounds go together: a thing has both a look and a sound.");
        }
        return backgrounds == null ? FileThings.of(objects, sounds) : FileThings.of(objects, sounds, backgrounds);
    }

    private static String named(Path file, String reason) {
        return reason.contains(file.toString()) ? reason : file + ": " + reason;
    }
}
