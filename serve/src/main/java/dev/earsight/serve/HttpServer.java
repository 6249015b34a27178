package dev.earsight.serve;

import dev.earsight.EarsightException;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.websocket.WsContext;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.BindException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.api.Session;

/**
 * The one class that knows the HTTP library: turns requests into {@link Request}s, {@link Answer}s into responses, and whatever
 * fails into problem details. Requests run on virtual threads.
 */
final class HttpServer implements AutoCloseable {
    private static final Duration IDLE = Duration.ofSeconds(20);
    private static final int MOST_HEADER_BYTES = 16 << 10;
    private static final int MOST_DROPPED_BYTES = 8 << 20;
    private static final int MOST_JSON_BYTES = 1 << 20;
    private static final int MOST_LIVE_MESSAGE_BYTES = 8 << 20;

    private final Guard guard;
    private final Limits limits;
    private final WorkFolder folder;
    private final ServerMetrics metrics;
    private final Consumer<String> notes;
    private final List<Route> routes;
    private final Semaphore uploads;
    private final AtomicInteger active = new AtomicInteger();
    private final Map<String, LiveSession> live = new ConcurrentHashMap<>();
    private final Javalin javalin;
    private volatile boolean stopping;

    /**
     * Listens.
     *
     * @param routes what is answered, first match first
     * @param livePath where WebSockets connect
     * @param sessions opens what answers one of them
     */
    HttpServer(
            ServeOptions options,
            Guard guard,
            List<Route> routes,
            String livePath,
            LiveSession.Opener sessions,
            WorkFolder folder,
            ServerMetrics metrics,
            Consumer<String> notes) {
        this.guard = guard;
        limits = options.limits();
        this.folder = folder;
        this.metrics = metrics;
        this.notes = notes;
        this.routes = List.copyOf(routes);
        uploads = new Semaphore(limits.uploads());
        javalin = Javalin.create(config -> {
            configure(config);
            for (Route route : routes) {
                config.routes.addHttpHandler(
                        HandlerType.findOrCreate(route.method()), route.path(), context -> handle(route, context));
            }
            config.routes.addHttpHandler(HandlerType.OPTIONS, "/<path>", this::preflight);
            config.routes.wsBeforeUpgrade(livePath, context -> {
                guard.check(origin(context), false);
                sessions.requirePossible();
            });
            config.routes.ws(livePath, socket -> {
                socket.onConnect(context -> connect(context, sessions));
                socket.onBinaryMessage(context -> Optional.ofNullable(live.get(context.sessionId()))
                        .ifPresent(session -> session.message(context.data())));
                socket.onClose(context ->
                        Optional.ofNullable(live.remove(context.sessionId())).ifPresent(LiveSession::close));
                socket.onError(context ->
                        Optional.ofNullable(live.remove(context.sessionId())).ifPresent(LiveSession::close));
            });
            config.routes.exception(Exception.class, (failure, context) -> write(context, problem(failure, context)));
            config.routes.error(404, this::unmatched);
        });
        try {
            javalin.start(options.bind(), options.port());
        } catch (RuntimeException e) {
            throw cannotListen(options, e);
        }
    }

    private static EarsightException cannotListen(ServeOptions options, RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return new EarsightException(
                        "Nothing can listen at " + options.bind() + ", port " + options.port() + " ("
                                + cause.getMessage() + "); choose another --port or --bind.",
                        failure);
            }
        }
        return new EarsightException(
                "The server cannot listen at " + options.bind() + ", port " + options.port() + ": "
                        + failure.getMessage(),
                failure);
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = true;
        config.http.maxRequestSize = limits.uploadBytes();
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setSendXPoweredBy(false);
            http.setRequestHeaderSize(MOST_HEADER_BYTES);
            http.setIdleTimeout(IDLE.toMillis());
        });
        config.jetty.modifyServer(server -> server.setErrorHandler(HttpServer::beforeAnyRoute));
        config.jetty.modifyWebSocketServletFactory(factory -> {
            factory.setMaxBinaryMessageSize(MOST_LIVE_MESSAGE_BYTES);
            factory.setMaxTextMessageSize(0);
            factory.setIdleTimeout(IDLE);
        });
    }

    /** What is refused before a route is found, such as headers too large: as short as everything else the server says. */
    private static boolean beforeAnyRoute(
            org.eclipse.jetty.server.Request request, org.eclipse.jetty.server.Response response, Callback callback) {
        Answer.Json answer = Problem.ofStatus(response.getStatus()).answer();
        response.setStatus(answer.status());
        response.getHeaders().put("Content-Type", "application/problem+json");
        response.write(true, ByteBuffer.wrap(Json.bytes(answer.body())), callback);
        return true;
    }

    /** Methods and paths that are answered. */
    List<String> operations() {
        return routes.stream().map(route -> route.method() + " " + route.path()).toList();
    }

    /** The port it listens at. */
    int port() {
        return javalin.port();
    }

    private void handle(Route route, Context context) {
        long start = System.nanoTime();
        active.incrementAndGet();
        try (Call call = new Call(context)) {
            Answer answer;
            try {
                if (stopping && !route.method().equals("GET")) {
                    throw Problem.stopping();
                }
                guard.check(origin(context), route.open());
                answer = route.handler().answer(call);
            } catch (Exception e) {
                answer = problem(e, context);
            }
            guard.corsHeaders(header(context, "Origin")).forEach(context::header);
            write(context, answer);
        } finally {
            active.decrementAndGet();
            metrics.request(route, context.statusCode(), System.nanoTime() - start);
        }
    }

    private static Guard.Origin origin(Context context) {
        return new Guard.Origin(
                header(context, "Host"),
                header(context, "Origin"),
                header(context, "Sec-Fetch-Site"),
                header(context, "Authorization"),
                Optional.ofNullable(context.cookie(Guard.COOKIE)),
                header(context, "Sec-WebSocket-Protocol"));
    }

    private static Optional<String> header(Context context, String name) {
        return Optional.ofNullable(context.header(name));
    }

    /** A browser asks whether a page of another origin may send a request. */
    private void preflight(Context context) {
        guard.check(origin(context), true);
        context.status(204);
        guard.corsHeaders(header(context, "Origin")).forEach(context::header);
        context.header("Access-Control-Allow-Methods", "GET, POST, DELETE");
        context.header("Access-Control-Allow-Headers", "Authorization, Content-Type, Prefer, Range");
        context.header("Access-Control-Max-Age", "600");
    }

    private void unmatched(Context context) {
        if (context.resultInputStream() != null
                && "application/problem+json".equals(context.res().getContentType())) {
            return;
        }
        boolean otherwise = routes.stream()
                .anyMatch(route -> context.path().matches(route.path().replaceAll("\\{\\w+}", "[^/]+")));
        write(
                context,
                problem(
                        otherwise
                                ? new Problem(
                                        Problem.Kind.METHOD_NOT_ALLOWED,
                                        "This address does not answer to " + context.method() + "; see /openapi.yaml.")
                                : Problem.notFound("There is no such address here; see /openapi.yaml."),
                        context));
    }

    private Answer problem(Throwable failure, Context context) {
        Problem problem = failure instanceof HttpResponseException refused
                ? Problem.ofStatus(refused.getStatus())
                : Problem.of(failure);
        if (problem.kind() == Problem.Kind.INTERNAL) {
            notes.accept(context.method() + " " + context.endpoint().path + " failed: " + trace(failure));
        }
        return problem.answer();
    }

    private static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private void write(Context context, Answer answer) {
        context.header("X-Content-Type-Options", "nosniff");
        context.header("Referrer-Policy", "no-referrer");
        if (context.res().getHeader("Cache-Control") == null) {
            context.header("Cache-Control", "no-store");
        }
        try {
            switch (answer) {
                case Answer.Json(int status, Object body, Map<String, String> headers) -> {
                    headers.forEach(context::header);
                    context.status(status)
                            .contentType(status < 400 ? "application/json" : "application/problem+json")
                            .result(Json.bytes(body));
                }
                case Answer.Nothing(Map<String, String> headers) -> {
                    headers.forEach(context::header);
                    context.status(204);
                }
                case Answer.Content(String type, byte[] bytes, Map<String, String> headers) -> {
                    headers.forEach(context::header);
                    context.contentType(type).result(bytes);
                }
                case Answer.Stored stored -> writeStored(context, stored);
                case Answer.Events(Answer.EventSource source) -> writeEvents(context, source);
            }
        } catch (IOException e) {
            // the client is gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeStored(Context context, Answer.Stored stored) throws IOException {
        try (InputStream in = Files.newInputStream(stored.file())) {
            long length = Files.size(stored.file());
            Optional<ByteRange> asked;
            try {
                asked = ByteRange.of(header(context, "Range"), length);
            } catch (Problem problem) {
                context.header("Content-Range", "bytes */" + length);
                write(context, problem.answer());
                return;
            }
            stored.headers().forEach(context::header);
            ByteRange range = asked.orElse(new ByteRange(0, length - 1));
            asked.ifPresent(part ->
                    context.header("Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + length));
            context.status(asked.isPresent() ? 206 : 200).header("Accept-Ranges", "bytes");
            context.res().setContentType(stored.type());
            context.res().setContentLengthLong(range.length());
            if (context.method() != HandlerType.HEAD) {
                in.skipNBytes(range.first());
                copy(in, context.res().getOutputStream(), range.length());
            }
        } catch (EOFException e) {
            notes.accept(stored.file() + " became shorter while it was sent.");
        } finally {
            if (stored.passing()) {
                folder.remove(stored.file());
            }
        }
    }

    private static void copy(InputStream in, OutputStream out, long length) throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (long left = length; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                throw new EOFException();
            }
            out.write(buffer, 0, read);
            left -= read;
        }
        out.flush();
    }

    private void writeEvents(Context context, Answer.EventSource source) throws IOException, InterruptedException {
        context.res().setContentType("text/event-stream");
        context.res().setCharacterEncoding("UTF-8");
        OutputStream out = context.res().getOutputStream();
        source.writeTo(new Answer.EventSink() {
            @Override
            public void send(String name, Object data) throws IOException {
                write("event: " + name + "\ndata: " + Json.text(data) + "\n\n");
            }

            @Override
            public void keepAlive() throws IOException {
                write(": \n\n");
            }

            private void write(String text) throws IOException {
                out.write(text.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        });
    }

    private void connect(WsContext context, LiveSession.Opener sessions) {
        Session session = context.session;
        LiveSession opened = sessions.open(new LiveSession.Peer() {
            @Override
            public void send(Object message) {
                var sent = new org.eclipse.jetty.websocket.api.Callback.Completable();
                session.sendText(Json.text(message), sent);
                sent.join();
            }

            @Override
            public void close(int code, String reason) {
                // A server that stops would otherwise end the connection before the word is out.
                var said = new org.eclipse.jetty.websocket.api.Callback.Completable();
                session.close(code, reason, said);
                said.completeOnTimeout(null, 1, TimeUnit.SECONDS)
                        .exceptionally(_ -> null)
                        .join();
            }
        });
        live.put(context.sessionId(), opened);
        opened.start();
    }

    /** Refuses new work and ends live connections; what was accepted goes on. */
    void refuseNew() {
        stopping = true;
        live.values().forEach(session -> session.end(1001, "The server stops."));
    }

    /** Gives what was accepted so long, and stops listening. */
    void stop(Duration grace) {
        refuseNew();
        long end = System.nanoTime() + grace.toNanos();
        try {
            while (active.get() > 0 && System.nanoTime() - end < 0) {
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        javalin.stop();
    }

    @Override
    public void close() {
        stop(Duration.ZERO);
    }

    /** One request; what it uploaded is removed when it is answered. */
    private final class Call implements Request, AutoCloseable {
        private final Context context;
        private Optional<Form> form = Optional.empty();

        Call(Context context) {
            this.context = context;
        }

        @Override
        public String path(String name) {
            return context.pathParam(name);
        }

        @Override
        public Optional<String> query(String name) {
            return Optional.ofNullable(context.queryParam(name));
        }

        @Override
        public Optional<String> header(String name) {
            return HttpServer.header(context, name);
        }

        @Override
        public boolean isJson() {
            return header("Content-Type").orElse("").startsWith("application/json");
        }

        @Override
        public Form form() {
            if (!context.isMultipartFormData()) {
                throw new Problem(
                        Problem.Kind.UNSUPPORTED_MEDIA_TYPE, "Send a form: Content-Type multipart/form-data.");
            }
            if (!uploads.tryAcquire()) {
                throw Problem.busy();
            }
            try {
                if (context.req().getContentLengthLong() > limits.uploadBytes()) {
                    drop(context.req().getInputStream());
                    throw MultipartReader.tooLarge(limits);
                }
                Form read = MultipartReader.read(
                        header("Content-Type").orElse(""),
                        context.req().getInputStream(),
                        limits,
                        System.nanoTime() + limits.uploadTime().toNanos(),
                        folder);
                form = Optional.of(read);
                return read;
            } catch (IOException e) {
                throw Problem.badRequest("The form did not arrive whole.");
            } finally {
                uploads.release();
            }
        }

        /** Closed while its sender still sends, a connection is reset, and the answer lost with it: a little is read and dropped. */
        private static void drop(InputStream body) throws IOException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
            byte[] buffer = new byte[1 << 16];
            int left = MOST_DROPPED_BYTES;
            for (int read = 0; read >= 0 && left > 0 && System.nanoTime() - end < 0; left -= read) {
                read = body.read(buffer);
            }
        }

        @Override
        public <T> T json(Class<T> type) {
            if (!isJson()) {
                throw new Problem(Problem.Kind.UNSUPPORTED_MEDIA_TYPE, "Send JSON: Content-Type application/json.");
            }
            try {
                byte[] body = context.req().getInputStream().readNBytes(MOST_JSON_BYTES + 1);
                if (body.length > MOST_JSON_BYTES) {
                    throw new Problem(Problem.Kind.TOO_LARGE, "No question in JSON is that long.");
                }
                return Json.read(body, type);
            } catch (IOException e) {
                throw Problem.badRequest("The body did not arrive whole.");
            }
        }

        @Override
        public void close() {
            form.ifPresent(read -> read.files().forEach(folder::remove));
        }
    }
}
