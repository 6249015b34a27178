package dev.earsight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.media.MediaInfo;
import dev.earsight.media.VideoFormat;
import dev.earsight.media.VideoSettings;
import dev.earsight.media.VideoWriter;
import dev.earsight.net.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A network that knows nothing, beside microphones that do. */
class FuseCommandTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path folder;

    private Path array;
    private Path network;

    @BeforeEach
    void arrayAndNetwork() throws IOException {
        array = Files.writeString(folder.resolve("array.yaml"), """
                sample-rate-hz: 48000
                microphones: [[-0.06, 0.04, 0], [0.06, 0.04, 0], [0.06, -0.04, 0], [-0.06, -0.04, 0]]
                camera: {image_width: 320, image_height: 240, camera_matrix: [280, 0, 159.5, 0, 280, 119.5, 0, 0, 1]}
                """);
        network = Made.network(folder.resolve("network.safetensors"), Model.AVOL, 0, 0.5);
    }

    private Path scenes(String name, int clips, int seed, Object nothingVisible) {
        Path out = folder.resolve(name);
        Made.Run run = Made.run(
                "scene",
                "--out",
                out,
                "--clips",
                clips,
                "--seconds",
                2,
                "--width",
                160,
                "--height",
                120,
                "--seed",
                seed,
                "--microphones",
                array,
                "--rt60",
                0,
                "--snr",
                "20..20",
                "--nothing-visible",
                nothingVisible);
        assertThat(run.code()).as(run.err()).isZero();
        return out;
    }

    @Test
    void theMicrophonesAreTrustedWhereTheNetworkKnowsNothing() throws IOException {
        Path learn = scenes("learn", 4, 1, 0);
        Path test = scenes("test", 4, 2, 0.5);
        Path fusion = folder.resolve("fusion.json");
        Path json = folder.resolve("measures.json");
        Made.Run run = Made.run(
                "fuse",
                "--run",
                network,
                "--microphones",
                array,
                "--learn",
                learn,
                "--out",
                fusion,
                "--test",
                test,
                "--json",
                json);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("pointing, learned", "pointing, acoustic", "pointing, fused", "false alarms");
        JsonNode learnt = JSON.readTree(Files.readString(fusion));
        assertThat(learnt.path("fusion").path("acoustic_weight").asDouble()).isGreaterThan(0.5);
        assertThat(learnt.path("fused_log_likelihood").asDouble())
                .isGreaterThan(learnt.path("learned_log_likelihood").asDouble());
        JsonNode measures = JSON.readTree(Files.readString(json));
        assertThat(measures.size()).isEqualTo(15);
        assertThat(measures)
                .allSatisfy(measure -> assertThat(measure.path("n").asInt()).isPositive());

        Path video = test.resolve("scene-000000.mov");
        Path out = folder.resolve("out.mp4");
        Path lines = folder.resolve("out.jsonl");
        Made.Run shown = Made.run(
                "localize",
                "--run",
                network,
                "--microphones",
                array,
                "--fusion",
                fusion,
                video,
                "--out",
                out,
                "--json",
                lines,
                "--every",
                10);
        assertThat(shown.code()).as(shown.err()).isZero();
        assertThat(MediaInfo.probe(out).width())
                .as("three pictures and two gaps")
                .isEqualTo(3 * 160 + 2 * 4);
        List<JsonNode> answers =
                Files.readAllLines(lines).stream().map(JSON::readTree).toList();
        assertThat(answers).hasSize(5).allSatisfy(answer -> {
            assertThat(answer.path("microphones").path("sources")).hasSize(1);
            assertThat(answer.path("microphones").path("weight").asDouble())
                    .isEqualTo(learnt.path("fusion").path("acoustic_weight").asDouble());
            double x = answer.path("fused").path("peak").path("x").asDouble();
            assertThat(answer.path("fused")
                            .path("direction")
                            .path("azimuth_degrees")
                            .asDouble())
                    .isCloseTo(Math.toDegrees(Math.atan((x - 0.5) * 160 / 140)), within(0.01));
        });
        // The same without microphones: nothing of them.
        Made.Run plain = Made.run("localize", "--run", network, video, "--json", lines);
        assertThat(plain.code()).as(plain.err()).isZero();
        assertThat(Files.readString(lines)).doesNotContain("fused", "microphones", "direction");
    }

    @Test
    void whatCannotBeIsSaid() throws IOException {
        Path mono = Made.video(folder.resolve("mono.mp4"), 35, 1.4);
        assertThat(Made.run("localize", "--run", network, "--microphones", array, mono)
                        .err())
                .contains("mono.mp4", "1 channels", "channel 4");
        Path copies = folder.resolve("copies.mov");
        VideoSettings settings =
                VideoSettings.of(VideoFormat.MOV_MJPEG_PCM, 96, 72, 25).withSound(4, 48_000);
        float[] tone = Made.tone(48_000);
        try (VideoWriter writer = VideoWriter.create(copies, settings)) {
            for (int i = 0; i < 25; i++) {
                writer.write(Made.picture(96, 72, i));
            }
            writer.write(new float[][] {tone, tone, tone, tone});
        }
        assertThat(Made.run("localize", "--run", network, "--microphones", array, copies)
                        .err())
                .contains("copies.mov", "copies of one microphone", "leave out --microphones");
        Path three = Files.writeString(
                folder.resolve("three.yaml"), Files.readString(array).replace(", [-0.06, -0.04, 0]]", "]"));
        assertThat(Made.run("localize", "--run", network, "--microphones", three, copies)
                        .err())
                .contains("copies.mov: of 4 channels those of the 3 microphones in ");
        assertThat(Made.run("localize", "--run", network, "--acoustic-weight", 0.5, copies)
                        .err())
                .contains("give --microphones");
        assertThat(Made.run("localize", "--run", network, "--microphones", array, "--acoustic-weight", 2, copies)
                        .err())
                .contains("0 to 1");
        assertThat(Made.run("fuse", "--run", network, "--microphones", array).err())
                .contains("--learn");
        assertThat(Made.run("fuse", "--run", network, "--microphones", array, "--test", folder)
                        .err())
                .contains("no .mov");
    }
}
