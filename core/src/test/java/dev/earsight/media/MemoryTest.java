package dev.earsight.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Native memory goes back when a reader is closed, and does not grow while one reads on. */
class MemoryTest {
    private static final long SLACK_BYTES = 48L << 20;

    @TempDir
    Path folder;

    @Test
    void openingAndReadingTwoHundredTimesLeavesNothingBehind() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/statm")), "resident memory is only read on Linux");
        Path path = folder.resolve("m.mp4");
        // A frame of 640x480 is half a megabyte: one lost frame per opening would show.
        MadeMedia.video(path, VideoSettings.of(VideoFormat.MP4_H264_AAC, 640, 480, 25), 5);
        readAll(path, 40);
        long before = residentBytes();
        readAll(path, 160);
        assertThat(residentBytes() - before).isLessThan(SLACK_BYTES);
    }

    private static void readAll(Path path, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(MadeMedia.frames(path, FrameSize.shortSide(64))).hasSize(5);
            assertThat(MadeMedia.sound(path)).isNotEmpty();
            try (MediaFile file = MediaFile.open(path)) {
                file.frameAt(0.1, FrameSize.exact(32, 32));
                file.soundAround(0.1, 0.1);
            }
        }
    }

    private static long residentBytes() throws IOException {
        System.gc(); // the Java heap is not what is measured
        return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * 4096;
    }
}
