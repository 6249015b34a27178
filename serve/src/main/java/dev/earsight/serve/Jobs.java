package dev.earsight.serve;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The jobs of a server and the routes to them. Finished ones are kept for an hour, and the last hundred of them. */
final class Jobs implements AutoCloseable {
    private static final Duration KEPT = Duration.ofHours(1);
    private static final int MOST_KEPT = 100;
    /** Jobs worked on at a time. */
    static final int AT_A_TIME = 2;

    private static final Duration BETWEEN_EVENTS = Duration.ofMillis(250);
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private final Map<String, Job> jobs = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final Workers workers;
    private final WorkFolder folder;
    private final Consumer<String> notes;

    Jobs(Limits limits, WorkFolder folder, Consumer<String> notes) {
        workers = new Workers("job", AT_A_TIME, limits.waiting());
        this.folder = folder;
        this.notes = notes;
    }

    /** Takes on a job; {@code afterwards} is done when it ends, not where it is refused. */
    Job take(Job.Kind kind, String title, Job.Work work, Runnable afterwards) {
        sweep();
        byte[] name = new byte[16];
        random.nextBytes(name);
        Job job = new Job(HexFormat.of().formatHex(name), kind, title, afterwards);
        jobs.put(job.id(), job);
        try {
            workers.submit(() -> {
                run(job, work);
                return job;
            });
        } catch (Problem refused) {
            jobs.remove(job.id());
            throw refused;
        }
        return job;
    }

    private void run(Job job, Job.Work work) {
        try {
            if (job.begin()) {
                job.done(work.run(job));
            }
        } catch (Exception e) {
            Problem problem = Problem.of(e);
            if (problem.kind() == Problem.Kind.INTERNAL && !(e instanceof Job.CanceledException)) {
                notes.accept("A job failed: " + e);
            }
            job.failed(problem);
        }
    }

    /** The answer to a request that became a job. */
    static Answer accepted(Job job) {
        Job.View view = job.view();
        return new Answer.Json(202, view, Map.of("Location", view.links().self()));
    }

    /** A job of this kind that is not finished, if there is one. */
    Optional<Job> running(Job.Kind kind) {
        return jobs.values().stream()
                .filter(job -> job.kind() == kind && !job.ended())
                .findFirst();
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/jobs", _ -> all()),
                Route.get(
                        "/v1/jobs/{id}",
                        request -> new Answer.Json(find(request).view())),
                Route.delete("/v1/jobs/{id}", request -> {
                    Job job = find(request);
                    job.cancel();
                    return new Answer.Json(job.view());
                }),
                Route.get("/v1/jobs/{id}/events", request -> {
                    Job job = find(request);
                    return new Answer.Events(sink -> watch(job, sink));
                }),
                Route.get(
                        "/v1/jobs/{id}/result",
                        request -> find(request)
                                .result()
                                .orElseThrow(() -> new Problem(
                                        Problem.Kind.NOT_DONE,
                                        "This job has no result, or not yet; ask for the job to see how far it is."))));
    }

    private Answer all() {
        sweep();
        return new Answer.Json(Map.of("jobs", newestFirst().map(Job::view).toList()));
    }

    private Stream<Job> newestFirst() {
        return jobs.values().stream().sorted(Comparator.comparing(Job::created).reversed());
    }

    private Job find(Request request) {
        Job job = jobs.get(request.path("id"));
        if (job == null) {
            throw Problem.notFound("There is no such job; finished ones are kept for an hour.");
        }
        return job;
    }

    /** Sends how far a job is, now and at every change, until it has sent its end. */
    static void watch(Job job, Answer.EventSink sink) throws IOException, InterruptedException {
        long seen = job.awaitChange(-1, Duration.ZERO);
        boolean endSent = send(job, sink);
        Instant silentUntil = Instant.now().plus(SILENCE);
        while (!endSent) {
            Thread.sleep(BETWEEN_EVENTS);
            long now = job.awaitChange(seen, Duration.ofSeconds(1));
            if (now != seen) {
                seen = now;
                endSent = send(job, sink);
            } else if (Instant.now().isAfter(silentUntil)) {
                sink.keepAlive();
            } else {
                continue;
            }
            silentUntil = Instant.now().plus(SILENCE);
        }
    }

    /** Sends one look at the job, and answers whether it had ended then: it may end at any moment after. */
    private static boolean send(Job job, Answer.EventSink sink) throws IOException {
        Job.View view = job.view();
        boolean ended = view.finishedAt().isPresent();
        sink.send(ended ? "end" : "progress", view);
        return ended;
    }

    /** Forgets what ended long ago, or many jobs ago. */
    private void sweep() {
        Instant before = Instant.now().minus(KEPT);
        List<Job> ended = newestFirst().filter(Job::ended).toList();
        for (int i = 0; i < ended.size(); i++) {
            if (i >= MOST_KEPT || ended.get(i).endedBefore(before)) {
                forget(ended.get(i));
            }
        }
    }

    private void forget(Job job) {
        jobs.remove(job.id());
        if (job.result().orElse(null) instanceof Answer.Stored stored) {
            folder.remove(stored.file());
        }
    }

    /** Gives jobs so long to end, then stops them. */
    void finish(Duration grace) {
        workers.finish(grace);
        jobs.values().forEach(Job::cancel);
    }

    @Override
    public void close() {
        finish(Duration.ZERO);
    }
}
