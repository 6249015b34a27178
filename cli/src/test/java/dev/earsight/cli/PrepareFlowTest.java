package dev.earsight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;
import dev.earsight.media.VideoFormat;
import dev.earsight.media.VideoSettings;
import dev.earsight.media.VideoWriter;
import dev.earsight.shard.FlowField;
import dev.earsight.shard.PreparedData;
import dev.earsight.shard.Split;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Videos that move in known ways, prepared with flow as a user does. */
class PrepareFlowTest {
    private static final int WIDTH = 128;
    private static final int HEIGHT = 96;

    @TempDir
    Path folder;

    private Path videos = Path.of("");
    private Path data = Path.of("");

    @BeforeEach
    void makeFolders() {
        videos = folder.resolve("videos");
        data = folder.resolve("data");
        assertThat(videos.toFile().mkdirs()).isTrue();
    }

    @Test
    void flowIsAddedToDataPreparedBeforeAndReadBack() {
        video("right.mkv", 50, 25, k -> k, k -> texture(2 * k, 0, 0));
        video("down.mkv", 50, 25, k -> k, k -> texture(0, 1.5 * k, 0));
        Object[] prepare = {
            "prepare", videos, "--out", data, "--frame-size", 96, "--frames-per-second", 5, "--workers", 1
        };
        assertThat(Made.run(prepare).code()).isZero();
        String hash;
        try (PreparedData opened = open()) {
            hash = opened.dataHash();
        }

        Made.Run run = Made.run(with(prepare, "--flow", "dis", "--flow-size", 48));

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("0 new", "Flow of 2 clips: 98 fields, 98 of them new", "0 cuts");
        try (PreparedData opened = open()) {
            assertThat(opened.dataHash()).isEqualTo(hash);
            assertThat(opened.flowHash()).isPresent();
            assertThat(opened.hasFlow(0, 35, 10)).isTrue();
            assertThat(opened.hasFlow(0, 40, 10)).as("frame 50 would be needed").isFalse();
            for (FlowField field : opened.flow(0, 15, 10).fields()) {
                assertThat(field.width()).isEqualTo(64);
                assertThat(median(field.dx())).isCloseTo(0f, within(0.05f));
                assertThat(median(field.dy())).isCloseTo(0.75f, within(0.05f)); // pixels of half the size
            }
            for (FlowField field : opened.flow(1, 15, 10).fields()) {
                assertThat(median(field.dx())).isCloseTo(1f, within(0.05f));
            }
        }

        assertThat(Made.run(with(prepare, "--flow", "dis", "--flow-size", 48)).out())
                .contains("98 fields, 0 of them new");
        Made.Run other = Made.run(with(prepare, "--flow", "tvl1", "--flow-size", 48));
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.err()).contains("was made with --flow dis --flow-size 48", "delete " + data.resolve("flow"));
    }

    @Test
    void aSizeThatCannotBeIsRefusedBeforeAnythingIsDecoded() {
        video("right.mkv", 50, 25, k -> k, k -> texture(2 * k, 0, 0));
        Made.Run run = Made.run("prepare", videos, "--out", data, "--flow", "dis", "--flow-size", 5);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("The flow's short side must be 16 to 4096 pixels.");
        assertThat(data).doesNotExist();
    }

    @Test
    void aCutIsCountedAndItsMomentsAreNotUsed() {
        video("cut.mkv", 50, 25, k -> k, k -> k < 30 ? texture(k, 0, 0) : texture(0, k, 5));
        Made.Run run = Made.run("prepare", videos, "--out", data, "--frame-size", 96, "--flow", "tvl1", "--workers", 2);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("1 cuts, for which 10 of 40 moments are not used");
        try (PreparedData opened = open()) {
            assertThat(opened.hasFlow(0, 19, 10)).isTrue();
            assertThat(opened.hasFlow(0, 20, 10)).isFalse();
            assertThat(opened.hasFlow(0, 30, 10)).isTrue();
        }
    }

    /** Ten pictures a second, then thirty: between frames of the grid there is what was shown at their times. */
    @Test
    void variableRatesGoByTheGrid() {
        video("variable.mkv", 50, 25, k -> k < 10 ? 2.5 * k : 25 + (k - 10) / 1.2, k -> texture(3 * k, 0, 0));
        Made.Run run = Made.run("prepare", videos, "--out", data, "--frame-size", 96, "--flow", "dis", "--workers", 1);
        assertThat(run.code()).as(run.err()).isZero();
        try (PreparedData opened = open()) {
            float[] slow = new float[10];
            float[] fast = new float[10];
            for (int i = 0; i < 10; i++) {
                slow[i] = median(opened.flow(0, 0, 10).fields().get(i).dx());
                fast[i] = median(opened.flow(0, 30, 10).fields().get(i).dx());
            }
            // A new picture at grid times 2.5, 5, 7.5 and 10 of the first eleven frames: seen from frame 3, 5, 8 and 10
            // on.
            assertThat(slow).containsExactly(new float[] {0, 0, 3, 0, 3, 0, 0, 3, 0, 3}, within(0.1f));
            // 1.2 pictures for each frame of the grid: every fifth field passes one over.
            assertThat(fast).containsExactly(new float[] {3, 3, 3, 3, 6, 3, 3, 3, 3, 6}, within(0.1f));
        }
    }

    private PreparedData open() {
        return PreparedData.open(data, EnumSet.allOf(Split.class));
    }

    private static Object[] with(Object[] arguments, Object... more) {
        Object[] all = Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return all;
    }

    private interface Frames {
        RgbImage at(int number);
    }

    private interface Times {
        double frame(int number);
    }

    /** Pictures at times given in frames of the grid, with a tone. */
    private void video(String name, int frames, int rate, Times times, Frames pictures) {
        VideoSettings settings =
                VideoSettings.of(VideoFormat.MKV_FFV1_FLAC, WIDTH, HEIGHT, rate).withVariableRate();
        float[] tone = Made.tone(frames * Sound.SAMPLES_PER_FRAME);
        try (VideoWriter writer = VideoWriter.create(videos.resolve(name), settings)) {
            for (int k = 0; k < frames; k++) {
                writer.write(pictures.at(k), times.frame(k) / 25);
                writer.write(Arrays.copyOfRange(tone, k * Sound.SAMPLES_PER_FRAME, (k + 1) * Sound.SAMPLES_PER_FRAME));
            }
        }
    }

    private static RgbImage texture(double right, double down, int scene) {
        byte[] rgb = new byte[3 * WIDTH * HEIGHT];
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            double x = i % WIDTH - right;
            double y = i / WIDTH - down;
            double value = Math.sin(x / (3 + scene) + y / 9) + Math.sin(y / 4 - x / 13) + Math.sin((x + y) / 21);
            for (int channel = 0; channel < 3; channel++) {
                rgb[3 * i + channel] =
                        (byte) Math.clamp(Math.round(100 + 20 * scene * (channel % 2) + 30 * value), 0, 255);
            }
        }
        return new RgbImage(WIDTH, HEIGHT, rgb);
    }

    private static float median(float[] values) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
