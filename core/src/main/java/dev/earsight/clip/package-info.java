/**
 * Training pairs: one frame and one second of sound, matched or not, ready for the networks.
 *
 * <p>In: a {@link dev.earsight.shard.ClipLibrary}. Out: {@link dev.earsight.clip.PairBatch} of N pairs, as plain arrays:
 *
 * <ul>
 *   <li>images (N, 3, S, S): red, green, blue planes in [-1, 1], rows from the top;
 *   <li>spectrograms (N, 1, 257, 200): frequency by time, from {@link dev.earsight.clip.LogSpectrogram};
 *   <li>matched (N): 1 where frame and sound are of one moment of one clip, 0 where the sound is of another source.
 * </ul>
 *
 * <p>The order of the work: {@link dev.earsight.clip.PairSampler} says which frame and which second,
 * {@link dev.earsight.clip.Augmentation} draws how they are varied, {@link dev.earsight.clip.BatchReader} reads and
 * computes, {@link dev.earsight.clip.PairLoader} does so ahead of the training loop on its own threads.
 */
@NullMarked
package dev.earsight.clip;

import org.jspecify.annotations.NullMarked;
