package dev.earsight.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earsight.library.EmbedderOpener;
import dev.earsight.media.VideoFormat;
import dev.earsight.net.Model;
import dev.earsight.serve.TestServer.Reply;
import dev.earsight.serve.TestServer.Upload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is taken on, what is refused, what is stopped, and what a stopping server still finishes. */
class AdmissionTest {
    @TempDir
    static Path folder;

    private TestServer server;
    private Path video;

    @BeforeEach
    void start() throws Exception {
        Path avol = folder.resolve("avol.safetensors");
        video = folder.resolve("video.mp4");
        if (!Files.exists(avol)) {
            ToyMedia.network(avol, Model.AVOL);
            ToyMedia.video(video, 8, VideoFormat.MP4_H264_AAC);
        }
        TestServer.Setup setup = new TestServer.Setup(List.of(avol), folder.resolve("temporary"));
        setup.limits = new Limits(
                100_000_000,
                Duration.ofMinutes(1),
                60,
                1_000_000,
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                30,
                1,
                1,
                16,
                1,
                Duration.ofSeconds(60));
        server = new TestServer(setup);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private CompletableFuture<Reply> localizing() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return server.post(
                                "/v1/localize",
                                new Upload().file("video", video).text("everyFrames", 1));
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                command -> Thread.ofVirtual().start(command));
    }

    /** One is worked on, one waits: of many more, those that find no place are told at once when to come again. */
    @Test
    void aFullQueueSaysWhenToComeAgain() throws Exception {
        List<CompletableFuture<Reply>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(localizing());
        }
        List<Reply> replies = all.stream().map(CompletableFuture::join).toList();
        assertThat(replies).extracting(Reply::status).contains(200, 503).containsOnly(200, 503);
        Reply refused = replies.stream()
                .filter(reply -> reply.status() == 503)
                .findFirst()
                .orElseThrow();
        assertThat(refused.problem()).isEqualTo("busy");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
        assertThat(localizing().join().status()).as("there is room again").isEqualTo(200);
        assertThat(server.temporaryFiles()).isEmpty();
    }

    private JsonNode accepted(String accept) throws Exception {
        Reply reply = server.post(
                "/v1/localize",
                new Upload().file("video", video).text("everyFrames", 1),
                "Prefer",
                "respond-async",
                "Accept",
                accept);
        assertThat(reply.status()).isEqualTo(202);
        return reply.json();
    }

    @Test
    void aJobSaysHowFarItIsAndKeepsItsResult() throws Exception {
        JsonNode job = accepted("video/mp4");
        String self = job.path("links").path("self").asString();
        assertThat(server.get(self + "/result").problem()).isEqualTo("not-done");
        String events = server.get(self + "/events").text();
        assertThat(events).contains("\"unit\":\"seconds\"", "\"total\":8", "\"secondsLeft\"", "event: end");
        Reply result = server.get(self + "/result", "Range", "bytes=4-7");
        assertThat(result.status()).isEqualTo(206);
        assertThat(result.text()).isEqualTo("ftyp");
        assertThat(server.temporaryFiles()).as("the result alone").hasSize(1);
        assertThat(server.get("/v1/jobs").json().path("jobs").size()).isEqualTo(1);
        assertThat(server.get("/v1/jobs/" + "0".repeat(32)).status()).isEqualTo(404);
    }

    @Test
    void jobsAreCanceledWhetherTheyRunOrWait() throws Exception {
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < 3; i++) { // two run at a time
            addresses.add(
                    accepted("application/json").path("links").path("self").asString());
        }
        assertThat(server.delete(addresses.get(2)).json().path("state").asString())
                .isEqualTo("canceled");
        for (String address : addresses) {
            server.delete(address);
            assertThat(server.get(address + "/events").text()).contains("event: end", "\"state\":\"canceled\"");
            assertThat(server.get(address + "/result").status()).isEqualTo(409);
        }
        for (int i = 0; i < 300 && !server.temporaryFiles().isEmpty(); i++) {
            server.get("/livez");
        }
        assertThat(server.temporaryFiles()).isEmpty();
    }

    @Test
    void longMediaBecomeAJobByThemselves() throws Exception {
        Path longer = ToyMedia.sound(folder.resolve("longer.wav"), 31);
        Path picture = ToyMedia.picture(folder.resolve("picture.png"));
        Reply reply = server.post(
                "/v1/localize",
                new Upload().file("image", picture).file("sound", longer).text("everyFrames", 25));
        assertThat(reply.status()).isEqualTo(202);
        String self = reply.header("Location");
        server.get(self + "/events");
        assertThat(server.get(self + "/result").json().path("moments").size()).isEqualTo(32);
    }

    @Test
    void aStoppingServerFinishesWhatItAcceptedAndTakesOnNothingNew() throws Exception {
        CompletableFuture<Reply> accepted = localizing();
        while (server.temporaryFiles().isEmpty()) {
            Thread.onSpinWait();
        }
        JsonNode job = accepted("application/json");
        CompletableFuture<Void> stopping = CompletableFuture.runAsync(server.server::stop);
        CountDownLatch seen = new CountDownLatch(1);
        CompletableFuture<String> events = CompletableFuture.supplyAsync(() -> {
            try {
                seen.countDown();
                return server.get(job.path("links").path("self").asString()).text();
            } catch (Exception e) {
                return "refused";
            }
        });
        seen.await();
        assertThat(accepted.join().status()).isEqualTo(200);
        stopping.get(60, TimeUnit.SECONDS);
        events.join();
        assertThat(Files.list(folder.resolve("temporary")))
                .as("the folder is swept")
                .isEmpty();
    }

    @Test
    void whatAKilledServerLeftIsSweptByTheNext() throws Exception {
        Path left = Files.createDirectories(folder.resolve("temporary/earsight-serve-left"));
        Files.createFile(left.resolve("lock"));
        Files.writeString(left.resolve("1.mp4"), "half an upload");
        EarsightServer.start(
                        new ServeOptions(
                                List.of(folder.resolve("avol.safetensors")),
                                java.util.Optional.empty(),
                                List.of(),
                                "127.0.0.1",
                                0,
                                java.util.Optional.empty(),
                                java.util.Optional.empty(),
                                List.of(),
                                folder.resolve("temporary"),
                                EmbedderOpener.Still.class,
                                Limits.USUAL),
                        _ -> dev.earsight.shard.FlowEstimator.none(),
                        _ -> {})
                .close();
        assertThat(left).doesNotExist();
        assertThat(server.get("/livez").status())
                .as("the one that runs keeps its own")
                .isEqualTo(200);
        assertThat(localizing().join().status()).isEqualTo(200);
    }
}
