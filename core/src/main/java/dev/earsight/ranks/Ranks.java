package dev.earsight.ranks;

import java.util.Collection;
import org.bytedeco.pytorch.Tensor;

/**
 * The processes that train one network together, seen by one of them. Every rank calls the same methods in the same order; each call
 * waits for the others. For one thread.
 *
 * <p>Where a rank has ended, every method throws an {@link dev.earsight.EarsightException} that says which.
 */
public interface Ranks extends AutoCloseable {
    /** One process by itself: nothing waits, nothing is sent. */
    static Ranks alone() {
        return new Alone();
    }

    /** Which of them this is, from 0. Rank 0 alone writes files. */
    int rank();

    /** How many there are. */
    int count();

    /** How many of them share this machine, this one included. */
    int onThisMachine();

    /**
     * What all ranks have, {@code (N, ...)} each, one after another: {@code (count * N, ...)}, the same on every rank. No gradient
     * flows through it.
     */
    Tensor gather(Tensor mine);

    /** Puts the mean over all ranks into each of these tensors. */
    void average(Collection<Tensor> tensors);

    /** Puts what rank 0 has into each of these tensors. */
    void takeFirst(Collection<Tensor> tensors);

    /** What rank 0 says under this name, which must be used once. */
    String ofFirst(String name, String mine);

    /** Whether any rank says so. */
    boolean any(boolean mine);

    /** Averages the gradients of these parameters from now on, until it is closed. */
    GradientAverage averageGradientsOf(Collection<Tensor> parameters);

    /** Leaves in good order, once all ranks are done; after an error, {@link #fail} first. */
    @Override
    void close();

    /** Tells the other ranks why this one ends. */
    void fail(String reason);
}
