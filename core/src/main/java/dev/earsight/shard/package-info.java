/**
 * Decoded clips, kept so that a training loop can read any frame and any second of sound at once.
 *
 * <p>In: a folder of media files. Out: shards (tar) with an index, a manifest of the sources with their split, and
 * {@code skipped.csv}; read back as a {@link dev.earsight.shard.ClipLibrary}.
 */
@NullMarked
package dev.earsight.shard;

import org.jspecify.annotations.NullMarked;
