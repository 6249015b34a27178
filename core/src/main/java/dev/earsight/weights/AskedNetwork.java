package dev.earsight.weights;

import dev.earsight.net.Model;
import dev.earsight.net.NetworkConfig;

/**
 * A network to be asked, arrays in and arrays out: a {@link TrainedNetwork}, which is for one thread at a time, or something that
 * passes the questions of many threads on to one. An item's answer does not depend on what it is asked together with.
 */
public interface AskedNetwork {
    /** Which network it is. */
    Model model();

    /** Its sizes, that of the pictures as they are to be given to it. */
    NetworkConfig config();

    /**
     * What the vision side makes of {@code count} pictures.
     *
     * @param images {@code (count, C, S, S)}, planes as {@link dev.earsight.net.Network#vision} takes them
     * @return {@code (count, places, D)}
     */
    float[][] pictures(float[] images, int count);

    /**
     * What the sound side makes of {@code count} seconds.
     *
     * @param spectrograms {@code (count, 1, 257, 200)}
     * @return {@code (count, D)}
     */
    float[][] sounds(float[] spectrograms, int count);

    /** Log-odds that a sound belongs to each place of a picture, or to the picture as a whole where there is one place. */
    float[] logits(float[] picture, float[] sound);

    /**
     * Log-odds that a sound belongs to anything in a picture: pooled over the places as the network was trained to, the highest
     * of {@link #logits} or, with attention, at most that.
     */
    float logit(float[] picture, float[] sound);
}
