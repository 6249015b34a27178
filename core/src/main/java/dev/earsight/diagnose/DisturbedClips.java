package dev.earsight.diagnose;

import dev.earsight.EarsightException;
import dev.earsight.clip.LogSpectrogram;
import dev.earsight.clip.Pair;
import dev.earsight.media.JpegCodec;
import dev.earsight.media.MediaFile;
import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;
import dev.earsight.media.SoundFile;
import dev.earsight.media.VideoFormat;
import dev.earsight.media.VideoFrame;
import dev.earsight.media.VideoSettings;
import dev.earsight.media.VideoWriter;
import dev.earsight.shard.ClipLibrary;
import dev.earsight.shard.FlowField;
import dev.earsight.shard.FlowStack;
import dev.earsight.shard.ForwardingClips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Clips as they are, but for one {@link Disturbance}. The same question gets the same answer: what is random depends on the
 * seed, the clip and the place in it. For one thread at a time.
 */
final class DisturbedClips extends ForwardingClips implements AutoCloseable {
    private static final int JPEG_QUALITY = 10;
    private static final int AAC_BITS_PER_SECOND = 24_000;
    private static final int MP3_BITS_PER_SECOND = 32_000;
    private static final double H264_BITS_PER_PIXEL = 0.03;

    /** Frames before the one asked for: what is coded as a difference from another frame suffers otherwise than what is not. */
    private static final int FILMED_BEFORE = 12;

    /** Sound encoded beyond the second on either side: encoders start and stop badly. */
    private static final int MARGIN_SAMPLES = Sound.SAMPLE_RATE_HZ / 4;

    /** The whole frames beyond half a second: a shifted sound stays on the grid, or the shift would be two changes at once. */
    private static final int LEAST_SHIFT_SAMPLES = 13 * Sound.SAMPLES_PER_FRAME;

    private final ClipLibrary clips;
    private final Disturbance disturbance;
    private final long seed;
    private final JpegCodec jpeg = new JpegCodec();
    private Optional<Path> folder = Optional.empty();

    DisturbedClips(ClipLibrary clips, Disturbance disturbance, long seed) {
        super(clips);
        this.clips = clips;
        this.disturbance = disturbance;
        this.seed = seed;
    }

    /** Whether the moment can be disturbed so: a short clip has no other time. */
    boolean applies(Pair moment) {
        if (disturbance != Disturbance.SHIFTED_SOUND) {
            return true;
        }
        long start = moment.soundCenterSample() - Sound.SAMPLE_RATE_HZ / 2;
        return otherStarts(moment.soundClip(), start, LogSpectrogram.SAMPLES) > 0;
    }

    @Override
    public RgbImage frame(int clip, int frameIndex) {
        RgbImage image = clips.frame(clip, frameIndex);
        return switch (disturbance) {
            case GREY_PICTURE -> PictureChange.grey(image);
            case COLORLESS_PICTURE -> PictureChange.colorless(image);
            case BLURRED_PICTURE -> PictureChange.blurred(image);
            case MIRRORED_PICTURE -> PictureChange.mirrored(image);
            case H264_PICTURE -> filmed(clip, frameIndex, image);
            case JPEG_PICTURE -> {
                byte[] bytes = jpeg.encode(image, JPEG_QUALITY);
                yield jpeg.decode(bytes, 0, bytes.length);
            }
            case MASKED_CORNERS -> PictureChange.cornersMasked(image);
            case MASKED_CENTER -> PictureChange.centerMasked(image);
            default -> image;
        };
    }

    @Override
    public FlowStack flow(int clip, int frameIndex, int fields) {
        return disturbance == Disturbance.MIRRORED_PICTURE
                ? new FlowStack(clips.flow(clip, frameIndex, fields).fields().stream()
                        .map(FlowField::mirrored)
                        .toList())
                : clips.flow(clip, frameIndex, fields);
    }

    @Override
    public float[] sound(int clip, long startSample, int sampleCount) {
        SplittableRandom random = new SplittableRandom(seed ^ 0x9E3779B97F4A7C15L * (31L * clip + startSample));
        return switch (disturbance) {
            case SILENCE -> new float[sampleCount];
            case NOISE -> noise(clips.sound(clip, startSample, sampleCount), random);
            case SHIFTED_SOUND -> clips.sound(clip, otherStart(clip, startSample, sampleCount, random), sampleCount);
            case JITTER, JITTERED_MISMATCHES ->
                clips.sound(clip, offGrid(clip, startSample, sampleCount, random), sampleCount);
            case AAC_SOUND -> encoded(clip, startSample, sampleCount, VideoFormat.M4A_AAC, AAC_BITS_PER_SECOND);
            case MP3_SOUND -> encoded(clip, startSample, sampleCount, VideoFormat.MP3, MP3_BITS_PER_SECOND);
            default -> clips.sound(clip, startSample, sampleCount);
        };
    }

    /** How many starts on the frame grid lie at least half a second from this one. */
    private long otherStarts(int clip, long start, int count) {
        long last = clips.sampleCount(clip) - count;
        long early = start >= LEAST_SHIFT_SAMPLES ? (start - LEAST_SHIFT_SAMPLES) / Sound.SAMPLES_PER_FRAME + 1 : 0;
        long firstLate = start + LEAST_SHIFT_SAMPLES;
        long late = last >= firstLate ? (last - firstLate) / Sound.SAMPLES_PER_FRAME + 1 : 0;
        return early + late;
    }

    /** One of them; all keep the start's own place on the grid. */
    private long otherStart(int clip, long start, int count, SplittableRandom random) {
        long choices = otherStarts(clip, start, count);
        if (choices == 0) {
            return start; // such moments are left out, see applies
        }
        long early = start >= LEAST_SHIFT_SAMPLES ? (start - LEAST_SHIFT_SAMPLES) / Sound.SAMPLES_PER_FRAME + 1 : 0;
        long chosen = random.nextLong(choices);
        return chosen < early
                ? start - LEAST_SHIFT_SAMPLES - chosen * Sound.SAMPLES_PER_FRAME
                : start + LEAST_SHIFT_SAMPLES + (chosen - early) * Sound.SAMPLES_PER_FRAME;
    }

    /** Never on the grid, never outside the clip. */
    private long offGrid(int clip, long start, int count, SplittableRandom random) {
        int half = Sound.SAMPLES_PER_FRAME / 2;
        long by = random.nextLong(1, half) * (random.nextBoolean() ? 1 : -1);
        return start + by < 0 || start + by > clips.sampleCount(clip) - count ? start - by : start + by;
    }

    private static float[] noise(float[] like, SplittableRandom random) {
        double energy = 0;
        for (float sample : like) {
            energy += (double) sample * sample;
        }
        double level = Math.sqrt(energy / like.length);
        float[] noise = new float[like.length];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) (level * random.nextGaussian());
        }
        return noise;
    }

    private float[] encoded(int clip, long start, int count, VideoFormat format, int bitsPerSecond) {
        Path file = temporary();
        VideoSettings settings =
                VideoSettings.soundOnly(format, 1, Sound.SAMPLE_RATE_HZ).withSoundBits(bitsPerSecond);
        try (VideoWriter writer = VideoWriter.create(file, settings)) {
            writer.write(clips.sound(clip, start - MARGIN_SAMPLES, count + 2 * MARGIN_SAMPLES));
        }
        return SoundFile.read(file).slice(MARGIN_SAMPLES, count).samples();
    }

    /** The last of a few frames of a video; where the clip begins later, its first frame stands until then. */
    private RgbImage filmed(int clip, int frameIndex, RgbImage image) {
        Path file = temporary();
        VideoSettings settings = VideoSettings.of(
                        VideoFormat.MP4_H264_AAC, image.width(), image.height(), VideoFrame.PER_SECOND)
                .silent()
                .withPictureBits(H264_BITS_PER_PIXEL);
        try (VideoWriter writer = VideoWriter.create(file, settings)) {
            for (int before = FILMED_BEFORE; before > 0; before--) {
                int earlier = frameIndex - before * clips.frameStep(clip);
                writer.write(clips.frame(clip, Math.max(0, earlier)));
            }
            writer.write(image);
        }
        try (MediaFile video = MediaFile.open(file)) {
            RgbImage decoded = video.frameAt(FILMED_BEFORE / (double) VideoFrame.PER_SECOND);
            return PictureChange.cropped(decoded, image.width(), image.height()); // the codec needs even sides
        }
    }

    private Path temporary() {
        try {
            if (folder.isEmpty()) {
                folder = Optional.of(Files.createTempDirectory("earsight-codec"));
            }
            return folder.get().resolve("media");
        } catch (IOException e) {
            throw new EarsightException(
                    "No temporary file could be made for " + disturbance.label() + " (" + e.getMessage()
                            + "); make room in " + System.getProperty("java.io.tmpdir") + ".",
                    e);
        }
    }

    @Override
    public void close() {
        jpeg.close();
        folder.ifPresent(path -> {
            try {
                Files.deleteIfExists(path.resolve("media"));
                Files.deleteIfExists(path);
            } catch (IOException e) {
                // a temporary folder that stays is no reason to lose the answers
            }
        });
    }
}
