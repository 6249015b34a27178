package dev.earsight.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earsight.media.MediaException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VideoWriterTest {
    @TempDir
    Path folder;

    @Test
    void theFileAppearsOnlyWhenItIsWhole() {
        Path path = folder.resolve("a.mp4");
        try (VideoWriter writer = VideoWriter.create(path, VideoFormat.MP4_H264_AAC, 64, 48, 25)) {
            writer.write(MadeMedia.scene(64, 48, 0));
            assertThat(path).doesNotExist();
        }
        assertThat(folder.toFile().list()).containsExactly("a.mp4");
    }

    @Test
    void aFailedWriteLeavesNothingAndSparesTheOldFile() throws IOException {
        Path path = Files.writeString(folder.resolve("a.mp4"), "old");
        assertThatThrownBy(() -> {
                    try (VideoWriter writer = VideoWriter.create(path, VideoFormat.MP4_H264_AAC, 64, 48, 25)) {
                        writer.write(MadeMedia.scene(64, 48, 0));
                        writer.write(MadeMedia.scene(62, 48, 0));
                    }
                })
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(path).hasContent("old");
        assertThat(folder.toFile().list()).containsExactly("a.mp4");
        VideoWriter writer = VideoWriter.create(path, VideoFormat.MP4_H264_AAC, 64, 48, 25);
        writer.write(MadeMedia.scene(64, 48, 0));
        writer.discard();
        writer.close();
        assertThat(path).hasContent("old");
        assertThat(folder.toFile().list()).containsExactly("a.mp4");
    }

    @Test
    void impossiblePlacesAndSettingsSaySo() {
        Path path = folder.resolve("absent/a.mp4");
        assertThatThrownBy(() -> VideoWriter.create(path, VideoFormat.MP4_H264_AAC, 64, 48, 25))
                .isInstanceOfSatisfying(
                        MediaException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREADABLE))
                .hasMessageContaining("absent");
        assertThatThrownBy(() -> VideoWriter.create(folder.resolve("a.mp3"), VideoFormat.MP3, 64, 48, 25))
                .hasMessageContaining("sound only");
        assertThatThrownBy(() -> VideoSettings.of(VideoFormat.MP4_H264_AAC, 64, 0, 25))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> {
                    try (VideoWriter writer = VideoWriter.create(
                            folder.resolve("b.webm"),
                            VideoSettings.of(VideoFormat.WEBM_VP9_OPUS, 64, 48, 25)
                                    .withSound(1, 44_100))) {
                        writer.write(MadeMedia.scene(64, 48, 0));
                    }
                })
                .isInstanceOf(MediaException.class)
                .hasMessageContaining("libopus");
        assertThat(folder.toFile().list()).isEmpty();
    }

    @Test
    void everyFormatIsInThisBuild() {
        for (VideoFormat format : VideoFormat.values()) {
            assertThat(format.isAvailable()).as(format.name()).isTrue();
        }
        assertThat(Ffmpeg.encoderNames()).contains("libopenh264", "aac", "libvpx-vp9");
    }

    @Test
    void pictureAndSoundMayComeOneAfterTheOther() {
        Path path = folder.resolve("after.mp4");
        try (VideoWriter writer = VideoWriter.create(path, VideoFormat.MP4_H264_AAC, 64, 48, 25)) {
            for (int i = 0; i < 400; i++) {
                writer.write(MadeMedia.scene(64, 48, i));
            }
            writer.write(new Sound(MadeMedia.music(16 * 48_000, 48_000, 1)));
        }
        assertThat(MadeMedia.frames(path)).hasSize(400);
        float[] heard = MadeMedia.sound(path);
        assertThat(SoundTimelineTest.correlation(heard, MadeMedia.music(16 * 48_000, 48_000, 1), 16 * 48_000))
                .isGreaterThan(0.98);
    }

    @Test
    void probeTellsWhatWasWritten() {
        Path path = folder.resolve("p.mp4");
        MadeMedia.video(
                path, VideoSettings.of(VideoFormat.MP4_H264_AAC, 64, 48, 29.97).withSound(2, 44_100), 60);
        MediaInfo info = MediaInfo.probe(path);
        assertThat(info.framesPerSecond()).isBetween(29.96, 29.98);
        assertThat(info.durationSeconds()).isBetween(2.0, 2.05);
        assertThat(info.audioChannels()).isEqualTo(2);
        assertThat(info.audioSampleRateHz()).isEqualTo(44_100);
        assertThat(info.videoCodec()).isEqualTo("h264");
        assertThat(info.audioCodec()).isEqualTo("aac");
        assertThat(info.container()).contains("mp4");
        assertThat(info.stillPicture()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"M4A_AAC", "MP3"})
    void fewerBitsMakeASmallerFile(VideoFormat format) throws IOException {
        float[] noise = new float[96_000];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) (0.2 * random.nextDouble(-1, 1));
        }
        long[] bytes = new long[2];
        for (int i = 0; i < 2; i++) {
            Path path = folder.resolve("bits" + i);
            VideoSettings settings =
                    VideoSettings.soundOnly(format, 1, Sound.SAMPLE_RATE_HZ).withSoundBits(i == 0 ? 32_000 : 96_000);
            try (VideoWriter writer = VideoWriter.create(path, settings)) {
                writer.write(noise);
            }
            bytes[i] = Files.size(path);
        }
        assertThat(bytes[0]).isBetween(6_000L, 12_000L); // two seconds of 32,000 bits are 8,000 bytes
        assertThat(bytes[1]).isBetween(20_000L, 30_000L);
    }
}
