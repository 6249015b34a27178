package dev.earsight.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Any time in any order gives what reading from the beginning gives. */
class RandomAccessTest {
    private static final int FRAMES = 250;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(VideoFormat.class)
    void anyOrderEqualsFrontToBack(VideoFormat format) {
        Path path = folder.resolve("any");
        boolean pictures = !format.videoEncoder().isEmpty();
        if (pictures) {
            boolean reordered = format.videoEncoder().startsWith("mpeg");
            MadeMedia.video(
                    path, VideoSettings.of(format, 96, 64, 25).withPictureGroups(20, reordered ? 2 : 0), FRAMES);
        } else {
            try (VideoWriter writer = VideoWriter.create(path, VideoSettings.soundOnly(format, 1, 48_000))) {
                writer.write(MadeMedia.music(FRAMES * 1920, 48_000, 1));
            }
        }
        compare(path, format, pictures);
    }

    @Test
    void resampledSoundIsTheSameFromAnyStart() {
        Path path = folder.resolve("cd.mov");
        MadeMedia.video(
                path, VideoSettings.of(VideoFormat.MOV_MJPEG_PCM, 96, 64, 29.97).withSound(2, 44_100), FRAMES);
        compare(path, VideoFormat.MOV_MJPEG_PCM, true);
    }

    private static void compare(Path path, VideoFormat format, boolean pictures) {
        Random random = new Random(5);
        float[] whole = MadeMedia.sound(path);
        List<RgbImage> frames = pictures ? MadeMedia.frames(path) : List.of();
        // Lossless codecs and those without memory repeat to the bit; Opus carries its state over, AAC draws its noise
        // at
        // random: both stay far below what was written.
        double tolerance = switch (format.audioEncoder()) {
            case "aac", "libopus" -> 3e-3;
            default -> 2e-6;
        };
        try (MediaFile file = MediaFile.open(path)) {
            for (int trial = 0; trial < 25; trial++) {
                if (pictures) {
                    int index = random.nextInt(frames.size());
                    RgbImage frame = file.frameAt(index / 25.0);
                    assertThat(MadeMedia.meanDifference(frame, frames.get(index)))
                            .as("%s frame %d", format, index)
                            .isZero();
                }
                double center = random.nextDouble() * 11 - 0.5;
                int first = (int) Math.round(center * 48_000) - 24_000;
                float[] heard = file.soundAround(center, 1).samples();
                assertThat(heard).hasSize(48_000);
                double squares = 0;
                for (int i = 0; i < heard.length; i++) {
                    int at = first + i;
                    double difference = heard[i] - (at >= 0 && at < whole.length ? whole[at] : 0);
                    squares += difference * difference;
                }
                assertThat(Math.sqrt(squares / heard.length))
                        .as("%s sound around %.4f s", format, center)
                        .isLessThan(tolerance);
            }
        }
    }

    @Test
    void timesOutsideShowTheFirstAndTheLastPicture() {
        Path path = folder.resolve("ends.mkv");
        MadeMedia.video(path, VideoSettings.of(VideoFormat.MKV_FFV1_FLAC, 64, 48, 25), 30);
        List<RgbImage> frames = MadeMedia.frames(path);
        try (MediaFile file = MediaFile.open(path)) {
            assertThat(file.frameAt(100).rgb()).isEqualTo(frames.getLast().rgb());
            assertThat(file.frameAt(-3).rgb()).isEqualTo(frames.getFirst().rgb());
            assertThat(file.frameAt(0.0399).rgb()).isEqualTo(frames.get(1).rgb());
            assertThat(file.frameAt(0.037).rgb()).isEqualTo(frames.get(0).rgb());
            assertThat(file.soundAround(-5, 1).samples()).containsOnly(0f);
            assertThat(file.soundAround(50, 1).samples()).containsOnly(0f);
            assertThat(file.frameAt(0.5, FrameSize.exact(20, 10)).width()).isEqualTo(20);
        }
    }
}
