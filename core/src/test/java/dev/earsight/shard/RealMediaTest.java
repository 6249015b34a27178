package dev.earsight.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;
import dev.earsight.media.VideoFormat;
import dev.earsight.media.VideoSettings;
import dev.earsight.media.VideoWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From media files through worker processes and shards back to frames and sound; every kind of file that cannot be used. */
class RealMediaTest {
    private static final int WIDTH = 96;
    private static final int HEIGHT = 64;

    @TempDir
    Path temporary;

    private PreparedFolder folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = PreparedFolder.in(temporary);
    }

    @Test
    void everyKindOfFileEndsWhereItBelongs() throws IOException {
        video("good.mp4", VideoFormat.MP4_H264_AAC, 60, true, 0.3);
        video("good.mkv", VideoFormat.MKV_FFV1_FLAC, 60, true, 0.3);
        video("short.mp4", VideoFormat.MP4_H264_AAC, 15, true, 0.3);
        video("silent.mp4", VideoFormat.MP4_H264_AAC, 50, true, 0);
        video("still.mp4", VideoFormat.MP4_H264_AAC, 75, false, 0.3);
        try (VideoWriter writer = VideoWriter.create(
                path("no audio.mp4"),
                VideoSettings.of(VideoFormat.MP4_H264_AAC, WIDTH, HEIGHT, 25).silent())) {
            for (int i = 0; i < 50; i++) {
                writer.write(picture(i));
            }
        }
        try (VideoWriter writer = VideoWriter.create(
                path("no video.m4a"), VideoSettings.soundOnly(VideoFormat.M4A_AAC, 1, Sound.SAMPLE_RATE_HZ))) {
            writer.write(noise(2, 0.3));
        }
        byte[] good = Files.readAllBytes(path("good.mp4"));
        Files.write(path("truncated.mp4"), Arrays.copyOf(good, good.length / 5));
        video("long.mkv", VideoFormat.MKV_H264_AAC, 200, true, 0.3);
        byte[] whole = Files.readAllBytes(path("long.mkv"));
        Files.write(path("usable part.mkv"), Arrays.copyOf(whole, whole.length / 2));
        Files.delete(path("long.mkv"));
        Files.write(path("empty.mp4"), new byte[0]);
        Files.writeString(path("text.mp4"), "It was a dark and stormy night.\n".repeat(100));
        byte[] garbage = good.clone();
        byte[] random = new byte[garbage.length - 64];
        new Random(1).nextBytes(random);
        System.arraycopy(random, 0, garbage, 64, random.length);
        Files.write(path("corrupt.mp4"), garbage);
        ImageIO.write(picture(0).toBufferedImage(), "png", path("picture.png").toFile());
        Files.writeString(path("notes.txt"), "ignored");
        Map<String, String> before = folder.videoStates();

        Preparation.run(PreparationOptions.of(folder.videos(), folder.data()), PreparationListener.NONE);

        List<String> verdicts = folder.skipped().stream()
                .map(line -> line.replaceFirst("^([^,]*,[^,]*),.*", "$1"))
                .toList();
        assertThat(verdicts)
                .containsExactlyInAnyOrder(
                        "corrupt.mp4,corrupt",
                        "empty.mp4,empty",
                        "no audio.mp4,no-audio",
                        "no video.m4a,no-video",
                        "picture.png,still-picture",
                        "short.mp4,too-short",
                        "silent.mp4,silent",
                        "still.mp4,still-picture",
                        "text.mp4,not-media",
                        "truncated.mp4,truncated");
        assertThat(Manifest.read(folder.data()).sources())
                .flatExtracting(source -> source.notes().stream()
                        .map(note -> source.path() + ": " + note)
                        .toList())
                .singleElement(InstanceOfAssertFactories.STRING)
                .startsWith("usable part.mkv: cut off");
        assertThat(folder.skipped())
                .as("no path of this machine")
                .noneMatch(line -> line.contains(temporary.toString()));
        assertThat(folder.videoStates()).isEqualTo(before);
        assertThat(folder.everything()).containsOnlyKeys("good.mkv", "good.mp4", "usable part.mkv");
        try (PreparedData data = folder.open()) {
            assertThat(data.frameCount(0)).isEqualTo(60);
            for (int k = 0; k < 60; k += 7) {
                assertThat(difference(data.frame(0, k), picture(k)))
                        .as("frame " + k)
                        .isLessThan(6);
            }
            float[] sound = data.sound(0, 24_000, 48_000);
            float[] expected = Arrays.copyOfRange(noise(2.4, 0.3), 24_000, 72_000);
            for (int i = 0; i < sound.length; i++) {
                assertThat(sound[i]).isCloseTo(expected[i], Offset.offset(1e-4f));
            }
        }
    }

    @Test
    void anMp4ThatStopsWithinABoxEndsTooEarly() throws IOException {
        byte[] file = new byte[100];
        ByteBuffer boxes = ByteBuffer.wrap(file);
        boxes.putInt(20).put("ftyp".getBytes(StandardCharsets.US_ASCII));
        boxes.position(20).putInt(30).put("moov".getBytes(StandardCharsets.US_ASCII));
        boxes.position(50).putInt(50).put("mdat".getBytes(StandardCharsets.US_ASCII));
        assertThat(endsTooEarly(file, 100)).isFalse();
        assertThat(endsTooEarly(file, 99)).isTrue();
        assertThat(endsTooEarly(file, 50)).as("ends after the index").isFalse();
        assertThat(endsTooEarly(file, 20)).as("no index").isTrue();
        file[24] = 'x';
        assertThat(endsTooEarly(file, 99)).as("not a box").isFalse();
        assertThat(endsTooEarly(new byte[100], 100)).isFalse();
    }

    private boolean endsTooEarly(byte[] file, int length) throws IOException {
        return UnusableMedia.endsTooEarly(Files.write(path("boxes.mp4"), Arrays.copyOf(file, length)));
    }

    private Path path(String name) {
        return folder.videos().resolve(name);
    }

    private void video(String name, VideoFormat format, int frames, boolean moves, double level) {
        try (VideoWriter writer = VideoWriter.create(path(name), format, WIDTH, HEIGHT, 25)) {
            float[] sound = noise(frames / 25.0, level);
            for (int i = 0; i < frames; i++) {
                writer.write(picture(moves ? i : 0));
                writer.write(Arrays.copyOfRange(sound, 1920 * i, 1920 * (i + 1)));
            }
        }
    }

    /** A bright block on a shaded ground, elsewhere in every frame. */
    private static RgbImage picture(int index) {
        byte[] rgb = new byte[3 * WIDTH * HEIGHT];
        for (int y = 0, i = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++, i += 3) {
                boolean block = (x - index + WIDTH) % WIDTH < 20 && y > 20 && y < 40;
                Arrays.fill(rgb, i, i + 3, (byte) (block ? 200 : 40 + y));
            }
        }
        return new RgbImage(WIDTH, HEIGHT, rgb);
    }

    private static float[] noise(double seconds, double level) {
        Random random = new Random(7);
        float[] sound = new float[(int) Math.round(seconds * Sound.SAMPLE_RATE_HZ)];
        for (int i = 0; i < sound.length; i++) {
            sound[i] = (float) (level * (2 * random.nextDouble() - 1));
        }
        return sound;
    }

    private static double difference(RgbImage one, RgbImage other) {
        long sum = 0;
        for (int i = 0; i < one.rgb().length; i++) {
            sum += Math.abs((one.rgb()[i] & 0xff) - (other.rgb()[i] & 0xff));
        }
        return sum / (double) one.rgb().length;
    }
}
