package dev.earsight.tensor;

import org.bytedeco.javacpp.PointerScope;

/**
 * Frees every tensor made since it was opened, in the same thread, when it is closed; tensors that must outlive it are
 * passed through {@link Tensors#keep}. One scope surrounds each training step and each inference call, so that native
 * memory never waits for the garbage collector.
 */
public final class Scope implements AutoCloseable {
    private final PointerScope pointers = new PointerScope();

    private Scope() {}

    /** Opens a scope; scopes nest. */
    public static Scope open() {
        return new Scope();
    }

    @Override
    public void close() {
        pointers.close();
    }
}
