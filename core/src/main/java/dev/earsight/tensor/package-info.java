/**
 * The only room that manages the engine's memory and settings: threads, scopes, precision, and the passage between Java
 * arrays and tensors.
 *
 * <p>In: float arrays such as images {@code (N, 3, S, S)} and log-spectrograms {@code (N, 1, 257, 200)}. Out: engine
 * tensors that live as long as the surrounding {@link dev.earsight.tensor.Scope}.
 */
@NullMarked
package dev.earsight.tensor;

import org.jspecify.annotations.NullMarked;
