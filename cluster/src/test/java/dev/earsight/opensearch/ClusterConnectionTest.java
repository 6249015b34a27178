package dev.earsight.opensearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.earsight.EarsightException;
import dev.earsight.opensearch.ClusterConnection.Request;
import dev.earsight.opensearch.FakeNode.Reply;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterConnectionTest {
    @TempDir
    Path folder;

    private final List<String> warnings = new CopyOnWriteArrayList<>();

    private ClusterAccess access(String... addresses) {
        return ClusterAccess.of(String.join(",", addresses))
                .withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(30));
    }

    private ClusterConnection connect(ClusterAccess access) {
        return ClusterConnection.open(access, warnings::add);
    }

    @Test
    void triesAgainWhatWasTurnedAwayForNow() throws Exception {
        AtomicInteger turns = new AtomicInteger();
        try (FakeNode node = FakeNode.of(_ -> switch (turns.getAndIncrement()) {
                    case 0 -> new Reply(429, "", Map.of("Retry-After", "0"));
                    case 1 -> new Reply(503, "no JSON", Map.of());
                    default -> Reply.json(200, "{\"fine\":true}");
                });
                ClusterConnection connection = connect(access(node.address()))) {
            Answer answer = connection.ask(Request.post("/x", Map.of("a", 1)));
            assertThat(answer.body().path("fine").asBoolean()).isTrue();
            assertThat(node.questions().stream().map(FakeNode.Question::body))
                    .containsExactly("", "{\"a\":1}", "{\"a\":1}", "{\"a\":1}");
            assertThat(warnings).as("busy is not gone").isEmpty();
        }
    }

    /** Seen from a node whose fellow was killed between the two phases of a search. */
    @Test
    void asksAgainWhereANodeHasJustLostAnother() throws Exception {
        String lost = """
                {"error": {"root_cause": [], "type": "search_phase_execution_exception", "reason": "",
                 "caused_by": {"type": "node_disconnected_exception",
                               "reason": "[second][indices:data/read/search[phase/fetch/id]] disconnected"}},
                 "status": 500}""";
        AtomicInteger turns = new AtomicInteger();
        try (FakeNode node = FakeNode.of(question ->
                        Reply.json(question.path().equals("/x") && turns.getAndIncrement() > 0 ? 200 : 500, lost));
                ClusterConnection connection = connect(access(node.address())
                        .withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(3)))) {
            assertThat(connection.ask(Request.get("/x")).status()).isEqualTo(200);
            assertThat(warnings).as("one that answers is not gone").isEmpty();
            assertThatThrownBy(() -> connection.ask(Request.get("/y")))
                    .isInstanceOf(EarsightException.class)
                    .hasMessageContaining(node.address() + " (status 500: ")
                    .hasMessageContaining("phase/fetch/id]] disconnected");
        }
    }

    @Test
    void doesNotWaitLongerThanItsPatience() throws Exception {
        try (FakeNode node = FakeNode.of(_ -> new Reply(429, "", Map.of("Retry-After", "3600")));
                ClusterConnection connection = connect(access(node.address()))) {
            assertThatThrownBy(() -> connection.ask(Request.get("/x")))
                    .isInstanceOf(EarsightException.class)
                    .hasMessageContaining(node.address())
                    .hasMessageContaining("429");
        }
    }

    @Test
    void goesOnWithAnotherNodeAndSaysSo() throws Exception {
        try (FakeNode alive = FakeNode.of(_ -> Reply.json(200, "{}"))) {
            FakeNode dying = FakeNode.of(_ -> Reply.json(200, "{}"));
            try (ClusterConnection connection = connect(access(dying.address(), alive.address()))) {
                dying.close();
                for (int i = 0; i < 6; i++) {
                    assertThat(connection.ask(Request.get("/x")).node()).hasToString(alive.address());
                }
                assertThat(warnings)
                        .singleElement()
                        .asString()
                        .contains(dying.address(), "no connection", "going on with " + alive.address());
            }
        }
    }

    @Test
    void givesUpANodeThatFallsSilent() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (FakeNode silent = FakeNode.of(_ -> {
                    never.await();
                    return Reply.json(200, "{}");
                });
                FakeNode alive = FakeNode.of(_ -> Reply.json(200, "{}"));
                ClusterConnection connection = connect(access(alive.address(), silent.address())
                        .withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(30)))) {
            assertThat(connection.ask(Request.get("/x")).node()).hasToString(alive.address());
            assertThat(warnings).singleElement().asString().contains(silent.address(), "no answer within 1 s");
        }
    }

    @Test
    void saysAtOnceThatNothingAnswers() throws Exception {
        FakeNode gone = FakeNode.of(_ -> Reply.json(200, "{}"));
        gone.close();
        assertThatThrownBy(() -> connect(access(gone.address())))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining(gone.address() + " (no connection)")
                .hasMessageContaining("whether they run");
    }

    @Test
    void saysWhatIsNotOpenSearch() throws Exception {
        try (FakeNode page = FakeNode.saying("<html>");
                FakeNode other = FakeNode.saying("{\"version\":{\"number\":\"9\"}}")) {
            assertThatThrownBy(() -> connect(access(page.address()))).hasMessageContaining("no JSON");
            assertThatThrownBy(() -> connect(access(other.address()))).hasMessageContaining("is not OpenSearch");
        }
    }

    @Test
    void sendsCredentialsAndSaysWhereTheyAreRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("credentials"), "me:secret\n");
        try (FakeNode node = FakeNode.of(
                        question -> question.path().equals("/open") ? Reply.json(200, "{}") : Reply.json(403, "{}"));
                ClusterConnection connection = connect(access(node.address()).withCredentials(file))) {
            connection.ask(Request.get("/open"));
            assertThat(node.questions())
                    .allMatch(question -> question.authorization().equals("Basic bWU6c2VjcmV0"));
            assertThatThrownBy(() -> connection.ask(Request.get("/closed")))
                    .isInstanceOf(EarsightException.class)
                    .hasMessageContaining(node.address())
                    .hasMessageContaining("403")
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void trustsTheAuthorityItIsGiven() throws Exception {
        Path store = folder.resolve("node.p12");
        Path certificate = folder.resolve("node.pem");
        keytool(
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-alias",
                "node",
                "-keyalg",
                "EC",
                "-dname",
                "CN=node",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2");
        keytool(
                "-exportcert",
                "-rfc",
                "-keystore",
                store.toString(),
                "-alias",
                "node",
                "-file",
                certificate.toString());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "password".toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "password".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        try (FakeNode node = FakeNode.with(server, _ -> Reply.json(200, "{\"fine\":true}"))) {
            String address = "https://127.0.0.1:" + node.port();
            try (ClusterConnection connection = connect(access(address).withCertificateAuthority(certificate))) {
                assertThat(connection.ask(Request.get("/x")).body().path("fine").asBoolean())
                        .isTrue();
            }
            assertThatThrownBy(() -> connect(access(address)))
                    .isInstanceOf(EarsightException.class)
                    .hasMessageContaining("certificate is not trusted")
                    .hasMessageContaining("name the authority");
        }
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", "password", "-storetype", "PKCS12"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
