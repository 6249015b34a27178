package dev.earsight.resume;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Work on items in a few threads, taken in order and only when it is their turn, so that they need not all be in memory; the first failure ends it all. What came of each item is dealt with in the order
 * of the items, however long each took, so that what is written depends on neither the number of lanes nor their speed.
 */
public final class Lanes {
    private static final long LARGE_BATCH_BYTES = 1L << 28;

    private Lanes() {}

    /** What is done to an item. */
    public interface Step<T, R> {
        /** Its result. */
        R apply(T item) throws IOException, InterruptedException;
    }

    /** What is done to an item with the help of a worker. */
    public interface WorkerStep<W, T, R> {
        /** One item's result. */
        R apply(W worker, T item) throws IOException, InterruptedException;
    }

    /** What is done with the results: one at a time, in the order of the items. */
    public interface Finish<T, R> {
        /** One item's. */
        void apply(T item, R result) throws IOException;
    }

    /** The results in the order of the items. */
    public static <T, R> List<R> map(List<T> items, int lanes, Step<T, R> step)
            throws IOException, InterruptedException {
        List<R> results = new ArrayList<>(items.size());
        each(items, lanes, step, (_, result) -> results.add(result));
        return results;
    }

    /** The results one by one, in the order of the items. */
    public static <T, R> void each(Iterable<T> items, int lanes, Step<T, R> step, Finish<T, R> finish)
            throws IOException, InterruptedException {
        Turns<T, R> turns = new Turns<>(items, finish);
        run(lanes, () -> turns.work(step));
    }

    /** Each lane has a worker of its own; the first is ready before the others start. */
    public static <T, R, W extends Worker<?, ?>> void each(
            Iterable<T> items, int lanes, Supplier<? extends W> workers, WorkerStep<W, T, R> step, Finish<T, R> finish)
            throws IOException, InterruptedException {
        if (!items.iterator().hasNext()) {
            return;
        }
        List<W> open = new CopyOnWriteArrayList<>();
        Turns<T, R> turns = new Turns<>(items, finish);
        try {
            for (int i = 0; i < lanes; i++) {
                open.add(workers.get());
            }
            open.getFirst().start();
            AtomicInteger lane = new AtomicInteger();
            run(lanes, () -> {
                W worker = open.get(lane.getAndIncrement());
                turns.work(item -> step.apply(worker, item));
            });
        } finally {
            open.forEach(Worker::close);
        }
    }

    /** The items in lists of at most so many, shorter where they are large. */
    public static <T> Iterable<List<T>> batches(Iterable<T> items, ToLongFunction<T> bytes, int most) {
        return () -> {
            Iterator<T> left = items.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return left.hasNext();
                }

                @Override
                public List<T> next() {
                    List<T> batch = new ArrayList<>();
                    long size = 0;
                    do {
                        T item = left.next();
                        batch.add(item);
                        size += bytes.applyAsLong(item);
                    } while (left.hasNext() && batch.size() < most && size < LARGE_BATCH_BYTES);
                    return batch;
                }
            };
        };
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
