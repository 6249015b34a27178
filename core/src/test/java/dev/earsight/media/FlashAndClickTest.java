package dev.earsight.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A white flash and a click at one moment come back at one moment, through every container and codec. */
class FlashAndClickTest {
    private static final int FLASH_FRAME = 40;
    private static final int CLICK_SAMPLE = FLASH_FRAME * Sound.SAMPLES_PER_FRAME;

    @TempDir
    Path folder;

    // Tolerance in samples of the click's largest sample. The priming of AAC (1024), Opus (312) and MP3 (1105) is
    // removed: mp4,
    // WebM and Matroska signal it, the transport stream carries it in its timestamps, and for AVI the writer shifts it
    // out.
    // A lone sample goes through a codec's filter bank with its peak in place; one sample is allowed for rounding of
    // that peak.
    @ParameterizedTest
    @CsvSource({
        "MP4_H264_AAC, 1",
        "MP4_MPEG4_AAC, 1",
        "WEBM_VP9_OPUS, 1",
        "AVI_MPEG4_MP3, 1",
        "MOV_MJPEG_PCM, 0",
        "MKV_FFV1_FLAC, 0",
        "MKV_H264_AAC, 1",
        "TS_MPEG2_AAC, 1",
    })
    void flashAndClickCoincide(VideoFormat format, int toleranceSamples) {
        Path path = folder.resolve("flash");
        write(path, VideoSettings.of(format, 160, 120, 25));
        assertThat(brightFrames(path)).containsExactly(FLASH_FRAME);
        float[] sound = MadeMedia.sound(path);
        assertThat(MadeMedia.peak(sound)).isBetween(CLICK_SAMPLE - toleranceSamples, CLICK_SAMPLE + toleranceSamples);
        assertThat(sound.length).isBetween(75 * 1920, 75 * 1920 + 1152);
    }

    @Test
    void bFramesComeBackInOrder() {
        Path path = folder.resolve("b.mp4");
        write(path, VideoSettings.of(VideoFormat.MP4_MPEG4_AAC, 160, 120, 25).withPictureGroups(12, 2));
        assertThat(brightFrames(path)).containsExactly(FLASH_FRAME);
        assertThat(MadeMedia.peak(MadeMedia.sound(path))).isBetween(CLICK_SAMPLE - 1, CLICK_SAMPLE + 1);
    }

    @Test
    void soundWithoutPicturesKeepsItsTime() {
        for (VideoFormat format :
                List.of(VideoFormat.MP3, VideoFormat.OGG_OPUS, VideoFormat.FLAC, VideoFormat.M4A_AAC)) {
            Path path = folder.resolve("click." + format);
            write(path, VideoSettings.soundOnly(format, 1, 48_000));
            assertThat(MadeMedia.peak(MadeMedia.sound(path)))
                    .as(format.name())
                    .isBetween(CLICK_SAMPLE - 1, CLICK_SAMPLE + 1);
        }
    }

    @Test
    void clockThatDoesNotBeginAtZeroIsTakenOff() {
        for (VideoFormat format :
                List.of(VideoFormat.MP4_H264_AAC, VideoFormat.TS_MPEG2_AAC, VideoFormat.MKV_FFV1_FLAC)) {
            Path path = folder.resolve("late." + format);
            write(path, VideoSettings.of(format, 160, 120, 25).startingAt(3.6));
            assertThat(brightFrames(path)).as(format.name()).containsExactly(FLASH_FRAME);
            // Matroska rounds each start to a millisecond, 48 samples.
            int tolerance = format == VideoFormat.MKV_FFV1_FLAC ? 48 : 1;
            assertThat(MadeMedia.peak(MadeMedia.sound(path)))
                    .as(format.name())
                    .isBetween(CLICK_SAMPLE - tolerance, CLICK_SAMPLE + tolerance);
        }
    }

    @Test
    void soundThatBeginsLaterIsPrecededBySilence() {
        for (VideoFormat format :
                List.of(VideoFormat.MP4_H264_AAC, VideoFormat.MOV_MJPEG_PCM, VideoFormat.TS_MPEG2_AAC)) {
            Path path = folder.resolve("delayed." + format);
            write(path, VideoSettings.of(format, 160, 120, 25).withSoundDelay(0.5));
            float[] sound = MadeMedia.sound(path);
            assertThat(brightFrames(path)).as(format.name()).containsExactly(FLASH_FRAME);
            assertThat(MadeMedia.peak(sound)).as(format.name()).isBetween(CLICK_SAMPLE + 23_999, CLICK_SAMPLE + 24_001);
            for (int i = 0; i < 22_000; i++) {
                assertThat(sound[i]).isZero();
            }
        }
    }

    @Test
    void picturesThatBeginLaterAreHeldFromTheFirstOn() {
        Path path = folder.resolve("early.mov");
        write(
                path,
                VideoSettings.of(VideoFormat.MOV_MJPEG_PCM, 160, 120, 25)
                        .startingAt(1)
                        .withSoundDelay(-0.41));
        // The sound leads by 10.25 grid frames: the first picture is held for 10 more, a quarter frame of sound is
        // dropped.
        assertThat(brightFrames(path)).containsExactly(FLASH_FRAME + 10);
        assertThat(MadeMedia.peak(MadeMedia.sound(path))).isBetween(CLICK_SAMPLE - 480 - 1, CLICK_SAMPLE - 480 + 1);
    }

    private static void write(Path path, VideoSettings settings) {
        try (VideoWriter writer = VideoWriter.create(path, settings)) {
            for (int i = 0; i < 75; i++) {
                if (settings.width() > 0) {
                    int level = i == FLASH_FRAME ? 255 : 20;
                    writer.write(MadeMedia.flat(settings.width(), settings.height(), level, level, level));
                }
                float[] part = MadeMedia.sine(Sound.SAMPLES_PER_FRAME, 48_000, 100, 0.001);
                if (i == FLASH_FRAME) {
                    part[0] = 0.9f;
                }
                writer.write(part);
            }
        }
    }

    private static List<Integer> brightFrames(Path path) {
        List<RgbImage> frames = MadeMedia.frames(path);
        return IntStream.range(0, frames.size())
                .filter(i -> frames.get(i).value(80, 60, 1) > 150)
                .boxed()
                .toList();
    }
}
