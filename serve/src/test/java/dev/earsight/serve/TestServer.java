package dev.earsight.serve;

import dev.earsight.library.EmbedderOpener;
import dev.earsight.shard.FlowEstimator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real server at a free port, and a client that holds every answer against the description. */
final class TestServer implements AutoCloseable {
    static final String BOUNDARY = "------earsight-test";

    final EarsightServer server;
    final Path temporary;
    final List<String> notes = new CopyOnWriteArrayList<>();
    final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ApiDescription api;

    /** Everything but the networks and the temporary folder as in {@code options}. */
    TestServer(Setup setup) throws IOException {
        api = new ApiDescription();
        temporary = setup.temporary;
        server = EarsightServer.start(
                new ServeOptions(
                        setup.runs,
                        setup.index,
                        setup.media,
                        "127.0.0.1",
                        0,
                        setup.token,
                        setup.cors,
                        List.of(),
                        setup.temporary,
                        EmbedderOpener.Still.class,
                        setup.limits),
                _ -> FlowEstimator.none(),
                notes::add);
    }

    /** What a server is started with. */
    static final class Setup {
        List<Path> runs;
        Path temporary;
        Optional<Path> index = Optional.empty();
        List<Path> media = List.of();
        Optional<String> token = Optional.empty();
        Optional<String> cors = Optional.empty();
        Limits limits = Limits.USUAL;

        Setup(List<Path> runs, Path temporary) {
            this.runs = runs;
            this.temporary = temporary;
        }
    }

    /** An answer, found to be as described. */
    record Reply(int status, java.net.http.HttpHeaders headers, byte[] body) {
        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** The kind of problem it tells. */
        String problem() {
            return json().path("type").asString().replace("urn:earsight:problem:", "");
        }

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address(path));
    }

    Reply get(String path, String... headers) throws IOException, InterruptedException {
        return send(with(request(path), headers).GET());
    }

    Reply post(String path, Upload form, String... headers) throws IOException, InterruptedException {
        return send(with(request(path), headers)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.ofByteArray(form.bytes())));
    }

    Reply postJson(String path, String json, String... headers) throws IOException, InterruptedException {
        return send(with(request(path), headers)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    Reply delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE());
    }

    private static HttpRequest.Builder with(HttpRequest.Builder builder, String... headers) {
        return headers.length == 0 ? builder : builder.headers(headers);
    }

    Reply send(HttpRequest.Builder builder) throws IOException, InterruptedException {
        HttpRequest request = builder.build();
        HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
        Reply reply = new Reply(response.statusCode(), response.headers(), response.body());
        // What Guard refuses is described once, in the introduction, and not at each operation.
        if (reply.status() != 401 && reply.status() != 403) {
            api.check(
                    request.method(),
                    request.uri().getPath(),
                    reply.status(),
                    reply.header("Content-Type"),
                    reply.body());
        }
        return reply;
    }

    ApiDescription api() {
        return api;
    }

    /** Files the server has in its own folder now. */
    List<Path> temporaryFiles() throws IOException {
        List<Path> all = new ArrayList<>();
        try (var files = Files.walk(temporary)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().equals("lock"))
                    .forEach(all::add);
        }
        return all;
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }

    /** A form. */
    static final class Upload {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Upload text(String name, Object value) {
            return part(
                    "Content-Disposition: form-data; name=\"" + name + "\"",
                    value.toString().getBytes(StandardCharsets.UTF_8));
        }

        Upload file(String name, Path file) throws IOException {
            return file(name, file.getFileName().toString(), Files.readAllBytes(file));
        }

        Upload file(String name, String fileName, byte[] content) {
            return part(
                    "Content-Disposition: form-data; name=\"" + name + "\"; filename=\"" + fileName
                            + "\"\r\nContent-Type: application/octet-stream",
                    content);
        }

        private Upload part(String headers, byte[] content) {
            bytes.writeBytes(("--" + BOUNDARY + "\r\n" + headers + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            bytes.writeBytes(content);
            bytes.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
            return this;
        }

        byte[] bytes() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(bytes.toByteArray());
            all.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
            return all.toByteArray();
        }
    }
}
