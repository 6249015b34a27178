package dev.earsight.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earsight.media.MediaException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Odd and broken files end in a reason or in what can still be read, never in a crash. */
class DamagedFilesTest {
    @TempDir
    Path folder;

    @Test
    void emptyFile() throws IOException {
        Path path = Files.createFile(folder.resolve("empty.mp4"));
        assertReason(Reason.EMPTY, path, () -> MediaInfo.probe(path));
    }

    @Test
    void missingFileAndFolder() {
        Path path = folder.resolve("absent.mp4");
        assertReason(Reason.UNREADABLE, path, () -> FrameReader.open(path, FrameSize.nativeSize()));
        assertReason(Reason.UNREADABLE, folder, () -> AudioReader.open(folder));
    }

    @Test
    void textRenamedToMp4() throws IOException {
        for (String text : List.of(
                "It was a dark and stormy night.\n".repeat(500), "[a]\n{\"b\": 1}\n", "x", "#EXTM3U\nother.ts\n")) {
            Path path = Files.writeString(folder.resolve("text.mp4"), text);
            assertReason(Reason.NOT_MEDIA, path, () -> MediaInfo.probe(path));
            assertReason(Reason.NOT_MEDIA, path, () -> FrameReader.open(path, FrameSize.nativeSize()));
        }
    }

    @Test
    void randomBytesAreNoMedia() throws IOException {
        byte[] noise = new byte[20_000];
        new Random(8).nextBytes(noise);
        Path path = Files.write(folder.resolve("noise.avi"), noise);
        assertThatThrownBy(() -> MadeMedia.frames(path)).isInstanceOf(MediaException.class);
        assertThatThrownBy(() -> MadeMedia.sound(path)).isInstanceOf(MediaException.class);
    }

    @Test
    void mp4WithoutItsIndexIsCorrupt() throws IOException {
        byte[] whole = Files.readAllBytes(video(VideoFormat.MP4_H264_AAC));
        // As a camera leaves it whose battery died: the pictures are there, the index that comes last is not.
        int index = new String(whole, StandardCharsets.ISO_8859_1).indexOf("moov") - 4;
        Path path = folder.resolve("cut.mp4");
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        int indexBytes = ByteBuffer.wrap(whole).getInt(index);
        rest.write(whole, 0, index);
        rest.write(whole, index + indexBytes, whole.length - index - indexBytes);
        Files.write(path, rest.toByteArray());
        assertReason(Reason.CORRUPT, path, () -> FrameReader.open(path, FrameSize.nativeSize()));
    }

    @ParameterizedTest
    @EnumSource(
            value = VideoFormat.class,
            names = {"MP4_H264_AAC", "MKV_H264_AAC", "WEBM_VP9_OPUS", "TS_MPEG2_AAC", "AVI_MPEG4_MP3"})
    void cutInTheMiddleGivesTheFirstPart(VideoFormat format) throws IOException {
        byte[] whole = Files.readAllBytes(video(format));
        Path path = Files.write(folder.resolve("half"), Arrays.copyOf(whole, whole.length / 2));
        assertThat(MadeMedia.frames(path).size()).isBetween(20, 75);
        assertThat(MadeMedia.sound(path).length).isBetween(20 * 1920, 75 * 1920);
    }

    @ParameterizedTest
    @EnumSource(VideoFormat.class)
    void flippedBytesNeverCrash(VideoFormat format) throws IOException {
        boolean pictures = !format.videoEncoder().isEmpty();
        byte[] whole = Files.readAllBytes(pictures ? video(format) : soundFile(format));
        int read = 0;
        for (long seed = 1; seed <= 12; seed++) {
            Random random = new Random(seed);
            byte[] bytes = whole.clone();
            int flips = 1 << random.nextInt(10);
            // Even seeds spare the head, so that most of them open.
            int from = seed % 2 == 0 ? Math.min(4000, bytes.length / 2) : 0;
            for (int i = 0; i < flips; i++) {
                bytes[from + random.nextInt(bytes.length - from)] ^= (byte) (1 << random.nextInt(8));
            }
            Path path = Files.write(folder.resolve("flipped"), bytes);
            try {
                if (pictures) {
                    assertThat(MadeMedia.frames(path).size()).isBetween(1, 1000);
                }
                assertThat(MadeMedia.sound(path).length).isBetween(1, 40 * 48_000);
                read++;
            } catch (MediaException e) {
                assertThat(e.getMessage()).contains("flipped");
            }
            try (MediaFile file = MediaFile.open(path)) {
                file.soundAround(1.5, 1);
                file.frameAt(2);
                file.frameAt(0.4);
            } catch (MediaException e) {
                assertThat(e.getMessage()).contains("flipped");
            }
        }
        assertThat(read).isPositive();
    }

    @Test
    void damagedPacketsAreCountedAndPassedOver() throws IOException {
        byte[] bytes = Files.readAllBytes(video(VideoFormat.MOV_MJPEG_PCM));
        int middle = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("mdat") + 4 + bytes.length / 4;
        Arrays.fill(bytes, middle, middle + 20_000, (byte) 0);
        Path path = Files.write(folder.resolve("hole.mov"), bytes);
        try (FrameReader reader = FrameReader.open(path, FrameSize.nativeSize())) {
            int frames = 0;
            while (reader.next().isPresent()) {
                frames++;
            }
            assertThat(frames).isEqualTo(75); // the picture before the hole is held through it
            assertThat(reader.corruptPackets()).isPositive();
        }
    }

    @Test
    void silentVideoAndSoundWithoutPictures() {
        Path mute = folder.resolve("mute.mp4");
        MadeMedia.video(
                mute, VideoSettings.of(VideoFormat.MP4_H264_AAC, 64, 48, 25).silent(), 5);
        assertReason(Reason.NO_AUDIO, mute, () -> AudioReader.open(mute));
        assertThat(MediaInfo.probe(mute).hasAudio()).isFalse();
        Path blind = folder.resolve("blind.m4a");
        try (VideoWriter writer = VideoWriter.create(blind, VideoSettings.soundOnly(VideoFormat.M4A_AAC, 2, 44_100))) {
            writer.write(new float[2][44_100]);
        }
        assertReason(Reason.NO_VIDEO, blind, () -> FrameReader.open(blind, FrameSize.nativeSize()));
        assertThat(MediaInfo.probe(blind).hasVideo()).isFalse();
        assertThat(MadeMedia.sound(blind).length).isGreaterThanOrEqualTo(48_000);
    }

    @Test
    void soundTrackPromisedButEmpty() {
        Path path = folder.resolve("promise.mkv");
        try (VideoWriter writer = VideoWriter.create(path, VideoFormat.MKV_FFV1_FLAC, 64, 48, 25)) {
            writer.write(MadeMedia.scene(64, 48, 0));
        }
        assertReason(Reason.NO_AUDIO, path, () -> MadeMedia.sound(path));
    }

    @Test
    void coverArtIsNoVideo() throws IOException {
        Path song = soundFile(VideoFormat.MP3);
        Path png = folder.resolve("cover.png");
        ImageFile.writePng(MadeMedia.scene(40, 40, 1), png);
        ByteArrayOutputStream picture = new ByteArrayOutputStream();
        picture.write("\0image/png\0\3\0".getBytes(StandardCharsets.ISO_8859_1));
        picture.write(Files.readAllBytes(png));
        ByteArrayOutputStream tagged = new ByteArrayOutputStream();
        tagged.write("ID3\3\0\0".getBytes(StandardCharsets.ISO_8859_1));
        int size = 10 + picture.size();
        tagged.write(new byte[] {
            (byte) (size >> 21 & 127), (byte) (size >> 14 & 127), (byte) (size >> 7 & 127), (byte) (size & 127)
        });
        tagged.write("APIC".getBytes(StandardCharsets.ISO_8859_1));
        tagged.write(ByteBuffer.allocate(6).putInt(picture.size()).array());
        tagged.write(picture.toByteArray());
        tagged.write(Files.readAllBytes(song));
        Path path = Files.write(folder.resolve("cover.mp3"), tagged.toByteArray());
        MediaInfo info = MediaInfo.probe(path);
        assertThat(info.hasVideo()).isFalse();
        assertThat(info.hasAudio()).isTrue();
        assertReason(Reason.NO_VIDEO, path, () -> FrameReader.open(path, FrameSize.nativeSize()));
        assertThat(MadeMedia.sound(path)).hasSize(3 * 48_000);
    }

    @Test
    void stillPictureIsNoVideo() {
        Path path = folder.resolve("still.png");
        ImageFile.writePng(MadeMedia.scene(40, 30, 1), path);
        MediaInfo info = MediaInfo.probe(path);
        assertThat(info.stillPicture()).isTrue();
        assertThat(info.hasVideo()).isFalse();
        assertThat(List.of(info.width(), info.height())).containsExactly(40, 30);
        assertReason(Reason.STILL_PICTURE, path, () -> FrameReader.open(path, FrameSize.nativeSize()));
    }

    @Test
    void timeLimitCutsReadingOff() {
        Path path = video(VideoFormat.MP4_H264_AAC);
        DecodeOptions hurried = new DecodeOptions(1, Duration.ofNanos(1));
        assertReason(Reason.TIMED_OUT, path, () -> {
            try (FrameReader reader = FrameReader.open(path, FrameSize.nativeSize(), hurried)) {
                reader.next();
            }
        });
    }

    @Test
    void picturesLargerThanAllowedAreNotDecoded() {
        Path path = video(VideoFormat.MP4_H264_AAC);
        DecodeOptions small = new DecodeOptions(1, Duration.ZERO, 128 * 96 - 1);
        assertReason(Reason.CORRUPT, path, () -> {
            try (FrameReader reader = FrameReader.open(path, FrameSize.nativeSize(), small)) {
                reader.next();
            }
        });
        DecodeOptions enough = new DecodeOptions(1, Duration.ZERO, 1 << 20);
        try (FrameReader reader = FrameReader.open(path, FrameSize.nativeSize(), enough)) {
            assertThat(reader.next()).isPresent();
        }
    }

    private Path video(VideoFormat format) {
        return MadeMedia.video(folder.resolve("whole." + format), VideoSettings.of(format, 128, 96, 25), 75);
    }

    private Path soundFile(VideoFormat format) {
        Path path = folder.resolve("whole." + format);
        try (VideoWriter writer = VideoWriter.create(path, VideoSettings.soundOnly(format, 1, 48_000))) {
            writer.write(MadeMedia.music(3 * 48_000, 48_000, 2));
        }
        return path;
    }

    private static void assertReason(Reason reason, Path path, ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        MediaException.class,
                        e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason))
                .hasMessageContaining(path.toString());
    }
}
