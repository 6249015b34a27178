package dev.earsight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.media.MediaInfo;
import dev.earsight.media.MultichannelReader;
import dev.earsight.scene.Box;
import dev.earsight.scene.Place;
import dev.earsight.scene.SceneTruth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class SceneMicrophonesTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path folder;

    private Path array;

    @BeforeEach
    void fourMicrophonesAroundACamera() throws IOException {
        array = Files.writeString(folder.resolve("array.yaml"), """
                sample-rate-hz: 48000
                microphones: [[-0.06, 0.04, 0], [0.06, 0.04, 0], [0.06, -0.04, 0], [-0.06, -0.04, 0]]
                camera: {image_width: 320, image_height: 240, camera_matrix: [280, 0, 159.5, 0, 280, 119.5, 0, 0, 1]}
                """);
    }

    private Made.Run scene(Path out, Object... more) {
        Object[] usual = {
            "scene",
            "--out",
            out,
            "--clips",
            2,
            "--seconds",
            1,
            "--width",
            160,
            "--height",
            120,
            "--silent-objects",
            1,
            "--seed",
            3,
            "--threads",
            1
        };
        Object[] all = Arrays.copyOf(usual, usual.length + more.length);
        System.arraycopy(more, 0, all, usual.length, more.length);
        return Made.run(all);
    }

    @Test
    void whatIsHeardIsWhereThePictureShowsIt() throws IOException {
        Path out = folder.resolve("scenes");
        Made.Run run = scene(out, "--microphones", array, "--rt60", 0.2, "--snr", "25..25");
        assertThat(run.code()).as(run.err()).isZero();
        for (int i = 0; i < 2; i++) {
            Path video = out.resolve("scene-00000" + i + ".mov");
            MediaInfo info = MediaInfo.probe(video);
            assertThat(info.audioChannels()).isEqualTo(4);
            assertThat(info.audioSampleRateHz()).isEqualTo(48_000);
            SceneTruth truth = SceneTruth.read(out.resolve("scene-00000" + i + ".json"));
            assertThat(truth.microphones().orElseThrow().reverberationSeconds()).isEqualTo(0.2);
            SceneTruth.Thing thing = truth.objects().stream()
                    .filter(SceneTruth.Thing::sounds)
                    .findFirst()
                    .orElseThrow();
            assertThat(thing.places()).hasSize(25);
            Box box = thing.boxes().get(12);
            Place place = thing.places().get(12);
            // The camera of 320 pixels at 160: focal length 140.
            double x = 160 * ((box.x0() + box.x1()) / 2 - 0.5) / 140;
            double y = 120 * ((box.y0() + box.y1()) / 2 - 0.5) / 140;
            assertThat(place.azimuthDegrees()).isCloseTo(Math.toDegrees(Math.atan(x)), within(0.01));
            assertThat(place.elevationDegrees())
                    .isCloseTo(-Math.toDegrees(Math.atan(y / Math.hypot(x, 1))), within(0.01));
            // A thing of 0.35 to 0.7 m: at most what its apparent size says (walls bring it nearer).
            double apparent = Math.sqrt(box.area() * 160 * 120) / 140;
            assertThat(place.distanceMeters()).isBetween(0.4, 0.75 / apparent);

            Made.Run heard = Made.run("listen", video, "--array", array, "--json", "-", "--distance", "2");
            assertThat(heard.code()).as(heard.err()).isZero();
            double[] azimuths = heard.out()
                    .lines()
                    .map(line -> JSON.readTree(line).path("sources"))
                    .filter(sources -> !sources.isEmpty())
                    .mapToDouble(
                            sources -> sources.get(0).path("azimuth_degrees").asDouble())
                    .sorted()
                    .toArray();
            assertThat(azimuths).isNotEmpty();
            assertThat(azimuths[azimuths.length / 2]).as("scene " + i).isCloseTo(place.azimuthDegrees(), within(4.0));
        }
    }

    @Test
    void theSameCommandGoesOnAndAnotherRoomIsAnotherScene() {
        Path out = folder.resolve("scenes");
        assertThat(scene(out, "--microphones", array, "--rt60", 0).out()).contains("2 clips written");
        float[] first = start(out);
        assertThat(scene(out, "--microphones", array, "--rt60", 0).out()).contains("0 clips written, 2 kept");
        assertThat(scene(out, "--microphones", array, "--rt60", 0.2).out()).contains("2 clips written");
        assertThat(start(out)).isNotEqualTo(first);
    }

    private static float[] start(Path out) {
        try (MultichannelReader reader = MultichannelReader.open(out.resolve("scene-000000.mov"))) {
            float[][] samples = new float[4][24_000];
            reader.read(samples);
            return samples[2];
        }
    }

    @Test
    void soundFromOutsideStandsOutside() {
        Path out = folder.resolve("outside");
        Made.Run run = scene(out, "--microphones", array, "--rt60", 0, "--nothing-visible", 1);
        assertThat(run.code()).as(run.err()).isZero();
        SceneTruth truth = SceneTruth.read(out.resolve("scene-000000.json"));
        Place place = truth.microphones().orElseThrow().offScreen().orElseThrow();
        // Half of the view is atan(160 / 280) = 29.7 degrees.
        assertThat(Math.abs(place.azimuthDegrees())).isBetween(35.0, 150.0);
        assertThat(truth.objects()).noneMatch(SceneTruth.Thing::sounds);
    }

    @Test
    void withoutMicrophonesNothingIsSaidOfThem() throws IOException {
        Path out = folder.resolve("mono");
        assertThat(scene(out).code()).isZero();
        assertThat(Files.readString(out.resolve("scene-000000.json"))).doesNotContain("places", "microphones");
        assertThat(MediaInfo.probe(out.resolve("scene-000000.mp4")).audioChannels())
                .isEqualTo(1);
    }

    @Test
    void whatCannotBeIsSaid() throws IOException {
        Path out = folder.resolve("bad");
        assertThat(scene(out, "--rt60", 0.3).err()).contains("--microphones");
        assertThat(scene(out, "--microphones", array, "--format", "mp4").err()).contains("mov");
        assertThat(scene(out, "--microphones", array, "--rt60", -1).err()).contains("--rt60");
        assertThat(scene(out, "--microphones", array, "--playing", "kit").err()).contains("drum kit");
        Path square = Files.writeString(
                folder.resolve("square.yaml"),
                Files.readString(array).replace("image_height: 240", "image_height: 320"));
        assertThat(scene(out, "--microphones", square).err()).contains("--width and --height");
        Path blind = Files.writeString(
                folder.resolve("blind.yaml"), "sample-rate-hz: 48000\nmicrophones: [[-0.06, 0, 0], [0.06, 0, 0]]\n");
        assertThat(scene(out, "--microphones", blind).err()).contains("blind.yaml", "no camera");
        Path slow = Files.writeString(
                folder.resolve("slow.yaml"), Files.readString(array).replace("48000", "16000"));
        assertThat(scene(out, "--microphones", slow).err()).contains("slow.yaml", "sample-rate-hz: 48000");
    }
}
