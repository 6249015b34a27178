package dev.earsight.resume;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hands items to lanes in order and takes results in any order, which are finished in the order of the items. */
final class Turns<T, R> {
    /** So many results may wait for the turn of one that takes long; then lanes wait, too, so that memory stays bounded. */
    private static final int MOST_WAITING = 10_000;

    private final List<T> items;
    private final Lanes.Finish<T, R> finish;
    private final Map<Integer, R> waiting = new HashMap<>();
    private int taken;
    private int turn;

    Turns(List<T> items, Lanes.Finish<T, R> finish) {
        this.items = items;
        this.finish = finish;
    }

    /** One lane's work: item after item, until there are none. */
    void work(Lanes.Step<T, R> step) throws IOException, InterruptedException {
        for (Optional<Integer> item = take(); item.isPresent(); item = take()) {
            done(item.get(), step.apply(items.get(item.get())));
        }
    }

    private synchronized Optional<Integer> take() throws InterruptedException {
        while (taken - turn > MOST_WAITING) {
            wait();
        }
        return taken < items.size() ? Optional.of(taken++) : Optional.empty();
    }

    private synchronized void done(int item, R result) throws IOException {
        waiting.put(item, result);
        while (waiting.containsKey(turn)) {
            finish.apply(items.get(turn), waiting.remove(turn));
            turn++;
        }
        notifyAll();
    }
}
