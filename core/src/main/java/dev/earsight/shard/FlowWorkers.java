package dev.earsight.shard;

import dev.earsight.media.RgbImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Threads that find flow, each with an estimator of its own, so that a single long video keeps all cores busy. */
final class FlowWorkers implements AutoCloseable {
    /** How many pairs of frames are worth handing over at once: a second. */
    static final int PAIRS = 25;

    private final FlowOptions options;
    private final ExecutorService threads;
    private final BlockingQueue<FlowEstimator> estimators;

    /** Two neighboring frames; the same object twice where the picture has not changed. */
    record Pair(RgbImage earlier, RgbImage later) {}

    FlowWorkers(FlowOptions options, Supplier<FlowEstimator> maker, int workers) {
        this.options = options;
        estimators = new ArrayBlockingQueue<>(workers);
        for (int i = 0; i < workers; i++) {
            estimators.add(maker.get());
        }
        threads = Executors.newFixedThreadPool(
                workers, Thread.ofPlatform().daemon().name("flow-", 0).factory());
    }

    interface Encoded {
        void accept(byte[] field) throws IOException;
    }

    /** Hands on the encoded field of each pair, in order, as soon as it is found. */
    void encode(List<Pair> pairs, Encoded then) throws IOException, InterruptedException {
        List<Future<byte[]>> tasks = new ArrayList<>();
        pairs.forEach(pair -> tasks.add(threads.submit(() -> encode(pair))));
        try {
            for (Future<byte[]> task : tasks) {
                then.accept(task.get());
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException problem -> throw problem;
                case Error problem -> throw problem;
                case null, default -> throw new IllegalStateException(e);
            }
        } finally {
            tasks.forEach(task -> task.cancel(true));
        }
    }

    private byte[] encode(Pair pair) throws InterruptedException {
        RgbImage earlier = pair.earlier();
        RgbImage later = pair.later();
        if (earlier.width() != later.width() || earlier.height() != later.height()) {
            // A file whose pictures change their size goes on with another scene as far as flow is concerned.
            return FlowCodec.encode(
                    options.kept(FlowField.zero(earlier.width(), earlier.height())), SceneCut.ANOTHER_SIZE);
        }
        if (earlier == later) {
            return FlowCodec.encode(options.kept(FlowField.zero(earlier.width(), earlier.height())), 0);
        }
        FlowEstimator estimator = estimators.take();
        try {
            FlowField field = estimator.between(earlier, later);
            return FlowCodec.encode(options.kept(field), SceneCut.change(earlier, later, field));
        } finally {
            estimators.add(estimator);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
        estimators.forEach(FlowEstimator::close);
    }
}
