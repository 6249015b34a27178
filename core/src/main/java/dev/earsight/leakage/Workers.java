package dev.earsight.leakage;

import dev.earsight.EarsightException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Does the same to items 0 to n - 1 on all cores; unlike a parallel stream it stops when its caller is interrupted. */
final class Workers {
    private Workers() {}

    /** @param done told from the caller's thread or others how many are done, rising */
    static void forEach(int count, IntConsumer work, IntConsumer done) {
        int threads = Math.max(1, Math.min(count, Runtime.getRuntime().availableProcessors()));
        AtomicInteger next = new AtomicInteger();
        AtomicInteger finished = new AtomicInteger();
        ExecutorService workers = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("leakage-", 0).factory());
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(workers.submit(() -> {
                    for (int item = next.getAndIncrement();
                            item < count && !Thread.currentThread().isInterrupted();
                            item = next.getAndIncrement()) {
                        work.accept(item);
                        synchronized (finished) {
                            done.accept(finished.incrementAndGet());
                        }
                    }
                }));
            }
            for (Future<?> worker : all) {
                worker.get();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new EarsightException("The comparison was interrupted; give the same command again.", stopped);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        } finally {
            workers.shutdownNow();
        }
    }
}
