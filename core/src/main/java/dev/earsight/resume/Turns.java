package dev.earsight.resume;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;

/** Hands items to lanes in order and takes results in any order, which are finished in the order of the items. */
final class Turns<T, R> {
    /** So many results may wait for the turn of one that takes long; then lanes wait, too, so that memory stays bounded. */
    private static final int MOST_WAITING = 10_000;

    private final Iterator<T> items;
    private final Lanes.Finish<T, R> finish;
    private final ArrayDeque<Turn<T, R>> open = new ArrayDeque<>();

    Turns(Iterable<T> items, Lanes.Finish<T, R> finish) {
        this.items = items.iterator();
        this.finish = finish;
    }

    /** An item that a lane has taken, and what came of it once that is known. */
    private static final class Turn<T, R> {
        private final T item;
        private Optional<R> result = Optional.empty();

        private Turn(T item) {
            this.item = item;
        }
    }

    /** One lane's work: item after item, until there are none. */
    void work(Lanes.Step<T, R> step) throws IOException, InterruptedException {
        for (Optional<Turn<T, R>> turn = take(); turn.isPresent(); turn = take()) {
            done(turn.get(), step.apply(turn.get().item));
        }
    }

    private synchronized Optional<Turn<T, R>> take() throws InterruptedException {
        while (open.size() > MOST_WAITING) {
            wait();
        }
        if (!items.hasNext()) {
            return Optional.empty();
        }
        Turn<T, R> turn = new Turn<>(items.next());
        open.add(turn);
        return Optional.of(turn);
    }

    private synchronized void done(Turn<T, R> turn, R result) throws IOException {
        turn.result = Optional.of(result);
        while (!open.isEmpty() && open.getFirst().result.isPresent()) {
            Turn<T, R> first = open.removeFirst();
            finish.apply(first.item, first.result.orElseThrow());
        }
        notifyAll();
    }
}
