package dev.earsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;
import dev.earsight.media.VideoFormat;
import dev.earsight.media.VideoSettings;
import dev.earsight.media.VideoWriter;
import dev.earsight.weights.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code earsight evaluate --check-splits} and {@code --select-on-test}. */
class SplitCheckTest {
    @TempDir
    Path folder;

    @Test
    void aListAgainstAList() throws IOException {
        Path train = Files.writeString(folder.resolve("train.txt"), "--DTR0_mIGI_000011\nabc\nonly here\n");
        Path test = Files.writeString(folder.resolve("test.csv"), "abc.mp4,dog\n--DTR0_mIGI_000032.mp4,cat\n");
        Path csv = folder.resolve("pairs.csv");
        Made.Run run = Made.run("evaluate", "--check-splits", train, test, "--csv", csv);
        assertThat(run.code()).as(run.err()).isEqualTo(6);
        assertThat(run.out()).contains("The same id", "Other stretches of the same video", "1 of 3", "1 of 2");
        assertThat(Files.readAllLines(csv))
                .containsExactly(
                        "same,first_set,first,second_set,second,distance",
                        "id," + train + ",abc," + test + ",abc,0.0",
                        "source," + train + ",--DTR0_mIGI_000011," + test + ",--DTR0_mIGI_000032,0.0");
        Path other = Files.writeString(folder.resolve("other.txt"), "xyz\n");
        Made.Run clean = Made.run("evaluate", "--check-splits", train, other);
        assertThat(clean.out()).contains("Nothing found in two sets at once.");
        assertThat(clean.code()).isZero();
    }

    /** A video re-encoded, half as large, quieter and cut is found in prepared data by what it shows and sounds like. */
    @Test
    void aCopyIsFoundBySightAndSound() throws IOException {
        video("videos/train/a.mp4", VideoFormat.MP4_H264_AAC, 160, 1, 0, 1);
        video("videos/train/b.mp4", VideoFormat.MP4_H264_AAC, 160, 2, 0, 1);
        video("videos/test/c.mp4", VideoFormat.MP4_H264_AAC, 160, 3, 0, 1);
        video("more/copy of a.avi", VideoFormat.AVI_MPEG4_MP3, 80, 1, 0.31, 0.4f);
        video("more/d.mp4", VideoFormat.MP4_H264_AAC, 160, 4, 0, 1);
        Files.writeString(folder.resolve("more/broken.mp4"), "no video");
        Path data = folder.resolve("data");
        Made.Run prepared =
                Made.run("prepare", folder.resolve("videos"), "--out", data, "--split-by-folder", "--workers", 1);
        assertThat(prepared.code()).as(prepared.err()).isZero();
        Path json = folder.resolve("pairs.json");

        Made.Run run = Made.run("evaluate", "--check-splits", data, folder.resolve("more"), "--json", json);

        assertThat(run.code()).as(run.err()).isEqualTo(6);
        assertThat(run.err()).contains("1 files of").contains("broken.mp4");
        JsonNode root = JsonMapper.builder().build().readTree(Files.readString(json));
        assertThat(root.get("sets")).hasSize(3); // train, test, more
        assertThat(root.get("pairs")).hasSize(2);
        for (JsonNode pair : root.get("pairs")) {
            assertThat(pair.get("first").asString()).isEqualTo("train/a.mp4");
            assertThat(pair.get("second").asString()).isEqualTo("copy of a.avi");
        }
        assertThat(root.get("pairs").get(0).get("same").asString()).isEqualTo("picture");
        assertThat(root.get("pairs").get(1).get("same").asString()).isEqualTo("sound");

        assertThat(Made.run("evaluate", "--check-splits", data).code())
                .as("its own splits")
                .isZero();
        Made.Run filesOnly =
                Made.run("evaluate", "--check-splits", data + ":train", folder.resolve("more"), "--compare", "file,id");
        assertThat(filesOnly.code()).as("clean, but one file is broken").isEqualTo(5);
        assertThat(filesOnly.out()).doesNotContain("picture");
    }

    @Test
    void aSplitThatTrainedOrChoseIsRefused() throws IOException {
        for (int i = 0; i < 6; i++) {
            String split = List.of("train", "val", "test").get(i / 2);
            video("videos/" + split + "/" + i + ".mp4", VideoFormat.MP4_H264_AAC, 96, i, 0, 1);
        }
        Path data = folder.resolve("data");
        Path run = folder.resolve("run");
        Made.run("prepare", folder.resolve("videos"), "--out", data, "--split-by-folder", "--workers", 1);
        Made.Run trained = Made.run(
                "train",
                "--data",
                data,
                "--out",
                run,
                "--model",
                "ave",
                "--steps",
                2,
                "--batch-size",
                2,
                "--precision",
                "float32",
                "--set",
                "network.image-side=32",
                "--set",
                "network.widths=[4, 4, 8, 8]",
                "--set",
                "validate-every-steps=2",
                "--set",
                "validation-pairs=4",
                "--set",
                "warmup-steps=0");
        assertThat(trained.code()).as(trained.err()).isZero();
        assertThat(Checkpoint.read(run.resolve("best.safetensors")).provenance().get("data"))
                .startsWith("6 files of 0.0 hours, such as test/4.mp4; train 2, val 2, test 2; 0 with ground truth");

        Made.Run held = Made.run("evaluate", "--run", run, "--data", data, "--moments", 1);
        assertThat(held.code()).as(held.err()).isZero();
        assertThat(held.out()).doesNotContain("selected on test", "NOT HELD OUT", "not known");

        Made.Run refused = Made.run("evaluate", "--run", run, "--data", data, "--split", "val");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err())
                .contains("2 of 2 sources chose this checkpoint (val/2.mp4, val/3.mp4)", "--select-on-test");
        assertThat(refused.out()).isEmpty();

        // The same files under other names and in another split are the same files.
        Files.createDirectories(folder.resolve("again/test"));
        for (int i : new int[] {0, 4, 5}) {
            Path file = folder.resolve("videos/" + (i == 0 ? "train" : "test") + "/" + i + ".mp4");
            Files.copy(file, folder.resolve("again/test/renamed" + i + ".mp4"));
        }
        Path again = folder.resolve("data-again");
        Made.run("prepare", folder.resolve("again"), "--out", again, "--split-by-folder", "--workers", 1);
        Made.Run renamed = Made.run("evaluate", "--run", run, "--data", again);
        assertThat(renamed.code()).isEqualTo(1);
        assertThat(renamed.err()).contains("1 of 3 sources trained this network (test/renamed0.mp4)");

        Path json = folder.resolve("numbers.json");
        Made.Run allowed = Made.run(
                "evaluate",
                "--run",
                run,
                "--data",
                data,
                "--split",
                "val",
                "--moments",
                1,
                "--select-on-test",
                "--json",
                json);
        assertThat(allowed.code()).as(allowed.err()).isZero();
        assertThat(allowed.out()).contains("Note: NOT HELD OUT", "2 of 2 sources chose this checkpoint");
        assertThat(Files.readString(json)).contains("correspondence accuracy (selected on test)");

        Made.Run diagnosed = Made.run("diagnose", "--run", run, "--data", data, "--moments", 1, "--json", json);
        assertThat(diagnosed.code()).as(diagnosed.err()).isZero();
        assertThat(diagnosed.out())
                .contains("Note: NOT HELD OUT: of the split 'val', 2 of 2 sources chose this checkpoint")
                .contains("correspondence accuracy (chose the checkpoint)");
        assertThat(Files.readString(json)).contains("correspondence accuracy (chose the checkpoint)", "NOT HELD OUT");
        Made.Run trainedOn = Made.run("diagnose", "--run", run, "--data", data, "--split", "train");
        assertThat(trainedOn.code()).isEqualTo(1);
        assertThat(trainedOn.err()).contains("2 of 2 sources trained this network", "--select-on-test");
        Made.Run diagnosedTest = Made.run("diagnose", "--run", run, "--data", data, "--split", "test", "--moments", 1);
        assertThat(diagnosedTest.code()).as(diagnosedTest.err()).isZero();
        assertThat(diagnosedTest.out()).doesNotContain("chose the checkpoint", "NOT HELD OUT");
    }

    @Test
    void aCheckpointWithoutARecordIsMeasuredWithANote() {
        Path data = folder.resolve("data");
        video("videos/test/a.mp4", VideoFormat.MP4_H264_AAC, 96, 1, 0, 1);
        video("videos/test/b.mp4", VideoFormat.MP4_H264_AAC, 96, 2, 0, 1);
        Made.run("prepare", folder.resolve("videos"), "--out", data, "--split-by-folder", "--workers", 1);
        Path old = Made.network(folder.resolve("old.safetensors"), dev.earsight.net.Model.AVE, 1, 0);
        Made.Run run = Made.run("evaluate", "--run", old, "--data", data, "--moments", 1);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("does not say which files trained and chose it");
    }

    @Test
    void saysWhatToChange() throws IOException {
        Path list = Files.writeString(folder.resolve("list.txt"), "a\n");
        Files.createDirectories(folder.resolve("empty"));
        fails(1, "two are needed", "evaluate", "--check-splits", list);
        fails(1, "missing.txt", "evaluate", "--check-splits", list, folder.resolve("missing.txt"));
        fails(1, "holds no videos", "evaluate", "--check-splits", list, folder.resolve("empty"));
        fails(1, "holds no prepared data", "evaluate", "--check-splits", list, folder.resolve("empty") + ":val");
        fails(2, "KIND", "evaluate", "--check-splits", list, list, "--compare", "smell");
    }

    private static void fails(int code, String message, Object... arguments) {
        Made.Run run = Made.run(arguments);
        assertThat(run.err()).contains(message).doesNotContain("\tat ");
        assertThat(run.code()).isEqualTo(code);
    }

    /** Three seconds of one picture of soft shapes and a tune, both of their own for each seed; the beginning cut off. */
    private void video(String name, VideoFormat format, int width, long seed, double cutSeconds, float gain) {
        Path file = folder.resolve(name);
        Inputs.requireFree(file, List.of()); // makes its folder
        float[] tune = tune(seed);
        for (int i = 0; i < tune.length; i++) {
            tune[i] *= gain;
        }
        float[] sound = Arrays.copyOfRange(tune, (int) (cutSeconds * Sound.SAMPLE_RATE_HZ), tune.length);
        RgbImage picture = picture(width, width * 3 / 4, seed);
        try (VideoWriter writer = VideoWriter.create(file, VideoSettings.of(format, width, width * 3 / 4, 25))) {
            for (int frame = 0; (frame + 1) * Sound.SAMPLES_PER_FRAME <= sound.length; frame++) {
                writer.write(moving(picture, frame));
                writer.write(Arrays.copyOfRange(
                        sound, frame * Sound.SAMPLES_PER_FRAME, (frame + 1) * Sound.SAMPLES_PER_FRAME));
            }
        }
    }

    /** The picture with a small square that wanders, so that it is no still. */
    private static RgbImage moving(RgbImage picture, int frame) {
        byte[] rgb = picture.rgb().clone();
        int side = picture.width() / 16;
        for (int y = 0; y < side; y++) {
            int at = 3 * (y * picture.width() + frame % 40 * (picture.width() - side) / 40);
            Arrays.fill(rgb, at, at + 3 * side, (byte) 255);
        }
        return new RgbImage(picture.width(), picture.height(), rgb);
    }

    private static RgbImage picture(int width, int height, long seed) {
        Random random = new Random(seed);
        double[] grid = random.doubles(7 * 6, 0, 255).toArray();
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < width * height; i++) {
            double u = 6.0 * (i % width) / width;
            double v = 5.0 * (i / width) / height;
            int at = 7 * (int) v + (int) u;
            double right = u - (int) u;
            double above = grid[at] + right * (grid[at + 1] - grid[at]);
            double below = grid[at + 7] + right * (grid[at + 8] - grid[at + 7]);
            Arrays.fill(rgb, 3 * i, 3 * i + 3, (byte) (above + (v - (int) v) * (below - above)));
        }
        return new RgbImage(width, height, rgb);
    }

    private static float[] tune(long seed) {
        Random random = new Random(seed);
        float[] tune = new float[3 * Sound.SAMPLE_RATE_HZ];
        for (int at = 0; at < tune.length; ) {
            int length = 5_000 + random.nextInt(12_000);
            double hertz = 200 * Math.pow(10, random.nextDouble());
            for (int i = 0; i < length && at < tune.length; i++, at++) {
                double phase = 2 * Math.PI * hertz * i / Sound.SAMPLE_RATE_HZ;
                tune[at] = (float) (Math.exp(-2.0 * i / length)
                        * (0.2 * Math.sin(phase) + 0.1 * Math.sin(3 * phase) + 0.02 * random.nextGaussian()));
            }
        }
        return tune;
    }
}
