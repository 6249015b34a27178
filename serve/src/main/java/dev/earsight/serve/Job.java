package dev.earsight.serve;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Work that takes longer than a request should. Safe for use by several threads. */
final class Job {
    /** Kinds of jobs. */
    enum Kind {
        LOCALIZE,
        INDEX
    }

    /** How far it is. */
    enum State {
        WAITING,
        RUNNING,
        DONE,
        FAILED,
        CANCELED;

        boolean ended() {
            return this != WAITING && this != RUNNING;
        }
    }

    /** What it does: answers with its result, and says how far it is by {@link #progress}. */
    interface Work {
        Answer run(Job job) throws Exception;
    }

    /**
     * How far it is.
     *
     * @param done so much
     * @param total of so much, once that is known
     * @param unit of what: seconds or files
     * @param perSecond how much is done in a second
     * @param secondsLeft an estimate
     * @param failed files that could not be used
     * @param current what is worked on
     */
    record Progress(
            double done,
            OptionalDouble total,
            String unit,
            OptionalDouble perSecond,
            OptionalDouble secondsLeft,
            OptionalInt failed,
            Optional<String> current) {
        /** Of seconds of media, with rate and time left as they follow from how long it took. */
        static Progress ofSeconds(double done, double total, Duration since) {
            double rate = done / Math.max(1e-3, since.toNanos() / 1e9);
            boolean known = total > 0;
            return new Progress(
                    done,
                    known ? OptionalDouble.of(total) : OptionalDouble.empty(),
                    "seconds",
                    OptionalDouble.of(rate),
                    known && rate > 0 ? OptionalDouble.of(Math.max(0, total - done) / rate) : OptionalDouble.empty(),
                    OptionalInt.empty(),
                    Optional.empty());
        }
    }

    /** A job as the API says it. */
    record View(
            String id,
            String kind,
            String state,
            String title,
            Optional<Progress> progress,
            String createdAt,
            Optional<String> startedAt,
            Optional<String> finishedAt,
            Optional<Map<String, Object>> problem,
            Links links) {}

    /** Its addresses. */
    record Links(String self, String events, Optional<String> result) {}

    private final String id;
    private final Kind kind;
    private final String title;
    private final Instant created = Instant.now();
    private State state = State.WAITING;
    private Optional<Instant> started = Optional.empty();
    private Optional<Instant> finished = Optional.empty();
    private Optional<Progress> progress = Optional.empty();
    private Optional<Problem> problem = Optional.empty();
    private Optional<Answer> result = Optional.empty();
    private final Runnable afterwards;
    private @Nullable Thread worker;
    private boolean stopAsked;
    private long changes;

    /** A job that waits; {@code afterwards} is done when it ends, however that comes about. */
    Job(String id, Kind kind, String title, Runnable afterwards) {
        this.id = id;
        this.kind = kind;
        this.title = title;
        this.afterwards = afterwards;
    }

    String id() {
        return id;
    }

    Kind kind() {
        return kind;
    }

    String title() {
        return title;
    }

    /** How far it is, for everyone who watches; fails where it was asked to stop, so that its work need not look. */
    synchronized void progress(Progress now) {
        if (stopAsked) {
            throw new CanceledException();
        }
        progress = Optional.of(now);
        changed();
    }

    /** What {@link #progress} says to work that is not wanted any more. */
    static final class CanceledException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CanceledException() {
            super("canceled", null, false, false);
        }
    }

    /** Begins on this thread, unless it was canceled before. */
    synchronized boolean begin() {
        if (state != State.WAITING) {
            return false;
        }
        worker = Thread.currentThread();
        state = State.RUNNING;
        started = Optional.of(Instant.now());
        changed();
        return true;
    }

    synchronized void done(Answer answer) {
        result = Optional.of(answer);
        end(State.DONE);
    }

    synchronized void failed(Problem why) {
        if (stopAsked) {
            end(State.CANCELED);
        } else {
            problem = Optional.of(why);
            end(State.FAILED);
        }
    }

    /** Asks it to stop; one that waits is ended at once, one that ended stays as it is. */
    synchronized void cancel() {
        if (state.ended()) {
            return;
        }
        stopAsked = true;
        if (worker != null) {
            worker.interrupt();
        } else {
            end(State.CANCELED);
        }
    }

    private void end(State how) {
        if (worker != null) {
            worker = null;
            Thread.interrupted(); // was for this job, not for the thread's next
        }
        afterwards.run();
        state = how;
        finished = Optional.of(Instant.now());
        changed();
    }

    private void changed() {
        changes++;
        notifyAll();
    }

    /** Waits for a change after the one seen, at most so long; answers how many there were. */
    synchronized long awaitChange(long seen, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (changes == seen) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        return changes;
    }

    synchronized boolean ended() {
        return state.ended();
    }

    synchronized boolean endedBefore(Instant time) {
        return finished.isPresent() && finished.get().isBefore(time);
    }

    synchronized Instant created() {
        return created;
    }

    synchronized Optional<Answer> result() {
        return result;
    }

    synchronized View view() {
        String self = "/v1/jobs/" + id;
        return new View(
                id,
                Fields.word(kind),
                Fields.word(state),
                title,
                progress,
                created.toString(),
                started.map(Instant::toString),
                finished.map(Instant::toString),
                problem.map(Problem::body),
                new Links(self, self + "/events", result.map(_ -> self + "/result")));
    }
}
