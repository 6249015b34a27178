package dev.earsight.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Any rate, channel count and format becomes mono 48 kHz, exact in time. */
class SoundTimelineTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "8000, 1",
        "11025, 2",
        "16000, 1",
        "22050, 1",
        "32000, 2",
        "44100, 2",
        "48000, 1",
        "96000, 2",
        "192000, 1"
    })
    void everyRateIsResampledWithoutDelayOrDrift(int rateHz, int channels) {
        int samples = 5 * rateHz + 7;
        float[][] sound = new float[channels][];
        Arrays.fill(sound, MadeMedia.sine(samples, rateHz, 997, 0.5));
        Path path = folder.resolve("tone.wav");
        SoundFile.writeWav(path, sound, rateHz);
        float[] heard = MadeMedia.sound(path);
        assertThat(heard).hasSize(Math.toIntExact(Math.ceilDiv(samples * 48_000L, rateHz)));
        float[] expected = MadeMedia.sine(heard.length, 48_000, 997, 0.5);
        for (int i = 480; i < heard.length - 480; i++) { // the ends ring: the tone is cut off there
            assertThat(heard[i]).as("sample %d", i).isCloseTo(expected[i], within(2e-3f));
        }
    }

    @Test
    void monoAtTheRightRateIsCopied() {
        float[] samples = new float[10_000];
        Random random = new Random(3);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = random.nextInt(-32_768, 32_768) / 32_768f;
        }
        Path path = folder.resolve("copy.wav");
        SoundFile.writeWav(path, new Sound(samples));
        assertThat(MadeMedia.sound(path)).isEqualTo(samples);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 8})
    void fullScaleOnAllChannelsDoesNotClip(int channels) {
        float[][] sound = new float[channels][];
        Arrays.fill(sound, MadeMedia.sine(48_000, 48_000, 440, 0.99));
        Path path = folder.resolve("loud.wav");
        SoundFile.writeWav(path, sound, 48_000);
        float[] heard = MadeMedia.sound(path);
        float peak = Math.abs(heard[MadeMedia.peak(heard)]);
        assertThat(peak).isLessThanOrEqualTo(1f).isGreaterThan(0.7f);
    }

    @Test
    void stereoIsAveraged() {
        float[] left = MadeMedia.sine(4800, 48_000, 440, 0.8);
        float[] right = new float[4800];
        Path path = folder.resolve("left.wav");
        SoundFile.writeWav(path, new float[][] {left, right}, 48_000);
        float[] heard = MadeMedia.sound(path);
        for (int i = 0; i < heard.length; i++) {
            assertThat(heard[i]).isCloseTo(left[i] / 2, within(1e-4f));
        }
    }

    @Test
    void surroundInAVideoIsHeardWhole() {
        Path path = folder.resolve("surround.mp4");
        MadeMedia.video(
                path, VideoSettings.of(VideoFormat.MP4_MPEG4_AAC, 64, 48, 25).withSound(6, 48_000), 50);
        assertThat(MediaInfo.probe(path).audioChannels()).isEqualTo(6);
        float[] heard = MadeMedia.sound(path);
        float[] music = MadeMedia.music(2 * 48_000, 48_000, 1);
        assertThat(correlation(heard, music, music.length)).isGreaterThan(0.98);
    }

    @Test
    void unusualChannelCountsAreAveraged() {
        float[][] sound = new float[11][];
        Arrays.fill(sound, MadeMedia.sine(4800, 48_000, 440, 0.5));
        Path path = folder.resolve("array.wav");
        SoundFile.writeWav(path, sound, 48_000);
        float[] heard = MadeMedia.sound(path);
        for (int i = 0; i < heard.length; i++) {
            assertThat(heard[i]).isCloseTo(sound[0][i], within(1e-3f));
        }
    }

    @Test
    void piecesOfAnySizeAreTheWhole() {
        Path path = folder.resolve("pieces.webm");
        MadeMedia.video(path, VideoSettings.of(VideoFormat.WEBM_VP9_OPUS, 64, 48, 25), 50);
        float[] whole = MadeMedia.sound(path);
        Random random = new Random(11);
        float[] pieces = new float[whole.length + 5000];
        int length = 0;
        try (AudioReader reader = AudioReader.open(path)) {
            for (int got = 0; got >= 0; got = reader.read(pieces, length, 1 + random.nextInt(4000))) {
                length += got;
            }
        }
        assertThat(Arrays.copyOf(pieces, length)).isEqualTo(whole);
    }

    @Test
    void readAllStopsAtTheLimit() {
        Path path = folder.resolve("long.wav");
        SoundFile.writeWav(path, new Sound(MadeMedia.music(96_000, 48_000, 4)));
        try (AudioReader reader = AudioReader.open(path)) {
            assertThat(reader.readAll(0.5).samples()).hasSize(24_000);
            assertThat(reader.readAll(10).samples()).hasSize(72_000);
            assertThat(reader.read(new float[5], 0, 5)).isEqualTo(-1);
        }
    }

    static double correlation(float[] a, float[] b, int length) {
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < length; i++) {
            ab += a[i] * (double) b[i];
            aa += a[i] * (double) a[i];
            bb += b[i] * (double) b[i];
        }
        return ab / Math.sqrt(aa * bb);
    }
}
