package dev.earsight.opensearch;

import dev.earsight.EarsightException;
import dev.earsight.resume.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * A cluster that can be asked, through whichever of its nodes answers. What is asked must be such that asking twice does no harm: an
 * answer may be lost on the way. May be used by many threads.
 */
public final class ClusterConnection implements AutoCloseable {
    /**
     * What a node or something before it says when it is too busy just now, or on its way up or down; 500 where it has just lost another
     * node in the middle of what was asked.
     */
    private static final Set<Integer> TRY_AGAIN = Set.of(429, 500, 502, 503, 504);

    private static final Set<Integer> WHO_ARE_YOU = Set.of(401, 403);

    private final ClusterAccess access;
    private final Optional<Credentials> credentials;
    private final HttpClient client;
    private final NodeRing ring;

    private ClusterConnection(ClusterAccess access, Consumer<String> warnings) {
        this.access = access;
        credentials = access.credentials().map(Credentials::read);
        ring = new NodeRing(access.nodes(), warnings, System::nanoTime);
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(access.connectTimeout());
        access.certificateAuthority().map(CertificateAuthority::trusting).ifPresent(builder::sslContext);
        client = builder.build();
    }

    /**
     * Connects, once a node has answered.
     *
     * @param warnings told, in a sentence, of each node that does not answer and of each that does so again; by any thread
     * @throws EarsightException where no node answers, or what answers is not OpenSearch
     */
    public static ClusterConnection open(ClusterAccess access, Consumer<String> warnings) {
        ClusterConnection connection = new ClusterConnection(access, warnings);
        try {
            if (connection.credentials.isPresent()) {
                access.nodes().stream()
                        .filter(ClusterConnection::overhears)
                        .forEach(node -> warnings.accept("The credentials go to " + node
                                + " unencrypted; use https where others could listen."));
            }
            // A wrong address should be said at once.
            Answer answer = connection.ask(Request.get("/"), Duration.ZERO).require("to say what it is");
            if (!answer.body().path("version").path("distribution").asString("").equals("opensearch")) {
                throw new EarsightException(
                        answer.node() + " answers, but is not OpenSearch; give the address of an OpenSearch node.");
            }
            return connection;
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static boolean overhears(URI node) {
        return node.getScheme().equals("http")
                && !Set.of("127.0.0.1", "localhost", "[::1]").contains(node.getHost());
    }

    /** What is asked. */
    record Request(String method, String path, String body) {
        static Request get(String path) {
            return new Request("GET", path, "");
        }

        static Request post(String path, Object body) {
            return new Request("POST", path, Json.LINE.writeValueAsString(body));
        }

        static Request put(String path, Object body) {
            return new Request("PUT", path, Json.LINE.writeValueAsString(body));
        }
    }

    List<URI> nodes() {
        return access.nodes();
    }

    /** Whether a status asks to try again later. */
    static boolean isBusy(int status) {
        return TRY_AGAIN.contains(status);
    }

    /** How long to go on trying. */
    Duration patience() {
        return access.patience();
    }

    /**
     * Asks, one node after the other, until one has an answer other than that it is too busy.
     *
     * @throws EarsightException where none has for as long as patience lasts
     */
    Answer ask(Request request) {
        return ask(request, access.patience());
    }

    private Answer ask(Request request, Duration patience) {
        long startNanos = System.nanoTime();
        Backoff backoff = new Backoff(new Random());
        while (true) {
            Optional<Duration> asked = Optional.empty();
            List<String> said = new ArrayList<>();
            for (URI node : ring.order()) {
                try {
                    HttpResponse<String> response = sendTwice(node, request);
                    if (!isBusy(response.statusCode())) {
                        ring.answered(node);
                        return answer(node, response);
                    }
                    said.add(node + " (status " + response.statusCode() + reason(response) + ")");
                    Optional<Duration> after = response.headers()
                            .firstValue("Retry-After")
                            .flatMap(value -> Backoff.retryAfter(value, Instant.now()));
                    asked = after.isPresent() ? after : asked;
                } catch (IOException e) {
                    String why = why(e);
                    said.add(node + " (" + why + ")");
                    ring.failed(node, why);
                }
            }
            Duration wait = backoff.next(asked);
            if (System.nanoTime() - startNanos + wait.toNanos() > patience.toNanos()) {
                throw new EarsightException(
                        "No node of OpenSearch answers: " + String.join(", ", said)
                                + "; see whether they run, whether the addresses are right and what their logs say, then try again.");
            }
            pause(wait);
        }
    }

    static void pause(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    static EarsightException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new EarsightException(
                "Interrupted while waiting for OpenSearch; the same command goes on where it was.", e);
    }

    /** A connection kept open from before may have been closed at the other end; that says nothing about the node. */
    private HttpResponse<String> sendTwice(URI node, Request request) throws IOException {
        try {
            return send(node, request);
        } catch (ConnectException | HttpTimeoutException | SSLException e) {
            throw e;
        } catch (IOException e) {
            return send(node, request);
        }
    }

    private HttpResponse<String> send(URI node, Request request) throws IOException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(node + request.path()))
                .timeout(access.requestTimeout())
                .method(
                        request.method(),
                        request.body().isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(request.body()));
        if (!request.body().isEmpty()) {
            builder.header("Content-Type", "application/json");
        }
        credentials.ifPresent(known -> builder.header("Authorization", known.header()));
        CompletableFuture<HttpResponse<String>> sent =
                client.sendAsync(builder.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        try {
            // The request's own limit ends with the headers; a node may fall silent after them.
            return sent.get(access.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw new HttpTimeoutException("silent");
        } catch (InterruptedException e) {
            sent.cancel(true);
            throw interrupted(e);
        }
    }

    private String why(IOException e) {
        return switch (e) {
            case HttpConnectTimeoutException _ ->
                "no connection within " + access.connectTimeout().toSeconds() + " s";
            case HttpTimeoutException _ ->
                "no answer within " + access.requestTimeout().toSeconds() + " s";
            case ConnectException _ -> "no connection";
            case SSLException _ ->
                "its certificate is not trusted: " + e.getMessage() + "; name the authority that signed it";
            default -> String.valueOf(e.getMessage());
        };
    }

    private static Answer answer(URI node, HttpResponse<String> response) {
        if (WHO_ARE_YOU.contains(response.statusCode())) {
            throw new EarsightException("OpenSearch at " + node + " does not let these credentials in (status "
                    + response.statusCode() + "); give a file with user:password or Bearer TOKEN that may do this.");
        }
        return new Answer(node, response.statusCode(), parsed(node, response));
    }

    /** Why a node turned something away, where it says so in a way that can be read. */
    private static String reason(HttpResponse<String> response) {
        try {
            JsonNode body = Json.LINE.readTree(response.body());
            return body.has("error") ? ": " + new Answer(response.uri(), response.statusCode(), body).reason() : "";
        } catch (JacksonException e) {
            return "";
        }
    }

    private static JsonNode parsed(URI node, HttpResponse<String> response) {
        try {
            return response.body().isBlank() ? MissingNode.getInstance() : Json.LINE.readTree(response.body());
        } catch (JacksonException e) {
            throw new EarsightException(
                    node + " answers something that is no JSON (status " + response.statusCode()
                            + "); is there a proxy before it, or is it no OpenSearch node?",
                    e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
