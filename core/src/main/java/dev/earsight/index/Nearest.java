package dev.earsight.index;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;

/** The best so many of neighbors that come by in any order. */
final class Nearest {
    private final int capacity;
    /** Worst first. */
    private final PriorityQueue<Neighbor> best = new PriorityQueue<>(Collections.reverseOrder());

    Nearest(int capacity) {
        this.capacity = capacity;
    }

    /** Whether one with this score could be among the best; saves making it. */
    boolean takes(float score) {
        return best.size() < capacity
                || (capacity > 0 && score >= best.element().score());
    }

    void add(Neighbor neighbor) {
        best.add(neighbor);
        if (best.size() > capacity) {
            best.remove();
        }
    }

    List<Neighbor> bestFirst() {
        List<Neighbor> sorted = new ArrayList<>(best);
        Collections.sort(sorted);
        return sorted;
    }
}
