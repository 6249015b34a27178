/**
 * The networks of <i>Objects that Sound</i>: AVE-Net (section 3), AVOL-Net (section 4) and L3-Net (the baseline), each file
 * reading like the paper's figure.
 *
 * <p>In: images {@code (N, 3, S, S)} in -1..1 and log-spectrograms {@code (N, 1, 257, 200)}. Out: embeddings
 * {@code (N, 128)}, feature maps {@code (N, 128, h, w)}, similarities and logits of "this sound belongs to this picture".
 */
@NullMarked
package dev.earsight.net;

import org.jspecify.annotations.NullMarked;
