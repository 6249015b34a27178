package dev.earsight.bench;

import dev.earsight.media.FrameSize;
import dev.earsight.media.JpegCodec;
import dev.earsight.media.MediaFile;
import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;
import dev.earsight.media.VideoFormat;
import dev.earsight.media.VideoSettings;
import dev.earsight.media.VideoWriter;
import dev.earsight.shard.PreparedData;
import dev.earsight.shard.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one random training pair costs, a frame and the second of sound around it, the file drawn anew each time: from the
 * source video, from shards, and from a folder of loose files (a JPEG per frame, a FLAC per clip), the other layout considered.
 *
 * <p>Run with {@code -Dvideos=FOLDER -Ddata=PREPARED}, the latter prepared from the former. All files are in the page cache:
 * it is seeking and decoding that is measured, in one thread.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class PairReading {
    private static final int LOOSE_CLIPS = 20;
    private static final FrameSize SIZE = FrameSize.shortSide(256);

    private final Random random = new Random(1);
    private final Path videos = Path.of(System.getProperty("videos", "videos"));
    private final PreparedData data =
            PreparedData.open(Path.of(System.getProperty("data", "data")), EnumSet.allOf(Split.class));
    private final Map<String, MediaFile> kept = new HashMap<>();
    private final JpegCodec jpegs = new JpegCodec();
    private final Path loose = Path.of(
            System.getProperty("java.io.tmpdir"),
            "earsight-loose-" + ProcessHandle.current().pid());

    /** A frame and the second of sound around it. */
    public record Pair(RgbImage frame, Sound sound) {}

    /** Unpacks some of the data into loose files. */
    @Setup(Level.Trial)
    public void unpack() throws IOException {
        Files.createDirectory(loose);
        for (int clip = 0; clip < looseClips(); clip++) {
            Path folder = Files.createDirectory(loose.resolve("" + clip));
            for (int k = 0; k < data.frameCount(clip); k++) {
                Files.write(folder.resolve(k + ".jpg"), jpegs.encode(data.frame(clip, k), 85));
            }
            try (VideoWriter flac = VideoWriter.create(
                    folder.resolve("sound.flac"), VideoSettings.soundOnly(VideoFormat.FLAC, 1, Sound.SAMPLE_RATE_HZ))) {
                flac.write(data.sound(clip, 0, (int) data.sampleCount(clip)));
            }
        }
    }

    /** Closes the files and deletes the loose ones. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        kept.values().forEach(MediaFile::close);
        data.close();
        jpegs.close();
        try (Stream<Path> files = Files.walk(loose)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** As `train` reads prepared data. */
    @Benchmark
    public Pair shards() {
        int clip = random.nextInt(data.size());
        int frame = random.nextInt(data.frameCount(clip));
        return new Pair(
                data.frame(clip, frame),
                new Sound(data.sound(
                        clip,
                        (long) frame * Sound.SAMPLES_PER_FRAME - Sound.SAMPLE_RATE_HZ / 2,
                        Sound.SAMPLE_RATE_HZ)));
    }

    /** Seeking in the source, opened for each pair: what many thousands of sources come to. */
    @Benchmark
    public Pair sourceOpenedEachTime() {
        int clip = random.nextInt(data.size());
        try (MediaFile file = MediaFile.open(videos.resolve(data.source(clip)))) {
            return seek(file, clip);
        }
    }

    /** Seeking in the source, all of them kept open with their decoders: possible with few. */
    @Benchmark
    public Pair sourceKeptOpen() {
        int clip = random.nextInt(data.size());
        return seek(kept.computeIfAbsent(data.source(clip), name -> MediaFile.open(videos.resolve(name))), clip);
    }

    /** A JPEG per frame and a FLAC per clip in folders. */
    @Benchmark
    public Pair looseJpegAndFlac() throws IOException {
        int clip = random.nextInt(looseClips());
        int frame = random.nextInt(data.frameCount(clip));
        Path folder = loose.resolve("" + clip);
        byte[] jpeg = Files.readAllBytes(folder.resolve(frame + ".jpg"));
        try (MediaFile sound = MediaFile.open(folder.resolve("sound.flac"))) {
            return new Pair(jpegs.decode(jpeg, 0, jpeg.length), sound.soundAround(frame / 25.0, 1));
        }
    }

    private Pair seek(MediaFile file, int clip) {
        double seconds = (data.startFrame(clip) + random.nextInt(data.frameCount(clip))) / 25.0;
        return new Pair(file.frameAt(seconds, SIZE), file.soundAround(seconds, 1));
    }

    private int looseClips() {
        return Math.min(LOOSE_CLIPS, data.size());
    }
}
