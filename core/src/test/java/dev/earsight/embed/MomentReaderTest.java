package dev.earsight.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.clip.PictureInput;
import dev.earsight.media.FrameSize;
import dev.earsight.media.MediaException;
import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;
import dev.earsight.media.SoundFile;
import dev.earsight.media.VideoFormat;
import dev.earsight.media.VideoSettings;
import dev.earsight.media.VideoWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lossless files in which every picture and every sample says when it is. */
class MomentReaderTest {
    @TempDir
    Path folder;

    @Test
    void aVideosMomentsHaveThePictureAndTheSecondAroundIt() {
        List<Moment> moments = read(video(75, 3 * 48_000), 10);

        assertThat(moments).extracting(Moment::seconds).startsWith(0.0, 0.4, 0.8, 1.2, 1.6, 2.0, 2.4, 2.8);
        assertThat(moments.subList(0, 8))
                .extracting(moment -> numberOf(moment.picture().orElseThrow()))
                .containsExactly(0, 10, 20, 30, 40, 50, 60, 70);
        assertThat(moments.subList(0, 8))
                .extracting(moment -> moment.sound().orElseThrow().startSample())
                .containsExactly(0L, 0L, 14_400L, 33_600L, 52_800L, 72_000L, 91_200L, 96_000L);
        moments.forEach(this::assertSamplesAreFromWhereItSays);
    }

    @Test
    void soundThatOutlastsThePicturesGoesOnAlone() {
        List<Moment> moments = read(video(25, 3 * 48_000), 25);

        assertThat(moments).extracting(Moment::seconds).containsExactly(0.0, 1.0, 2.0, 3.0);
        assertThat(moments)
                .extracting(moment -> moment.picture().isPresent())
                .containsExactly(true, false, false, false);
        assertThat(moments)
                .extracting(moment -> moment.sound().orElseThrow().startSample())
                .containsExactly(0L, 24_000L, 72_000L, 96_000L);
        moments.forEach(this::assertSamplesAreFromWhereItSays);
    }

    @Test
    void picturesThatOutlastTheSoundGoOnAlone() {
        List<Moment> moments = read(video(100, 48_000 + 9_600), 5);

        assertThat(moments).hasSize(20).allMatch(moment -> moment.picture().isPresent());
        // The sound ends at 1.2 s: the last second stands for moments up to half a second later.
        for (Moment moment : moments) {
            assertThat(moment.sound().isPresent())
                    .as("sound at %s s", moment.seconds())
                    .isEqualTo(moment.seconds() < 1.7 - 1e-9);
        }
        assertThat(moments.get(8).sound().orElseThrow().startSample()).isEqualTo(9_600);
        moments.forEach(this::assertSamplesAreFromWhereItSays);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "24000,1", "47999,25", "48000,25", "48001,25", "100000,7", "480000,25", "480000,250", "345678,13"
    })
    void aSoundFileIsReadToItsLastSample(int samples, int hopFrames) {
        Path file = folder.resolve("a.wav");
        SoundFile.writeWav(file, new Sound(clock(samples)));
        List<Moment> moments = read(file, hopFrames);

        long covered = 0;
        for (Moment moment : moments) {
            assertThat(moment.picture()).isEmpty();
            Moment.Window window = moment.sound().orElseThrow();
            assertSamplesAreFromWhereItSays(moment);
            long center = Math.round(moment.seconds() * 48_000);
            assertThat(window.startSample()).isEqualTo(Math.max(0, Math.min(center - 24_000, (long) samples - 48_000)));
            assertThat(window.length()).isEqualTo(Math.min(48_000, samples));
            if (hopFrames <= 25) {
                assertThat(window.startSample()).as("no sample is left out").isLessThanOrEqualTo(covered);
            }
            covered = window.startSample() + window.length();
        }
        if (hopFrames <= 25) {
            assertThat(covered).isEqualTo(samples);
        }
        // Moments come as long as the second around them holds a sample.
        assertThat(moments).hasSize((int) Math.ceilDiv(samples + 24_000L, hopFrames * 1920L));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 60})
    void memoryDoesNotGrowWithTheSound(int seconds) {
        Path file = folder.resolve("long.wav");
        SoundFile.writeWav(file, new float[][] {new float[8_000 * seconds]}, 8_000);
        try (MomentReader reader = MomentReader.open(file, FrameSize.exact(2, 2), 25)) {
            int moments = 0;
            for (Optional<Moment> next = reader.next(); next.isPresent(); next = reader.next()) {
                moments++;
                assertThat(reader.heldSamples()).isBetween(48_000, 4 * 48_000);
                assertThat(next.get().sound().orElseThrow().audible()).isFalse();
            }
            assertThat(moments).isEqualTo(seconds + 1);
        }
    }

    @Test
    void aVideoWithoutSoundHasPicturesOnly() {
        Path file = folder.resolve("mute.mkv");
        try (VideoWriter writer = VideoWriter.create(
                file, VideoSettings.of(VideoFormat.MKV_FFV1_FLAC, 16, 16, 25).silent())) {
            for (int i = 0; i < 3; i++) {
                writer.write(numbered(i));
            }
        }
        assertThat(read(file, 1)).hasSize(3).allMatch(moment -> moment.sound().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10, 40})
    void picturesAroundAMomentComeWithIt(int hopFrames) {
        Path file = folder.resolve("mute.mkv");
        int count = 33;
        try (VideoWriter writer = VideoWriter.create(
                file, VideoSettings.of(VideoFormat.MKV_FFV1_FLAC, 16, 16, 25).silent())) {
            for (int i = 0; i < count; i++) {
                writer.write(numbered(i));
            }
        }
        PictureInput nine = new PictureInput(8, 9, 0); // shown at 16 pixels, so as they are
        try (MomentReader reader = MomentReader.open(file, FrameSize.exact(4, 4), hopFrames, nine)) {
            int moment = 0;
            for (Optional<Moment> next = reader.next(); next.isPresent(); next = reader.next()) {
                List<RgbImage> shown = reader.shown();
                assertThat(shown).hasSize(9);
                for (int i = 0; i < 9; i++) {
                    assertThat(shown.get(i).rgb())
                            .as("moment %d, %d", moment, i)
                            .isEqualTo(numbered(Math.clamp(moment - 4 + i, 0, count - 1))
                                    .rgb());
                }
                assertThat(next.get().picture().orElseThrow().width()).isEqualTo(4);
                moment += hopFrames;
            }
            assertThat(moment).isEqualTo(Math.ceilDiv(count, hopFrames) * hopFrames);
        }
    }

    @Test
    void textIsNoMedia() throws Exception {
        Path file = Files.writeString(folder.resolve("notes.mp4"), "not a video at all, only words\n".repeat(50));
        assertThatThrownBy(() -> read(file, 1))
                .isInstanceOf(MediaException.class)
                .hasMessageContaining("notes.mp4");
    }

    private static List<Moment> read(Path file, int hopFrames) {
        List<Moment> moments = new ArrayList<>();
        try (MomentReader reader = MomentReader.open(file, FrameSize.nativeSize(), hopFrames)) {
            for (Optional<Moment> next = reader.next(); next.isPresent(); next = reader.next()) {
                moments.add(next.get());
            }
        }
        return moments;
    }

    private void assertSamplesAreFromWhereItSays(Moment moment) {
        if (moment.sound().isEmpty()) {
            return;
        }
        Moment.Window window = moment.sound().get();
        assertThat(window.samples()).hasSize(48_000);
        float[] expected = Arrays.copyOf(
                Arrays.copyOfRange(
                        clock((int) window.startSample() + window.length()),
                        (int) window.startSample(),
                        (int) window.startSample() + window.length()),
                48_000);
        for (int i = 0; i < 48_000; i += 11) {
            assertThat(window.samples()[i])
                    .as("sample %d at %s s", i, moment.seconds())
                    .isCloseTo(expected[i], within(1e-6f));
        }
    }

    /** Samples that climb by one step of 16 bits every 24 samples, so that any second differs from any other. */
    private static float[] clock(int samples) {
        float[] clock = new float[samples];
        for (int i = 0; i < samples; i++) {
            clock[i] = (1 + i / 24) / 32_768f;
        }
        return clock;
    }

    private Path video(int frames, int samples) {
        Path file = folder.resolve("v.mkv");
        float[] sound = clock(samples);
        try (VideoWriter writer = VideoWriter.create(file, VideoFormat.MKV_FFV1_FLAC, 16, 16, 25)) {
            for (int i = 0; i < Math.max(frames, samples / 1920); i++) {
                if (i < frames) {
                    writer.write(numbered(i));
                }
                if (i * 1920 < samples) {
                    writer.write(Arrays.copyOfRange(sound, i * 1920, Math.min(samples, (i + 1) * 1920)));
                }
            }
        }
        return file;
    }

    private static RgbImage numbered(int number) {
        byte[] rgb = new byte[3 * 16 * 16];
        Arrays.fill(rgb, (byte) number);
        return new RgbImage(16, 16, rgb);
    }

    private static int numberOf(RgbImage image) {
        return image.value(0, 0, 0);
    }
}
