package dev.earsight.serve;

import dev.earsight.EarsightException;
import dev.earsight.net.Model;
import dev.earsight.net.NetworkConfig;
import dev.earsight.weights.AskedNetwork;
import dev.earsight.weights.TrainedNetwork;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * What all threads ask of the networks, answered by one. Items of different requests that wait at the same time are answered two
 * by two: that is cheaper than one by one, and unlike larger batches it leaves every bit of an answer as it is alone.
 */
final class InferenceQueue implements AutoCloseable {
    private enum Side {
        PICTURE,
        SOUND
    }

    /** Something to be worked out; the answer goes to whoever waits. */
    private sealed interface Question {
        CompletableFuture<float[]> answer();
    }

    @SuppressWarnings("ArrayRecordComponent") // handed over once
    private record Item(TrainedNetwork network, Side side, float[] values, CompletableFuture<float[]> answer)
            implements Question {
        boolean goesWith(Item other) {
            // The places of two maps would be worked on in blocks that begin elsewhere in the second: other last bits.
            boolean oneVector = side == Side.SOUND || network.places() == 1;
            return network == other.network && side == other.side && oneVector;
        }
    }

    private record Calculation(Supplier<float[]> work, CompletableFuture<float[]> answer) implements Question {}

    private final BlockingQueue<Question> waiting;
    private final ServerMetrics metrics;
    private final Thread worker;
    private volatile boolean closed;

    /** Starts the thread; {@code capacity} questions may wait, more are refused. */
    InferenceQueue(int capacity, ServerMetrics metrics) {
        waiting = new ArrayBlockingQueue<>(capacity);
        this.metrics = metrics;
        metrics.queueDepth(waiting::size);
        worker = Thread.ofPlatform().name("inference").start(this::work);
    }

    /** The network as the threads of requests may ask it. */
    AskedNetwork ask(TrainedNetwork network) {
        return new Asked(network);
    }

    private final class Asked implements AskedNetwork {
        private final TrainedNetwork network;

        Asked(TrainedNetwork network) {
            this.network = network;
        }

        @Override
        public Model model() {
            return network.model();
        }

        @Override
        public NetworkConfig config() {
            return network.config();
        }

        @Override
        public float[][] pictures(float[] images, int count) {
            return items(Side.PICTURE, images, count);
        }

        @Override
        public float[][] sounds(float[] spectrograms, int count) {
            return items(Side.SOUND, spectrograms, count);
        }

        @Override
        public float[] logits(float[] picture, float[] sound) {
            return InferenceQueue.this.answer(() -> network.logits(picture, sound));
        }

        @Override
        public float logit(float[] picture, float[] sound) {
            return InferenceQueue.this.answer(() -> new float[] {network.logit(picture, sound)})[0];
        }

        private float[][] items(Side side, float[] values, int count) {
            float[][] answers = new float[count][];
            int size = count == 0 ? 0 : values.length / count;
            for (int i = 0; i < count; i++) {
                float[] item = count == 1 ? values : Arrays.copyOfRange(values, i * size, (i + 1) * size);
                answers[i] = wait(new Item(network, side, item, new CompletableFuture<>()));
            }
            return answers;
        }

        private float[] wait(Question question) {
            return InferenceQueue.this.answer(question);
        }
    }

    private float[] answer(Supplier<float[]> work) {
        return answer(new Calculation(work, new CompletableFuture<>()));
    }

    private float[] answer(Question question) {
        if (closed) {
            throw Problem.stopping();
        }
        if (!waiting.offer(question)) {
            throw Problem.busy();
        }
        try {
            return question.answer().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EarsightException("Stopped by an interruption.", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }

    private void work() {
        Deque<Question> taken = new ArrayDeque<>();
        try {
            while (!closed || !waiting.isEmpty()) {
                if (taken.isEmpty()) {
                    taken.add(waiting.take());
                }
                waiting.drainTo(taken);
                switch (taken.removeFirst()) {
                    case Calculation calculation ->
                        attempt(
                                () -> calculation
                                        .answer()
                                        .complete(calculation.work().get()),
                                calculation);
                    case Item item -> together(item, partner(taken, item));
                }
            }
        } catch (InterruptedException e) {
            // the server stops; nobody waits any more, or not for long
        } finally {
            waiting.drainTo(taken);
            taken.forEach(question -> question.answer().completeExceptionally(Problem.stopping()));
        }
    }

    /** The first of those that wait which can be answered with {@code item}. */
    private static Optional<Item> partner(Deque<Question> taken, Item item) {
        for (Iterator<Question> all = taken.iterator(); all.hasNext(); ) {
            if (all.next() instanceof Item other && other.goesWith(item)) {
                all.remove();
                return Optional.of(other);
            }
        }
        return Optional.empty();
    }

    private void together(Item first, Optional<Item> second) {
        int count = second.isPresent() ? 2 : 1;
        int size = first.values().length;
        float[] values = Arrays.copyOf(first.values(), count * size);
        second.ifPresent(other -> System.arraycopy(other.values(), 0, values, size, size));
        Question[] asked = second.isPresent() ? new Question[] {first, second.get()} : new Question[] {first};
        attempt(
                () -> {
                    long start = System.nanoTime();
                    float[][] answers = first.side() == Side.PICTURE
                            ? first.network().pictures(values, count)
                            : first.network().sounds(values, count);
                    metrics.inference(
                            first.network().model(), Fields.word(first.side()), count, System.nanoTime() - start);
                    for (int i = 0; i < count; i++) {
                        asked[i].answer().complete(answers[i]);
                    }
                },
                asked);
    }

    private static void attempt(Runnable work, Question... asked) {
        try {
            work.run();
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            for (Question question : asked) {
                question.answer().completeExceptionally(e);
            }
        }
    }

    /** Refuses what is asked from now on and waits for what is under way; the networks stay the caller's to close. */
    @Override
    public void close() {
        closed = true;
        worker.interrupt();
        try {
            worker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
