package dev.earsight.opensearch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers as it is told, as if it were a node. */
final class FakeNode implements AutoCloseable {
    /** A question put to it. */
    record Question(String method, String path, String body, String authorization) {}

    /** What it answers. */
    record Reply(int status, String body, Map<String, String> headers) {
        static Reply json(int status, String body) {
            return new Reply(status, body, Map.of());
        }
    }

    interface Behavior {
        Reply to(Question question) throws IOException, InterruptedException;
    }

    static final String WELCOME = "{\"version\":{\"distribution\":\"opensearch\",\"number\":\"3.5.0\"}}";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Question> questions = new CopyOnWriteArrayList<>();

    private FakeNode(HttpServer server, Behavior behavior) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, behavior));
        server.start();
    }

    /** Says that it is OpenSearch and leaves the rest to {@code behavior}. */
    static FakeNode of(Behavior behavior) throws IOException {
        return with(server(), behavior);
    }

    /** Says the same to everything. */
    static FakeNode saying(String body) throws IOException {
        return new FakeNode(server(), _ -> Reply.json(200, body));
    }

    private static HttpServer server() throws IOException {
        return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    static FakeNode with(HttpServer server, Behavior behavior) {
        return new FakeNode(
                server, question -> question.path().equals("/") ? Reply.json(200, WELCOME) : behavior.to(question));
    }

    private void answer(HttpExchange exchange, Behavior behavior) throws IOException {
        try (exchange) {
            Question question = new Question(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            questions.add(question);
            Reply reply = behavior.to(question);
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** All that was asked. */
    List<Question> questions() {
        return questions;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
