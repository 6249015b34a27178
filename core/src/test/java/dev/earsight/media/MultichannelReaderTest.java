package dev.earsight.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MultichannelReaderTest {
    @TempDir
    Path folder;

    private static float[][] readAll(Path path, int room) {
        try (MultichannelReader reader = MultichannelReader.open(path)) {
            int channels = reader.info().audioChannels();
            float[][] all = new float[channels][room];
            float[][] part = new float[channels][1000];
            int done = 0;
            for (int got = reader.read(part); got >= 0; got = reader.read(part)) {
                for (int c = 0; c < channels; c++) {
                    System.arraycopy(part[c], 0, all[c], done, got);
                }
                done += got;
            }
            assertThat(done).isEqualTo(room);
            return all;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 48000",
        "2, 44100",
        "3, 16000",
        "4, 48000",
        "6, 48000",
        "8, 96000",
        "10, 8000",
        "16, 48000",
        "32, 16000"
    })
    void channelsOfAWavAreReadAsTheyAre(int channels, int rateHz) {
        Random random = new Random(channels);
        float[][] sound = new float[channels][12_345];
        for (float[] channel : sound) {
            for (int i = 0; i < channel.length; i++) {
                channel[i] = random.nextInt(-32_768, 32_768) / 32_768f;
            }
        }
        Path path = folder.resolve("many.wav");
        SoundFile.writeWav(path, sound, rateHz);
        assertThat(readAll(path, 12_345)).isDeepEqualTo(sound);
    }

    /** Four tones in the sound track of a video: which is which survives the encoder, and so do their phases. */
    @Test
    void channelsOfAVideoAreKeptApart() {
        Path path = folder.resolve("four.mp4");
        VideoSettings settings =
                VideoSettings.of(VideoFormat.MP4_H264_AAC, 64, 48, 25).withSound(4, 48_000);
        float[][] tones = new float[4][];
        for (int c = 0; c < 4; c++) {
            tones[c] = MadeMedia.sine(2 * 48_000, 48_000, 500 + 400 * c, 0.3);
        }
        try (VideoWriter writer = VideoWriter.create(path, settings)) {
            for (int i = 0; i < 50; i++) {
                writer.write(MadeMedia.scene(64, 48, i));
            }
            writer.write(tones);
        }
        try (MultichannelReader reader = MultichannelReader.open(path)) {
            float[][] heard = new float[4][48_000];
            assertThat(reader.read(heard)).isEqualTo(48_000);
            for (int c = 0; c < 4; c++) {
                for (int other = 0; other < 4; other++) {
                    double product = 0;
                    for (int i = 4800; i < 43_200; i++) {
                        product += heard[c][i] * tones[other][i] / (0.045 * 38_400);
                    }
                    assertThat(product).as("%d with %d", c, other).isCloseTo(c == other ? 1 : 0, within(0.05));
                }
            }
        }
    }

    @Test
    void noSoundIsSaid() {
        Path path = folder.resolve("silent.mp4");
        MadeMedia.video(
                path, VideoSettings.of(VideoFormat.MP4_H264_AAC, 64, 48, 25).silent(), 10);
        assertThatThrownBy(() -> MultichannelReader.open(path))
                .isInstanceOf(MediaException.class)
                .hasMessageContaining("no sound");
    }
}
