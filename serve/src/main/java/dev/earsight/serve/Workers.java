package dev.earsight.serve;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads that decode and wait for the networks. A request is accepted or refused before its work begins: what was accepted is
 * never refused half-way. They are platform threads, since decoders are native code, which would keep the carriers of virtual threads.
 */
final class Workers implements AutoCloseable {
    private final ThreadPoolExecutor pool;

    Workers(String name, int threads, int waiting) {
        pool = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(waiting),
                Thread.ofPlatform().name(name + "-", 0).factory());
    }

    /** Refuses at once what would be refused after it has been uploaded. */
    void requireRoom() {
        if (pool.getQueue().remainingCapacity() == 0) {
            throw Problem.busy();
        }
    }

    /** How many wait. */
    int waiting() {
        return pool.getQueue().size();
    }

    /** Does it when its turn comes and answers then. */
    <T> T run(Callable<T> work) throws InterruptedException {
        Future<T> result = submit(work);
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            result.cancel(true);
            throw e;
        }
    }

    /** Does it when its turn comes; canceled, it is interrupted. */
    <T> Future<T> submit(Callable<T> work) {
        try {
            return pool.submit(work);
        } catch (RejectedExecutionException e) {
            throw pool.isShutdown() ? Problem.stopping() : Problem.busy();
        }
    }

    /** Takes on nothing more and gives what was accepted so long; then interrupts it. */
    void finish(Duration grace) {
        pool.shutdown();
        try {
            if (!pool.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                pool.shutdownNow();
                pool.awaitTermination(1, TimeUnit.MINUTES);
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        finish(Duration.ZERO);
    }
}
