package dev.earsight.serve;

import dev.earsight.EarsightException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A server with everything it needs, from start to stop. */
public final class EarsightServer implements AutoCloseable {
    private static final String LIVE = "/v1/live";

    private final ServeOptions options;
    private final WorkFolder folder;
    private final ServerMetrics metrics = new ServerMetrics();
    private final InferenceQueue queue;
    private final Networks networks;
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
            queue = opening(opened, new InferenceQueue(limits.workers() + limits.live() + limits.waiting(), metrics));
            networks = opening(opened, new Networks(options.runs(), queue, flow, notes));
            workers = opening(opened, new Workers("request", limits.workers(), limits.waiting()));
            jobs = opening(opened, new Jobs(limits, folder, notes, () -> stopping));
            metrics.gauge("earsight.requests.waiting", "Requests accepted that wait for a worker", workers::waiting);
            metrics.gauge("earsight.temporary.files", "Files in the server's own folder", folder::files);
            LiveSessions live = new LiveSessions(networks, limits, metrics);
            http = new HttpServer(options, routes(limits), LIVE, live, folder, metrics, notes);
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

    private List<Route> routes(Limits limits) {
        LibraryAccess library = new LibraryAccess();
        MediaSources sources = new MediaSources(library, limits);
        ModelRoute model = new ModelRoute(
                networks, options.index().isPresent(), !options.media().isEmpty(), limits);
        List<Route> routes = new ArrayList<>(List.of(
                Route.post("/v1/localize", new LocalizeRoute(networks, sources, workers, jobs, folder, limits)::answer),
                Route.post("/v1/embed", new EmbedRoute(networks, workers, limits)::answer),
                Route.get("/v1/model", _ -> model.answer()),
                Route.open("/livez", _ -> new Answer.Json(Map.of("status", "up"))),
                Route.open("/readyz", _ -> ready()),
                Route.get("/metrics", _ -> new Answer.Content(
                        "text/plain; version=0.0.4; charset=utf-8", metrics.text().getBytes(StandardCharsets.UTF_8), Map.of())),
                Route.open("/openapi.yaml", _ -> Page.description())));
        routes.addAll(jobs.routes());
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
