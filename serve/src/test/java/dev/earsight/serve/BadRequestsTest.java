package dev.earsight.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earsight.media.VideoFormat;
import dev.earsight.net.Model;
import dev.earsight.serve.TestServer.Reply;
import dev.earsight.serve.TestServer.Upload;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are wrong, broken or meant ill: a sentence each, nothing left behind, the server well afterwards. */
class BadRequestsTest {
    private static final int UPLOAD_BYTES = 2_000_000;

    @TempDir
    static Path folder;

    private static TestServer server;
    private static Path video;
    private static Path sound;
    private static Path picture;

    @BeforeAll
    static void start() throws Exception {
        Path ave = ToyMedia.network(folder.resolve("ave.safetensors"), Model.AVE);
        Path avol = ToyMedia.network(folder.resolve("avol.safetensors"), Model.AVOL);
        video = ToyMedia.video(folder.resolve("video.mp4"), 2, VideoFormat.MP4_H264_AAC);
        sound = ToyMedia.sound(folder.resolve("sound.wav"), 2);
        picture = ToyMedia.picture(folder.resolve("picture.png"));
        TestServer.Setup setup = new TestServer.Setup(List.of(ave, avol), folder.resolve("temporary"));
        setup.limits = new Limits(
                UPLOAD_BYTES,
                Duration.ofMillis(1500),
                3,
                1_000_000,
                Duration.ofSeconds(20),
                Duration.ofMinutes(1),
                60,
                2,
                8,
                8,
                1,
                Duration.ofSeconds(5));
        server = new TestServer(setup);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void wellAfterwards() throws Exception {
        assertThat(server.temporaryFiles()).isEmpty();
        assertThat(server.notes).isEmpty();
        assertThat(server.post("/v1/localize", new Upload().file("video", video))
                        .status())
                .isEqualTo(200);
    }

    private static void refused(Reply reply, int status, String problem, String word) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.problem()).isEqualTo(problem);
        assertThat(reply.json().path("detail").asString()).containsIgnoringCase(word);
        assertThat(reply.text())
                .as("nothing of the server's inside")
                .doesNotContain(folder.toString(), "Exception", "at dev.earsight");
    }

    private static Reply localize(String name, byte[] content) throws Exception {
        return server.post("/v1/localize", new Upload().file(name, "a.mp4", content));
    }

    @Test
    void nothingInTheFile() throws Exception {
        refused(localize("video", new byte[0]), 422, "unusable-media", "no bytes");
    }

    @Test
    void textAsVideo() throws Exception {
        refused(
                localize(
                        "video",
                        "not a video at all, whatever it is called".repeat(99).getBytes(StandardCharsets.UTF_8)),
                422,
                "unusable-media",
                "not a media file");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.02, 0.3, 0.9})
    void cutShort(double share) throws Exception {
        byte[] whole = Files.readAllBytes(video);
        Reply reply = localize("video", Arrays.copyOf(whole, (int) (share * whole.length)));
        // An mp4 whose index lies in front may still show its first pictures.
        assertThat(reply.status()).isIn(200, 422);
    }

    @Test
    void aPictureOfALotOfNothing() throws Exception {
        byte[] bomb = hugePng(30_000, 30_000);
        assertThat(bomb.length).as("it is small").isLessThan(UPLOAD_BYTES / 4);
        Upload form = new Upload().file("image", "bomb.png", bomb).file("sound", sound);
        refused(server.post("/v1/localize", form), 422, "too-many-pixels", "900.0 million");
        refused(
                server.post("/v1/embed", new Upload().file("file", "bomb.png", bomb)),
                422,
                "too-many-pixels",
                "smaller");
    }

    @Test
    void tooLarge() throws Exception {
        refused(localize("video", new byte[UPLOAD_BYTES]), 413, "too-large", "larger than the 2 MB");
    }

    @Test
    void tooLong() throws Exception {
        Path longer = ToyMedia.sound(folder.resolve("longer.wav"), 4);
        Upload form = new Upload().file("image", picture).file("sound", longer);
        refused(server.post("/v1/localize", form), 422, "too-long", "longer than the 3 seconds");
    }

    @Test
    void anotherContentType() throws Exception {
        refused(server.postJson("/v1/localize", "{}"), 415, "unsupported-media-type", "multipart/form-data");
        refused(
                server.post("/v1/library/index", new Upload().text("folder", 0)),
                415,
                "unsupported-media-type",
                "JSON");
    }

    @Test
    void formsThatAreNone() throws Exception {
        for (String body : List.of("", "nothing like a form", "--" + TestServer.BOUNDARY + "\r\n")) {
            refused(
                    server.send(server.request("/v1/embed")
                            .header("Content-Type", "multipart/form-data; boundary=" + TestServer.BOUNDARY)
                            .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body))),
                    400,
                    "bad-request",
                    "form");
        }
        refused(
                server.send(server.request("/v1/embed")
                        .header("Content-Type", "multipart/form-data")
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString("x"))),
                400,
                "bad-request",
                "boundary");
    }

    @ParameterizedTest
    @CsvSource({
        "everyFrames, 0, 1 to 250",
        "everyFrames, 2.5, whole",
        "visibleFrom, 2, 1",
        "maps, maybe, true or false",
        "color, mauve, viridis",
        "start, NaN, number",
        "seconds, -1, number"
    })
    void settingsOutOfRange(String name, String value, String word) throws Exception {
        Upload form = new Upload().file("video", video).text(name, value);
        refused(server.post("/v1/localize", form), 400, "bad-request", word);
    }

    @Test
    void whatIsMissingIsNamed() throws Exception {
        refused(server.post("/v1/localize", new Upload().file("image", picture)), 400, "bad-request", "sound");
        refused(server.post("/v1/localize", new Upload().file("sound", sound)), 400, "bad-request", "image");
        refused(server.post("/v1/embed", new Upload().text("file", "typed")), 400, "bad-request", "file");
        Upload silent = new Upload().file("image", picture).file("sound", picture);
        refused(server.post("/v1/localize", silent), 422, "unusable-media", "sound");
    }

    /** A name is the form's, not the server's: files lie under the server's own names. */
    @Test
    void namesThatClimb() throws Exception {
        for (String name : List.of("../../../../etc/passwd", "/etc/passwd")) {
            Upload form =
                    new Upload().file("video", name, Files.readAllBytes(video)).text("imageId", name);
            assertThat(server.post("/v1/localize", form).status()).isEqualTo(200);
        }
        for (String path : List.of(
                "/v1/jobs/..%2f..%2fetc",
                "/v1/media/..%2f..%2fetc%2fpasswd/file",
                "/..%2fopenapi.yaml",
                "/%2e%2e/x",
                "/assets/..%2f..%2fopenapi.yaml",
                "/META-INF/MANIFEST.MF",
                "/index.class")) {
            var answer = server.client.send(
                    server.request(path).build(), java.net.http.HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(path + answer.body()).isIn(400, 404, 501);
        }
    }

    @Test
    void hugeHeaders() throws Exception {
        var answer = server.client.send(
                server.request("/livez").header("X-Long", "x".repeat(40_000)).build(),
                java.net.http.HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(431);
        assertThat(answer.body()).contains("headers-too-large").doesNotContain("Jetty", "jetty");
    }

    /** A byte now and then would keep a place for hours. */
    @Test
    void aSlowSender() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.server.port())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST /v1/embed HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n"
                            + "Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            Thread drip = Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        out.write('.');
                        out.flush();
                        Thread.sleep(50);
                    }
                } catch (IOException | InterruptedException e) {
                    // it was cut off
                }
            });
            String answer = new String(readHead(socket.getInputStream()), StandardCharsets.UTF_8);
            drip.interrupt();
            assertThat(answer).startsWith("HTTP/1.1 408");
        }
    }

    private static byte[] readHead(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            head.write(next);
        }
        return head.toByteArray();
    }

    /** A client that goes away in the middle of its upload. */
    @Test
    void hangingUp() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.server.port())) {
            socket.getOutputStream()
                    .write(("POST /v1/embed HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n"
                                    + "Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\nContent-Disposition: "
                                    + "form-data; name=\"file\"; filename=\"f\"\r\n\r\nabc")
                            .getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        }
        for (int i = 0; i < 200 && !server.temporaryFiles().isEmpty(); i++) {
            Thread.onSpinWait();
            server.get("/livez");
        }
    }

    /** A gray picture whose rows are all the same. */
    private static byte[] hugePng(int width, int height) throws IOException {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(data)) {
            byte[] row = new byte[1 + (width + 7) / 8];
            for (int y = 0; y < height; y++) {
                out.write(row);
            }
        }
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(header);
        fields.writeInt(width);
        fields.writeInt(height);
        fields.write(new byte[] {1, 0, 0, 0, 0}); // one bit of gray
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        chunk(png, "IHDR", header.toByteArray());
        chunk(png, "IDAT", data.toByteArray());
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream png, String name, byte[] content) throws IOException {
        DataOutputStream out = new DataOutputStream(png);
        byte[] type = name.getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(type);
        sum.update(content);
        out.writeInt(content.length);
        out.write(type);
        out.write(content);
        out.writeInt((int) sum.getValue());
    }
}
