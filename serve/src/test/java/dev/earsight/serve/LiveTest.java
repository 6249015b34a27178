package dev.earsight.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earsight.media.JpegCodec;
import dev.earsight.media.Sound;
import dev.earsight.net.Model;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A camera and a microphone at the WebSocket. */
class LiveTest {
    @TempDir
    static Path folder;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        TestServer.Setup setup = new TestServer.Setup(
                List.of(ToyMedia.network(folder.resolve("avol.safetensors"), Model.AVOL)), folder.resolve("temporary"));
        server = new TestServer(setup);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** What comes from the server: messages, and in the end the code it closes with. */
    private static final class Inbox implements WebSocket.Listener {
        final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
        final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                messages.add(JsonMapper.shared().readTree(text.toString()));
                text.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return CompletableFuture.completedFuture(null);
        }

        JsonNode next(String kind) throws Exception {
            JsonNode message = messages.poll(30, TimeUnit.SECONDS);
            assertThat(message).as("a message within 30 s").isNotNull();
            server.api().checkMessage(kind, message);
            return message;
        }
    }

    private static WebSocket connect(TestServer to, Inbox inbox) {
        return to.client
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + to.server.port() + "/v1/live"), inbox)
                .join();
    }

    private static ByteBuffer message(int kind, int rate, long microseconds, byte[] payload) {
        ByteBuffer bytes = ByteBuffer.allocate(16 + payload.length).order(ByteOrder.LITTLE_ENDIAN);
        return bytes.put((byte) kind)
                .position(4)
                .putInt(rate)
                .putLong(microseconds)
                .put(payload)
                .flip();
    }

    private static ByteBuffer frame(long microseconds) {
        try (JpegCodec codec = new JpegCodec()) {
            return message(1, 0, microseconds, codec.encode(ToyMedia.stripes(64, 48, 5), 90));
        }
    }

    private static ByteBuffer sound(long microseconds, double seconds) {
        float[] samples = ToyMedia.tone(seconds, 440).samples();
        ByteBuffer pcm = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float sample : samples) {
            pcm.putShort((short) (sample * 32_000));
        }
        return message(2, Sound.SAMPLE_RATE_HZ, microseconds, pcm.array());
    }

    @Test
    void framesAreAnsweredWithTheSoundOfTheirTime() throws Exception {
        Inbox inbox = new Inbox();
        WebSocket socket = connect(server, inbox);
        JsonNode ready = inbox.next("ready");
        assertThat(ready.path("imageSide").asInt()).isEqualTo(32);

        socket.sendBinary(frame(400_000), true).join();
        assertThat(inbox.next("answer").path("heard").asBoolean())
                .as("nothing was heard yet")
                .isFalse();

        socket.sendBinary(sound(0, 1), true).join();
        socket.sendBinary(frame(500_000), true).join();
        JsonNode answer = inbox.next("answer");
        assertThat(answer.path("timeMicroseconds").asLong()).isEqualTo(500_000);
        assertThat(answer.path("heard").asBoolean()).isTrue();
        assertThat(answer.path("map").path("scores").size()).isEqualTo(4);
        assertThat(answer.path("latencyMilliseconds").asDouble()).isPositive();

        socket.sendBinary(frame(9_000_000), true).join();
        assertThat(inbox.next("answer").path("heard").asBoolean())
                .as("the microphone is silent")
                .isFalse();
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    /** Of a hundred frames at once, the newest is answered; whatever happens, none is answered late after a newer one. */
    @Test
    void framesThatAreOvertakenAreDropped() throws Exception {
        Inbox inbox = new Inbox();
        WebSocket socket = connect(server, inbox);
        inbox.next("ready");
        socket.sendBinary(sound(0, 2), true).join();
        int sent = 100;
        for (int i = 0; i < sent; i++) {
            socket.sendBinary(frame(1_000_000 + i), true).join();
        }
        int answered = 0;
        long last = 0;
        JsonNode answer;
        do {
            answer = inbox.next("answer");
            answered++;
            assertThat(answer.path("timeMicroseconds").asLong()).isGreaterThan(last);
            last = answer.path("timeMicroseconds").asLong();
        } while (last != 1_000_000 + sent - 1);
        assertThat(answer.path("droppedFrames").asInt()).isEqualTo(sent - answered);
        assertThat(server.get("/metrics").text())
                .contains("earsight_live_latency_seconds_count", "earsight_live_dropped");
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    @Test
    void messagesThatAreNoneAreComplainedAboutAndTheConnectionGoesOn() throws Exception {
        Inbox inbox = new Inbox();
        WebSocket socket = connect(server, inbox);
        inbox.next("ready");
        socket.sendBinary(ByteBuffer.wrap(new byte[3]), true).join();
        assertThat(inbox.next("problem").path("problem").path("detail").asString())
                .contains("16 bytes");
        socket.sendBinary(message(2, 44_100, 0, new byte[20]), true).join();
        assertThat(inbox.next("problem").path("problem").path("detail").asString())
                .contains("48,000");
        socket.sendBinary(sound(0, 1), true).join();
        socket.sendBinary(message(1, 0, 500_000, new byte[] {1, 2, 3}), true).join();
        assertThat(inbox.next("problem").path("problem").path("detail").asString())
                .contains("JPEG");
        socket.sendBinary(frame(500_000), true).join();
        assertThat(inbox.next("answer").path("heard").asBoolean()).isTrue();
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    @Test
    void noMoreCamerasThanAllowedAndTheRestIsToldWhy() throws Exception {
        List<Inbox> inboxes = new java.util.ArrayList<>();
        List<WebSocket> sockets = new java.util.ArrayList<>();
        for (int i = 0; i < Limits.USUAL.live(); i++) {
            inboxes.add(new Inbox());
            sockets.add(connect(server, inboxes.getLast()));
            inboxes.getLast().next("ready");
        }
        Inbox tooMany = new Inbox();
        connect(server, tooMany);
        assertThat(tooMany.closed.get(30, TimeUnit.SECONDS)).isEqualTo(1013);
        for (WebSocket socket : sockets) {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        }
        while (!server.get("/metrics").text().contains("earsight_live_connections 0.0")) {
            Thread.onSpinWait();
        }
    }

    @Test
    void foreignPagesAndServersWithoutNetworkAreRefusedBeforeTheUpgrade() throws Exception {
        assertThatThrownBy(() -> server.client
                        .newWebSocketBuilder()
                        .header("Origin", "https://evil.example")
                        .buildAsync(URI.create("ws://127.0.0.1:" + server.server.port() + "/v1/live"), new Inbox())
                        .join())
                .hasMessageContaining("WebSocketHandshakeException");
        TestServer.Setup setup = new TestServer.Setup(
                List.of(ToyMedia.network(folder.resolve("ave.safetensors"), Model.AVE)), folder.resolve("other"));
        try (TestServer searching = new TestServer(setup)) {
            assertThatThrownBy(() -> connect(searching, new Inbox()))
                    .hasMessageContaining("WebSocketHandshakeException");
        }
    }

    @Test
    void aStoppingServerSaysGoodbye() throws Exception {
        TestServer.Setup setup = new TestServer.Setup(
                List.of(ToyMedia.network(folder.resolve("avol2.safetensors"), Model.AVOL)), folder.resolve("third"));
        Inbox inbox = new Inbox();
        try (TestServer stopping = new TestServer(setup)) {
            connect(stopping, inbox);
            inbox.next("ready");
            stopping.server.close();
            assertThat(inbox.closed.get(30, TimeUnit.SECONDS)).isEqualTo(1001);
        }
    }
}
