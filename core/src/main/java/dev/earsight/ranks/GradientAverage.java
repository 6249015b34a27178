package dev.earsight.ranks;

import org.bytedeco.pytorch.TensorVector;

/** Backward passes whose gradients become the mean over all ranks. */
public interface GradientAverage extends AutoCloseable {
    /**
     * Adds the gradients of {@code outputs}, weighed by {@code slopes}, to those the parameters have; then puts the mean over all ranks
     * in their place. Gradients added by plain backward passes since the last call are part of it.
     */
    void backward(TensorVector outputs, TensorVector slopes);

    @Override
    void close();
}
