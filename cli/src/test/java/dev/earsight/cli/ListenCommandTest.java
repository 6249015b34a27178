package dev.earsight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.media.SoundFile;
import dev.earsight.media.VideoFormat;
import dev.earsight.media.VideoSettings;
import dev.earsight.media.VideoWriter;
import dev.earsight.microphones.ArrayFile;
import dev.earsight.microphones.Direction;
import dev.earsight.microphones.Point;
import dev.earsight.microphones.Room;
import dev.earsight.microphones.RoomSimulator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ListenCommandTest {
    private static final int RATE = 48_000;
    private static final Direction TRUTH = new Direction(18, -6);
    private static final String CAMERA = """
            camera: {image_width: 96, image_height: 64, camera_matrix: [80, 0, 47.5, 0, 80, 31.5, 0, 0, 1]}
            """;

    @TempDir
    Path folder;

    private Path array;
    private Path wav;
    private float[][] recorded = new float[0][];

    @BeforeEach
    void recordInARoom() throws IOException {
        array = Files.writeString(folder.resolve("array.yaml"), """
                sample-rate-hz: 48000
                microphones:
                  - [-0.06, 0.04, 0]
                  - [0.06, 0.04, 0]
                  - [0.06, -0.04, 0]
                  - [-0.06, -0.04, 0]
                """ + CAMERA);
        Random random = new Random(1);
        float[] sound = new float[2 * RATE];
        for (int i = 0; i < sound.length; i++) {
            sound[i] = 0.5f * (float) random.nextGaussian();
        }
        Room room = Room.of(new Point(5, 4, 2.6), new Point(2.2, 1, 1.2), 0.2);
        recorded = new RoomSimulator(room, ArrayFile.read(array))
                .record(
                        List.of(new RoomSimulator.Sounding(TRUTH.vector().times(1.5), sound)),
                        sound.length,
                        new RoomSimulator.Errors(20, 0, 0),
                        1);
        wav = folder.resolve("four.wav");
        SoundFile.writeWav(wav, recorded, RATE);
    }

    private List<JsonNode> lines(String out) {
        return out.lines()
                .map(line -> JsonMapper.builder().build().readTree(line))
                .toList();
    }

    @Test
    void aRecordingInARoomGivesItsDirectionAndPixel() throws IOException {
        Path json = folder.resolve("heard.jsonl");
        Made.Run run = Made.run("listen", wav, "--array", array, "--json", json);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("azimuth", "elevation", "confidence", "pixel");
        assertThat(run.err())
                .contains("4 microphones, 14.4 cm", "Latency", "times real time")
                .doesNotContain("keep time");
        List<JsonNode> lines = lines(Files.readString(json));
        assertThat(lines).hasSizeGreaterThan(10).hasSameSizeAs(run.out().lines().toList());
        for (JsonNode line : lines) {
            JsonNode source = line.path("sources").get(0);
            assertThat(source.path("azimuth_degrees").asDouble()).isCloseTo(18, within(3.0));
            assertThat(source.path("elevation_degrees").asDouble()).isCloseTo(-6, within(4.0));
            assertThat(source.path("in_view").asBoolean()).isTrue();
            // 47.5 + 80 tan 18 and 31.5 + 80 tan 6 / cos 18
            assertThat(source.path("pixel").get(0).asDouble()).isCloseTo(73.5, within(5.0));
            assertThat(source.path("pixel").get(1).asDouble()).isCloseTo(40.3, within(7.0));
            assertThat(line.path("faults")).isEmpty();
            assertThat(line.path("latency_ms").asDouble()).isPositive();
        }
    }

    @Test
    void standardInputIsHeardAsAFileIs() throws IOException {
        byte[] file = Files.readAllBytes(wav);
        InputStream kept = System.in;
        try {
            System.setIn(new ByteArrayInputStream(file, 44, file.length - 44));
            Made.Run piped = Made.run("listen", "-", "--array", array, "--json", "-");
            Made.Run read = Made.run("listen", wav, "--array", array, "--json", "-");
            assertThat(piped.code()).as(piped.err()).isZero();
            assertThat(piped.out().replaceAll("\"latency_ms\":[0-9.E-]+", ""))
                    .isEqualTo(read.out().replaceAll("\"latency_ms\":[0-9.E-]+", ""))
                    .contains("azimuth_degrees");
        } finally {
            System.setIn(kept);
        }
    }

    @Test
    void rawSamplesOfAnotherFormatAreNotTakenForSound() {
        InputStream kept = System.in;
        try {
            byte[] notNumbers = new byte[4 * 4 * RATE];
            Arrays.fill(notNumbers, (byte) 0xff);
            System.setIn(new ByteArrayInputStream(notNumbers));
            Made.Run run = Made.run("listen", "-", "--array", array, "--format", "f32le");
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).contains("not a number", "--format");
        } finally {
            System.setIn(kept);
        }
    }

    @Test
    void aVideoOfTwoChannelsGivesAStrip() throws IOException {
        Path pair = Files.writeString(
                folder.resolve("pair.yaml"),
                "sample-rate-hz: 48000\nmicrophones: [[-0.06, 0.04, 0], [0.06, 0.04, 0]]\n" + CAMERA);
        Path video = folder.resolve("two.mp4");
        VideoSettings settings =
                VideoSettings.of(VideoFormat.MP4_H264_AAC, 192, 128, 25).withSound(2, RATE);
        try (VideoWriter writer = VideoWriter.create(video, settings)) {
            for (int i = 0; i < 50; i++) {
                writer.write(Made.picture(192, 128, i));
            }
            writer.write(Arrays.copyOf(recorded, 2));
        }
        Made.Run run = Made.run("listen", video, "--array", pair, "--json", "-");
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode source = lines(run.out()).get(3).path("sources").get(0);
        assertThat(source.path("cone").asBoolean()).isTrue();
        assertThat(source.path("azimuth_degrees").asDouble()).isCloseTo(17.9, within(3.0));
        // The camera was calibrated at half the video's size: the strip is on the video.
        assertThat(source.path("strip").get(4).get(0).asDouble()).isCloseTo(147, within(12.0));
    }

    @Test
    void filesForEachMicrophoneMayDifferInLength() {
        Path[] files = new Path[4];
        for (int m = 0; m < 4; m++) {
            files[m] = folder.resolve("m" + m + ".wav");
            int length = m == 2 ? RATE : 2 * RATE;
            SoundFile.writeWav(files[m], new float[][] {Arrays.copyOf(recorded[m], length)}, RATE);
        }
        Made.Run run = Made.run("listen", files[0], files[1], files[2], files[3], "--array", array, "--json", "-");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("m0.wav is longer").doesNotContain("m2.wav is longer");
        assertThat(lines(run.out()).getLast().path("end_seconds").asDouble()).isLessThanOrEqualTo(1);
        assertThat(lines(run.out())
                        .getLast()
                        .path("sources")
                        .get(0)
                        .path("azimuth_degrees")
                        .asDouble())
                .isCloseTo(18, within(3.0));
    }

    @Test
    void whatCannotBeIsSaid() throws IOException {
        Path slow = folder.resolve("slow.wav");
        SoundFile.writeWav(slow, recorded, 44_100);
        Path two = folder.resolve("two.wav");
        SoundFile.writeWav(two, Arrays.copyOf(recorded, 2), RATE);
        Path tiny = folder.resolve("short.wav");
        SoundFile.writeWav(tiny, new float[4][4000], RATE);
        Path silent = folder.resolve("silent.wav");
        SoundFile.writeWav(silent, new float[4][RATE], RATE);
        assertThat(Made.run("listen", slow, "--array", array).err()).contains("44100", "48000", "resample");
        assertThat(Made.run("listen", two, "--array", array).err()).contains("2 channels", "channel 4");
        assertThat(Made.run("listen", tiny, "--array", array).err()).contains("shorter than one window", "short.wav");
        assertThat(Made.run("listen", folder.resolve("none.wav"), "--array", array)
                        .err())
                .contains("no such file");
        assertThat(Made.run("listen", wav, "--array", folder.resolve("no.yaml")).err())
                .contains("cannot be read");
        assertThat(Made.run("listen", wav, "--array", array, "--method", "ears").err())
                .contains("srp-phat or music");
        assertThat(Made.run("listen", wav, "--array", array, "--window", "-1").err())
                .contains("--window");
        assertThat(Made.run("listen", wav, "--array", array, "--json", wav).err())
                .contains("never written over");
        Path dead = folder.resolve("dead.wav");
        recorded[3] = new float[2 * RATE];
        SoundFile.writeWav(dead, recorded, RATE);
        assertThat(Made.run("listen", dead, "--array", array).err()).contains("Channel 4 dead, left out in ");
        Made.Run quiet = Made.run("listen", silent, "--array", array);
        assertThat(quiet.code()).isZero();
        assertThat(quiet.out()).contains("silence").doesNotContain("azimuth");
        assertThat(quiet.err()).contains("lower that to hear more");
    }
}
