/**
 * Media as vectors: what a network makes of each moment, kept with its time.
 *
 * <p>In: pictures and sounds. Out: time-stamped vectors in {@code .npz} (numpy) or {@code .jsonl} files.
 */
@NullMarked
package dev.earsight.embed;

import org.jspecify.annotations.NullMarked;
