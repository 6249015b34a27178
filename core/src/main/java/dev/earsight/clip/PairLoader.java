package dev.earsight.clip;

import dev.earsight.EarsightException;
import dev.earsight.shard.ClipLibrary;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Makes batches ahead of the training loop. Batch i depends on the seed and on i alone, and batches come in order: a run
 * resumed at step i, or with another number of threads, sees the same numbers. {@link #next} and {@link #recycle} are for one
 * thread, the training loop's.
 */
public final class PairLoader implements AutoCloseable {
    /** What a batch holds. */
    public enum Mix {
        /** Half matches, half mismatches: the paper's logistic loss. */
        BALANCED,
        /** Matches of distinct sources: losses that compare every picture with every sound of the batch. */
        MATCHED
    }

    /**
     * Settings of a loader.
     *
     * @param batchSize pairs in a batch
     * @param input what is shown of each moment
     * @param mix what a batch holds
     * @param seed what everything is drawn from
     * @param firstBatch number of the first batch: 0, or the step to resume at
     * @param threads how many threads make batches
     * @param batchesAhead how many batches are made or waiting at a time, at least {@code threads} to keep all busy
     * @param share which share of each batch is read, from 0: the same pairs, looking and sounding the same, as in the whole batch
     * @param shares how many equal shares a batch has
     */
    public record Settings(
            int batchSize,
            PictureInput input,
            Mix mix,
            long seed,
            long firstBatch,
            int threads,
            int batchesAhead,
            int share,
            int shares) {
        /** Checks that there is something to do and someone to do it. */
        public Settings {
            if (batchSize < 1 || firstBatch < 0 || threads < 1 || batchesAhead < 1) {
                throw new IllegalArgumentException("Sizes and counts of a pair loader must be above 0");
            }
            if (share < 0 || share >= shares || batchSize % shares != 0) {
                throw new IllegalArgumentException(
                        "A batch of " + batchSize + " has no share " + share + " of " + shares);
            }
        }

        /** Whole batches. */
        public Settings(
                int batchSize, PictureInput input, Mix mix, long seed, long firstBatch, int threads, int batchesAhead) {
            this(batchSize, input, mix, seed, firstBatch, threads, batchesAhead, 0, 1);
        }

        /** From the first batch on, two threads, four batches ahead. */
        public static Settings of(int batchSize, PictureInput input, Mix mix, long seed) {
            return new Settings(batchSize, input, mix, seed, 0, 2, 4);
        }

        /** The same, from another batch on. */
        public Settings from(long batch) {
            return new Settings(batchSize, input, mix, seed, batch, threads, batchesAhead, share, shares);
        }

        /** The same, of each batch one share only. */
        public Settings share(int which, int of) {
            return new Settings(batchSize, input, mix, seed, firstBatch, threads, batchesAhead, which, of);
        }

        private int shareSize() {
            return batchSize / shares;
        }
    }

    private final PairSampler sampler;
    private final Settings settings;
    private final ThreadLocal<BatchReader> reader;
    private final ExecutorService executor;
    private final ArrayDeque<Future<PairBatch>> ahead = new ArrayDeque<>();
    private final Queue<PairBatch> spare = new ConcurrentLinkedQueue<>();
    private long nextToStart;
    private long waitedNanos;

    /** Starts making batches of {@code sampler}'s pairs, which must have been built on {@code library}. */
    public PairLoader(ClipLibrary library, PairSampler sampler, Augmentation augmentation, Settings settings) {
        this.sampler = sampler;
        this.settings = settings;
        reader = ThreadLocal.withInitial(() -> new BatchReader(library, augmentation, settings.input()));
        executor = Executors.newFixedThreadPool(
                settings.threads(),
                Thread.ofPlatform().name("pair-loader-", 0).daemon().factory());
        nextToStart = settings.firstBatch();
        for (int i = 0; i < settings.batchesAhead(); i++) {
            startOne();
        }
    }

    /**
     * The next batch; waits when it is not made yet.
     *
     * @throws EarsightException what went wrong while making it, naming the clip; the batch after it can still be asked for
     */
    public PairBatch next() {
        if (executor.isShutdown()) {
            throw new IllegalStateException("The pair loader is closed");
        }
        Future<PairBatch> first = ahead.remove();
        startOne();
        long start = System.nanoTime();
        try {
            return first.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EarsightException known) {
                throw known;
            }
            throw new EarsightException("Making a training batch failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EarsightException("Stopped while waiting for training data.", e);
        } finally {
            waitedNanos += System.nanoTime() - start;
        }
    }

    /** Gives a batch's arrays back to be filled again; the caller must not look at them afterwards. Optional. */
    public void recycle(PairBatch batch) {
        if (batch.size() == settings.shareSize() && batch.input().equals(settings.input())) {
            spare.add(batch);
        }
    }

    /** Seconds {@link #next} has waited for batches so far, in all. */
    public double waitedSeconds() {
        return waitedNanos * 1e-9;
    }

    /** Stops the threads; waits for the clip being read. */
    @Override
    public void close() {
        // Never interrupt a read: it would close the file channel under other readers of the same library.
        ahead.forEach(batch -> batch.cancel(false));
        executor.shutdown();
        try {
            // The library may be closed next: no thread may still be reading from it.
            boolean ended = executor.awaitTermination(1, TimeUnit.MINUTES);
            if (!ended) {
                throw new EarsightException("A clip has been read for over a minute without an end; stop the program.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void startOne() {
        long batch = nextToStart++;
        ahead.add(executor.submit(() -> make(batch)));
    }

    private PairBatch make(long batch) {
        var random = new SplittableRandom(scramble(scramble(settings.seed()) + batch));
        List<Pair> pairs = settings.mix() == Mix.BALANCED
                ? sampler.batchBalanced(settings.batchSize(), random)
                : sampler.batchOfMatched(settings.batchSize(), random);
        int first = settings.share() * settings.shareSize();
        // A seed for each pair: how it is varied does not depend on who reads the others.
        long[] seeds = random.longs(pairs.size()).toArray();
        int end = first + settings.shareSize();
        return reader.get()
                .read(
                        pairs.subList(first, end),
                        Arrays.copyOfRange(seeds, first, end),
                        Optional.ofNullable(spare.poll()));
    }

    /** The finalizer of SplitMix64: seeds that differ by one give unrelated sequences. */
    private static long scramble(long seed) {
        long z = seed + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
