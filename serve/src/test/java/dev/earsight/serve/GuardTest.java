package dev.earsight.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earsight.net.Model;
import dev.earsight.serve.TestServer.Reply;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may ask: with the token, from the server's own page or the one invited, under the server's own name. */
class GuardTest {
    private static final String TOKEN = "correct-horse-battery";

    @TempDir
    static Path folder;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        TestServer.Setup setup = new TestServer.Setup(
                List.of(ToyMedia.network(folder.resolve("ave.safetensors"), Model.AVE)), folder.resolve("temporary"));
        setup.token = Optional.of(TOKEN);
        setup.cors = Optional.of("https://friend.example");
        server = new TestServer(setup);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void withoutTheTokenOnlyHealthDescriptionAndPageAnswer() throws Exception {
        for (String open : List.of("/livez", "/readyz", "/openapi.yaml")) {
            assertThat(server.get(open).status()).isEqualTo(200);
        }
        for (String closed : List.of("/v1/model", "/metrics", "/v1/library", "/v1/jobs", "/v1/media/00/file")) {
            Reply reply = server.get(closed);
            assertThat(reply.status()).as(closed).isEqualTo(401);
            assertThat(reply.problem()).isEqualTo("unauthorized");
        }
        for (String wrong : List.of("Bearer " + TOKEN + "x", "Bearer ", "Basic " + TOKEN, TOKEN)) {
            assertThat(server.get("/v1/model", "Authorization", wrong).status()).isEqualTo(401);
        }
        assertThat(server.get("/v1/model", "Authorization", "Bearer " + TOKEN).status())
                .isEqualTo(200);
    }

    @Test
    void aCookieStandsForTheToken() throws Exception {
        assertThat(server.send(server.request("/v1/session").POST(BodyPublishers.noBody()))
                        .status())
                .isEqualTo(401);
        Reply signedIn = server.send(server.request("/v1/session")
                .header("Authorization", "Bearer " + TOKEN)
                .POST(BodyPublishers.noBody()));
        assertThat(signedIn.status()).isEqualTo(204);
        String cookie = signedIn.header("Set-Cookie");
        assertThat(cookie).contains("HttpOnly", "SameSite=Strict").doesNotContain(TOKEN);
        assertThat(server.get("/v1/model", "Cookie", cookie.replaceFirst(";.*", ""))
                        .status())
                .isEqualTo(200);
        assertThat(server.get("/v1/model", "Cookie", "earsight=0").status()).isEqualTo(401);
    }

    @Test
    void onlyTheInvitedOriginMayAskAndRead() throws Exception {
        String bearer = "Bearer " + TOKEN;
        Reply friend = server.get("/v1/model", "Authorization", bearer, "Origin", "https://friend.example");
        assertThat(friend.status()).isEqualTo(200);
        assertThat(friend.header("Access-Control-Allow-Origin")).isEqualTo("https://friend.example");
        for (String foreign : List.of("https://evil.example", "null", "https://friend.example.evil.example")) {
            Reply refused = server.get("/v1/model", "Authorization", bearer, "Origin", foreign);
            assertThat(refused.status()).as(foreign).isEqualTo(403);
            assertThat(refused.header("Access-Control-Allow-Origin")).isEmpty();
        }
        String own = "http://127.0.0.1:" + server.server.port();
        assertThat(server.get("/v1/model", "Authorization", bearer, "Origin", own)
                        .status())
                .isEqualTo(200);
        assertThat(server.get("/v1/model", "Authorization", bearer, "Sec-Fetch-Site", "cross-site")
                        .status())
                .as("a picture on a foreign page")
                .isEqualTo(403);
    }

    @Test
    void aBrowserIsToldWhatTheInvitedOriginMay() throws Exception {
        var asked = server.request("/v1/localize")
                .header("Origin", "https://friend.example")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", BodyPublishers.noBody())
                .build();
        var answer = server.client.send(asked, java.net.http.HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
                .contains("Authorization");
    }

    /** A foreign name that leads here (DNS rebinding) is not this server's. */
    @Test
    void anotherNameIsRefused() throws Exception {
        assertThat(statusFor("evil.example")).contains(" 403 ");
        assertThat(statusFor("evil.example:" + server.server.port())).contains(" 403 ");
        assertThat(statusFor("localhost:9000")).as("a tunnel").contains(" 200 ");
        assertThat(statusFor("[::1]")).contains(" 200 ");
    }

    private static String statusFor(String host) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET /livez HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }
}
