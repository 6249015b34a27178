/**
 * Whether a test set was kept apart. In: two or more {@link dev.earsight.leakage.ItemSet}s (ids, hashes of files, perceptual
 * hashes of pictures, fingerprints of sounds), read from prepared data, folders of media or published lists. Out:
 * {@link dev.earsight.leakage.Overlap}s, pairs of items in two sets that are the same or nearly so, each with its distance.
 */
@NullMarked
package dev.earsight.leakage;

import org.jspecify.annotations.NullMarked;
