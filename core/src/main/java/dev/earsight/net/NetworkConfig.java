package dev.earsight.net;

import java.util.List;

/**
 * The sizes of a network.
 *
 * @param imageSide side {@code S} of the square input picture in pixels; a multiple of 16
 * @param widths channels of the four stages conv1 to conv4
 * @param embeddingSize length of the embeddings (paper: 128)
 * @param soundPooling how many times smaller the log-spectrogram is made each way before the first convolution, its rows
 *     evenly spaced on the mel scale; 1 leaves it as the paper has it, 4 makes the sound ConvNet sixteen times cheaper
 * @param normalizedEmbedding whether both sides' last vectors are batch-normalized, with nothing to learn. The paper does not;
 *     but two fresh networks give nearly the same vector for every input, and taking that common part away lets the
 *     comparison see differences from the first step
 * @param padding what stands beyond the border of a picture or map
 * @param attentionSharpness how AVOL-Net makes one similarity of its map, in training and in use: 0 takes the maximum, as the
 *     paper does; above, the mean of all places, weighted by attention of this sharpness ({@link AvolNet}). Per unit of the
 *     product, which has a deviation near 11 with {@code normalizedEmbedding} and near 1 without
 */
public record NetworkConfig(
        int imageSide,
        List<Integer> widths,
        int embeddingSize,
        int soundPooling,
        boolean normalizedEmbedding,
        Padding padding,
        double attentionSharpness) {

    /** What a convolution sees beyond the border. */
    public enum Padding {
        /** Zeros, as in the paper; a network can tell from them where the border is. */
        ZERO,
        /** The border's own values again, which say nothing about position. */
        REPLICATE
    }

    /** Checks the sizes. */
    public NetworkConfig {
        widths = List.copyOf(widths);
        if (imageSide < 32 || imageSide % 16 != 0) {
            throw new IllegalArgumentException("The image side must be a multiple of 16, at least 32: " + imageSide);
        }
        if (widths.size() != 4 || widths.stream().anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException("A network has four stages of at least one channel: " + widths);
        }
        if (embeddingSize < 1 || soundPooling < 1) {
            throw new IllegalArgumentException("Embedding size and sound pooling must be at least 1");
        }
        if (!(attentionSharpness >= 0 && attentionSharpness < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "The attention sharpness must be 0 (the maximum) or above: " + attentionSharpness);
        }
    }

    /** Sizes of a network that takes the maximum over places. */
    public NetworkConfig(
            int imageSide,
            List<Integer> widths,
            int embeddingSize,
            int soundPooling,
            boolean normalizedEmbedding,
            Padding padding) {
        this(imageSide, widths, embeddingSize, soundPooling, normalizedEmbedding, padding, 0);
    }

    /** The same network for pictures of another size: no weight depends on it. */
    public NetworkConfig withImageSide(int side) {
        return new NetworkConfig(
                side, widths, embeddingSize, soundPooling, normalizedEmbedding, padding, attentionSharpness);
    }

    /** The paper's sizes (figure 2): 224 pixels, 64 to 512 channels. */
    public static NetworkConfig paper() {
        return new NetworkConfig(224, List.of(64, 128, 256, 512), 128, 1, false, Padding.ZERO);
    }

    /** Sizes for a CPU: a pair costs about fifty times less than the paper's. */
    public static NetworkConfig small() {
        return new NetworkConfig(112, List.of(16, 32, 64, 128), 128, 4, true, Padding.ZERO);
    }

    /** Rows and columns of the last feature map: the convolutions and pools divide the picture's side by 16. */
    public int mapSide() {
        return imageSide / 16;
    }
}
