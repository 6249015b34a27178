package dev.earsight.serve;

import dev.earsight.EarsightException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A server with everything it needs, from start to stop. */
public final class EarsightServer implements AutoCloseable {
    private static final String LIVE = "/v1/live";

    private final ServeOptions options;
    private final WorkFolder folder;
    private final ServerMetrics metrics = new ServerMetrics();
    private final InferenceQueue queue;
    private final Networks networks;
    private final LibraryAccess library;
    private final Workers workers;
    private final Jobs jobs;
    private final HttpServer http;
    private volatile boolean stopping;

    /**
     * Loads the networks and listens.
     *
     * @param flow opens what finds optical flow, for networks that see it
     * @param notes hears what the server's owner should know, a sentence or a stack trace at a time
     * @throws EarsightException where a run or the index cannot be used, or the port is taken
     */
    public static EarsightServer start(ServeOptions options, FlowOpener flow, Consumer<String> notes) {
        return new EarsightServer(options, flow, notes);
    }

    private EarsightServer(ServeOptions options, FlowOpener flow, Consumer<String> notes) {
        this.options = options;
        Limits limits = options.limits();
        List<AutoCloseable> opened = new ArrayList<>();
        try {
            folder = opening(opened, WorkFolder.create(options.temporaryFolder(), notes));
            queue = opening(opened, new InferenceQueue(limits.workers() + Jobs.AT_A_TIME + limits.live(), metrics));
            networks = opening(opened, new Networks(options.runs(), queue, flow, notes));
            library = opening(
                    opened,
                    new LibraryAccess(options.index(), networks.embedding().map(Networks.Loaded::checkpoint)));
            workers = opening(opened, new Workers("request", limits.workers(), limits.waiting()));
            jobs = opening(opened, new Jobs(limits, folder, notes));
            metrics.gauge("earsight.requests.waiting", "Requests accepted that wait for a worker", workers::waiting);
            metrics.gauge("earsight.temporary.files", "Files in the server's own folder", folder::files);
            LiveSessions live = new LiveSessions(networks, limits, metrics);
            Guard guard = new Guard(options);
            http = new HttpServer(options, guard, routes(guard, limits), LIVE, live, folder, metrics, notes);
        } catch (RuntimeException e) {
            opened.reversed().forEach(EarsightServer::closeQuietly);
            throw e;
        }
        if (!options.loopbackOnly() && options.token().isEmpty()) {
            notes.accept("Anyone who reaches this machine at " + options.bind()
                    + " may use the server; give a --token-file to ask for a token.");
        }
    }

    private static <T extends AutoCloseable> T opening(List<AutoCloseable> opened, T resource) {
        opened.add(resource);
        return resource;
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            // the failure that led here is told
        }
    }

    private List<Route> routes(Guard guard, Limits limits) {
        MediaSources sources = new MediaSources(library, limits);
        ModelRoute model = new ModelRoute(
                networks,
                options.index().isPresent(),
                options.index().isPresent() && !options.media().isEmpty(),
                limits);
        OnnxRoute onnx = new OnnxRoute(networks);
        List<Route> routes = new ArrayList<>(List.of(
                Route.post("/v1/localize", new LocalizeRoute(networks, sources, workers, jobs, folder, limits)::answer),
                Route.post("/v1/embed", new EmbedRoute(networks, workers, limits)::answer),
                Route.post("/v1/search", new SearchRoute(networks, library, sources, workers, limits)::answer),
                Route.get("/v1/model", _ -> model.answer()),
                Route.get("/v1/model/onnx", _ -> onnx.answer()),
                Route.post("/v1/session", _ -> guard.signIn()),
                Route.open("/livez", _ -> new Answer.Json(Map.of("status", "up"))),
                Route.open("/readyz", _ -> ready()),
                Route.get(
                        "/metrics",
                        _ -> new Answer.Content(
                                "text/plain; version=0.0.4; charset=utf-8",
                                metrics.text().getBytes(StandardCharsets.UTF_8),
                                Map.of())),
                Route.open("/openapi.yaml", _ -> Page.description())));
        routes.addAll(jobs.routes());
        routes.addAll(new LibraryRoutes(library, networks, jobs, options.media(), options.indexer()).routes());
        routes.addAll(new MediaRoutes(library, sources, workers, folder, limits).routes());
        routes.add(Route.open("/", _ -> Page.start()));
        routes.add(Route.open("/<file>", request -> Page.file(request.path("file"))));
        return routes;
    }

    private Answer ready() {
        if (stopping) {
            throw Problem.stopping();
        }
        return new Answer.Json(Map.of("status", "ready"));
    }

    /** Methods and paths of the API, as they are registered. */
    Set<String> operations() {
        return Stream.concat(http.operations().stream(), Stream.of("GET " + LIVE))
                .filter(operation -> !operation.equals("GET /") && !operation.contains("<"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The port it listens at. */
    public int port() {
        return http.port();
    }

    /** Takes on nothing new, finishes what it accepted, as long as its limits grant, and stops. */
    public void stop() {
        stop(options.limits().grace());
    }

    private void stop(Duration grace) {
        stopping = true;
        long end = System.nanoTime() + grace.toNanos();
        http.refuseNew();
        jobs.finish(grace);
        http.stop(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        workers.close();
        library.close();
        queue.close();
        networks.close();
        folder.close();
        metrics.close();
    }

    /** Stops at once. */
    @Override
    public void close() {
        if (!stopping) {
            stop(Duration.ZERO);
        }
    }
}
