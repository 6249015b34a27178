package dev.earsight.resume;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Things gone through one after another, each begun when the last is at its end and none held: a stream that is flattened would hold all of one
 * when it is asked for an iterator.
 *
 * @param parts in order
 */
public record Chained<T>(List<? extends Iterable<? extends T>> parts) implements Iterable<T> {
    /** Keeps its own copy. */
    public Chained {
        parts = List.copyOf(parts);
    }

    @Override
    public Iterator<T> iterator() {
        Iterator<? extends Iterable<? extends T>> left = parts.iterator();
        return new Iterator<>() {
            private Iterator<? extends T> current = List.<T>of().iterator();

            @Override
            public boolean hasNext() {
                while (!current.hasNext() && left.hasNext()) {
                    current = left.next().iterator();
                }
                return current.hasNext();
            }

            @Override
            public T next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return current.next();
            }
        };
    }
}
