package dev.earsight.index;

import java.util.List;
import java.util.Set;

/**
 * Unit vectors in blocks, and those nearest to a query. A block has a group (whose it is) and a label (what kind it is); a group may
 * have a block of each label. What is put or removed takes effect, for good and all at once, with {@link #commit}; what is not
 * committed when the process dies has not happened.
 *
 * <p>One writer at a time, which the caller sees to. {@link #nearest} and the other questions may be asked by many threads.
 * After {@link #close} every call throws {@link IllegalStateException}.
 */
public interface VectorIndex extends AutoCloseable {
    /** Numbers in a vector. */
    int dimensions();

    /** Vectors committed. */
    long size();

    /** The groups committed. */
    Set<String> groups();

    /**
     * Adds a block, in the place of the one of the same group and label if there is one.
     *
     * @throws IllegalArgumentException where a vector is not of unit length, within 0.001
     */
    void put(String group, String label, Vectors vectors);

    /** Removes all blocks of a group; nothing where there are none. */
    void remove(String group);

    /** Makes what was put and removed last. */
    void commit();

    /** Takes in what a writer elsewhere has committed; whether that changed anything. */
    boolean refresh();

    /**
     * The {@code k} nearest vectors that {@code filter} admits, best first, ties as {@link Neighbor} orders them; fewer where there
     * are no more.
     */
    List<Neighbor> nearest(float[] query, int k, NeighborFilter filter);

    @Override
    void close();
}
