package dev.earsight.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.localize.Localizer;
import dev.earsight.media.ImageFile;
import dev.earsight.media.MediaInfo;
import dev.earsight.media.SoundFile;
import dev.earsight.media.VideoFormat;
import dev.earsight.net.Model;
import dev.earsight.serve.TestServer.Reply;
import dev.earsight.serve.TestServer.Upload;
import dev.earsight.weights.Checkpoint;
import dev.earsight.weights.OnnxExport;
import dev.earsight.weights.TrainedNetwork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Each route, with media as it should be. Every answer is held against the description on its way. */
class RoutesTest {
    @TempDir
    static Path folder;

    private static TestServer server;
    private static Path video;
    private static Path picture;
    private static Path sound;

    @BeforeAll
    static void start() throws Exception {
        Path ave = ToyMedia.network(folder.resolve("ave.safetensors"), Model.AVE);
        Path avol = ToyMedia.network(folder.resolve("avol.safetensors"), Model.AVOL);
        video = ToyMedia.video(folder.resolve("video.mp4"), 2, VideoFormat.MP4_H264_AAC);
        picture = ToyMedia.picture(folder.resolve("picture.png"));
        sound = ToyMedia.sound(folder.resolve("sound.wav"), 3);
        server = new TestServer(new TestServer.Setup(List.of(ave, avol), folder.resolve("temporary")));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void nothingStays() throws Exception {
        assertThat(server.temporaryFiles()).isEmpty();
        assertThat(server.notes).isEmpty();
    }

    @Test
    void everyRouteIsDescribedAndTheOtherWayRound() throws Exception {
        assertThat(server.server.operations()).isEqualTo(new ApiDescription().operations());
    }

    @Test
    void aVideoIsAnsweredMomentByMoment() throws Exception {
        JsonNode answer =
                server.post("/v1/localize", new Upload().file("video", video)).json();

        assertThat(answer.path("kind").asString()).isEqualTo("video");
        assertThat(answer.path("width").asInt()).isEqualTo(96);
        assertThat(answer.path("moments").size()).isEqualTo(10);
        JsonNode second = answer.path("moments").get(1);
        assertThat(second.path("seconds").asDouble()).isCloseTo(0.2, within(1e-9));
        assertThat(second.path("heard").asBoolean()).isTrue();
        assertThat(second.path("map").path("scores").size()).isEqualTo(4);
    }

    @Test
    void aPartOfAVideoAndWithoutMaps() throws Exception {
        JsonNode answer = server.post(
                        "/v1/localize",
                        new Upload()
                                .file("video", video)
                                .text("start", 1)
                                .text("seconds", 0.5)
                                .text("everyFrames", 5)
                                .text("maps", false))
                .json();

        assertThat(answer.path("moments")
                        .valueStream()
                        .map(moment -> moment.path("seconds").asDouble()))
                .containsExactly(1.0, 1.2, 1.4);
        assertThat(answer.path("moments").get(0).has("map")).isFalse();
    }

    @Test
    void aVideoWithAnotherSound() throws Exception {
        JsonNode own =
                server.post("/v1/localize", new Upload().file("video", video)).json();
        JsonNode other = server.post(
                        "/v1/localize", new Upload().file("video", video).file("sound", sound))
                .json();

        assertThat(other.path("moments").size()).isEqualTo(own.path("moments").size());
        assertThat(other.path("moments").get(3))
                .isNotEqualTo(own.path("moments").get(3));
    }

    @Test
    void aPictureIsAskedAboutEveryMomentOfTheSound() throws Exception {
        JsonNode answer = server.post(
                        "/v1/localize",
                        new Upload().file("image", picture).file("sound", sound).text("everyFrames", 25))
                .json();

        assertThat(answer.path("kind").asString()).isEqualTo("picture");
        assertThat(answer.path("moments")
                        .valueStream()
                        .map(moment -> moment.path("seconds").asInt()))
                .containsExactly(0, 1, 2, 3);
        assertThat(answer.path("durationSeconds").asDouble()).isCloseTo(3, within(0.01));
        assertThat(answer.path("loudestSeconds").asDouble())
                .as("the tone swells")
                .isGreaterThanOrEqualTo(2);
    }

    @Test
    void theAnswerIsTheNetworksOwn() throws Exception {
        JsonNode answer = server.post(
                        "/v1/localize",
                        new Upload().file("image", picture).file("sound", sound).text("soundAt", 1))
                .json()
                .path("moments")
                .get(0);

        try (TrainedNetwork network = TrainedNetwork.load(folder.resolve("avol.safetensors"))) {
            Localizer.Answer expected = new Localizer(network)
                    .localize(
                            ImageFile.read(picture),
                            SoundFile.read(sound).slice(48_000, 48_000).samples());
            assertThat(answer.path("probability").asDouble()).isEqualTo(expected.probability());
            assertThat(answer.path("peak").path("x").asDouble())
                    .isEqualTo(expected.peak().x());
        }
    }

    @Test
    void picturesAndVideosAreDrawnOver() throws Exception {
        Reply png = server.post(
                "/v1/localize", new Upload().file("image", picture).file("sound", sound), "Accept", "image/png");
        Reply mp4 = server.post("/v1/localize", new Upload().file("video", video), "Accept", "video/mp4");

        assertThat(png.header("Content-Type")).isEqualTo("image/png");
        Path drawn = Files.write(folder.resolve("drawn.png"), png.body());
        assertThat(ImageFile.read(drawn).width()).isEqualTo(60);
        MediaInfo info = MediaInfo.probe(Files.write(folder.resolve("drawn.mp4"), mp4.body()));
        assertThat(info.durationSeconds()).isCloseTo(2, within(0.1));
        assertThat(info.hasAudio()).isTrue();
    }

    @Test
    void vectorsHaveTheirTimes() throws Exception {
        JsonNode answer = server.post(
                        "/v1/embed", new Upload().file("file", video).text("hopSeconds", 1))
                .json();

        assertThat(answer.path("dimensions").asInt()).isEqualTo(16);
        assertThat(answer.path("embeddings")
                        .valueStream()
                        .map(one -> one.path("side").asString()))
                .containsExactly("picture", "sound", "picture", "sound", "sound");
        assertThat(answer.path("embeddings").get(0).path("vector").size()).isEqualTo(16);
    }

    /** Many at a time are answered in pairs; whoever comes with whom, each gets what it gets alone. */
    @Test
    void theSameFileGetsTheSameVectorInAnyCompany() throws Exception {
        String alone =
                server.post("/v1/embed", new Upload().file("file", picture)).text();
        List<Callable<String>> calls = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Path file = i % 2 == 0 ? picture : video;
            calls.add(() -> file == picture
                    ? server.post("/v1/embed", new Upload().file("file", file)).text()
                    : ""
                            + server.post("/v1/embed", new Upload().file("file", file))
                                    .status());
        }
        try (var threads = Executors.newFixedThreadPool(8)) {
            List<String> answers = new ArrayList<>();
            for (Future<String> call : threads.invokeAll(calls)) {
                answers.add(call.get());
            }
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i)).isEqualTo(i % 2 == 0 ? alone : "200");
            }
        }
        assertThat(server.get("/metrics").text()).contains("earsight_inference_items_max 2.0");
    }

    @Test
    void theModelSaysWhatRunsHere() throws Exception {
        JsonNode model = server.get("/v1/model").json();

        assertThat(model.path("networks")
                        .valueStream()
                        .map(one -> one.path("role").asString()))
                .containsExactly("search", "localize");
        assertThat(model.path("networks").get(1).path("sizes").path("mapSide").asInt())
                .isEqualTo(2);
        assertThat(model.path("networks").get(1).path("provenance").path("seed").asString())
                .isEqualTo("1");
        assertThat(model.path("capabilities").path("search").asBoolean()).isFalse();
        assertThat(model.path("limits").path("pixels").asLong()).isEqualTo(Limits.USUAL.pixels());
    }

    @Test
    void theNetworkCanBeRunElsewhere() throws Exception {
        Reply onnx = server.get("/v1/model/onnx");

        assertThat(onnx.status()).isEqualTo(200);
        assertThat(onnx.body())
                .isEqualTo(OnnxExport.of(
                                Checkpoint.read(folder.resolve("avol.safetensors")),
                                OnnxExport.Side.BOTH,
                                OnnxExport.SoundInput.PCM)
                        .bytes())
                .isEqualTo(server.get("/v1/model/onnx").body());
    }

    @Test
    void healthMetricsDescriptionAndPage() throws Exception {
        assertThat(server.get("/livez").json().path("status").asString()).isEqualTo("up");
        assertThat(server.get("/readyz").json().path("status").asString()).isEqualTo("ready");
        assertThat(server.get("/openapi.yaml").text()).startsWith("openapi: 3.1");
        assertThat(server.get("/metrics").text())
                .contains("earsight_queue_depth", "earsight_requests_seconds_count{method=\"GET\",path=\"/livez\"");
        var page = server.client.send(server.request("/").build(), java.net.http.HttpResponse.BodyHandlers.ofString());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<html");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'self'", "'wasm-unsafe-eval'");
    }

    @Test
    void whatTheServerWasNotStartedForIsSaidWithTheRemedy() throws Exception {
        Reply search = server.postJson("/v1/search", "{\"id\":\"00\"}");
        assertThat(search.status()).isEqualTo(501);
        assertThat(search.json().path("detail").asString()).contains("--index");
        assertThat(server.get("/v1/media/0123456789abcdef/file").status()).isEqualTo(501);
        assertThat(server.get("/v1/library").json().has("index")).isFalse();
    }
}
