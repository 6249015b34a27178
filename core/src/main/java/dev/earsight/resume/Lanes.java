package dev.earsight.resume;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Work on a list in a few threads, items taken in order; the first failure ends it all. */
public final class Lanes {
    private Lanes() {}

    /** What is done to an item. */
    public interface Step<T, R> {
        /** Its result. */
        R apply(T item) throws IOException, InterruptedException;
    }

    /** What is done to an item with the help of a worker. */
    public interface WorkerStep<W, T> {
        /** One item. */
        void apply(W worker, T item) throws IOException, InterruptedException;
    }

    /** The results in the order of the items. */
    public static <T, R> List<R> map(List<T> items, int lanes, Step<T, R> step)
            throws IOException, InterruptedException {
        List<R> results = new ArrayList<>(Collections.nCopies(items.size(), null));
        AtomicInteger next = new AtomicInteger();
        run(Math.min(lanes, items.size()), () -> {
            for (int i = next.getAndIncrement(); i < items.size(); i = next.getAndIncrement()) {
                R result = step.apply(items.get(i));
                synchronized (results) {
                    results.set(i, result);
                }
            }
        });
        return results;
    }

    /** Each lane has a worker of its own; the first is ready before the others start. */
    public static <T, W extends Worker<?, ?>> void each(
            List<T> items, int lanes, Supplier<? extends W> workers, WorkerStep<W, T> step)
            throws IOException, InterruptedException {
        int count = Math.min(lanes, items.size());
        List<W> open = new CopyOnWriteArrayList<>();
        AtomicInteger next = new AtomicInteger();
        try {
            for (int i = 0; i < count; i++) {
                open.add(workers.get());
            }
            if (count > 0) {
                open.getFirst().start();
            }
            AtomicInteger lane = new AtomicInteger();
            run(count, () -> {
                W worker = open.get(lane.getAndIncrement());
                for (int i = next.getAndIncrement(); i < items.size(); i = next.getAndIncrement()) {
                    step.apply(worker, items.get(i));
                }
            });
        } finally {
            open.forEach(Worker::close);
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void run(int lanes, Work work) throws IOException, InterruptedException {
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().daemon().name("lane-", 0).factory());
        try {
            ExecutorCompletionService<Boolean> done = new ExecutorCompletionService<>(threads);
            for (int i = 0; i < lanes; i++) {
                done.submit(() -> {
                    work.run();
                    return true;
                });
            }
            for (int i = 0; i < lanes; i++) {
                done.take().get();
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException problem -> throw problem;
                case InterruptedException interruption -> throw interruption;
                case RuntimeException problem -> throw problem;
                case Error problem -> throw problem;
                case null, default -> throw new IllegalStateException(e);
            }
        } finally {
            threads.shutdownNow();
            threads.close();
        }
    }
}
