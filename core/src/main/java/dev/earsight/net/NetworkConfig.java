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
 * @param frames consecutive frames of 25 a second that the vision side sees, around the moment: an odd number; 1 is a still
 *     picture, 25 the paper's AVE+MF
 * @param flowFields fields of optical flow that it sees beside one frame, from the moment on; 0 none, 10 the paper's AVE+OF
 */
public record NetworkConfig(
        int imageSide,
        List<Integer> widths,
        int embeddingSize,
        int soundPooling,
        boolean normalizedEmbedding,
        Padding padding,
        double attentionSharpness,
        int frames,
        int flowFields) {

    /** The second of sound around a moment holds 25 frames: what lies outside it cannot be heard. */
    private static final int MOST_FRAMES = 25;

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
        frames = Math.max(1, frames); // files older than this setting say 0
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
        if (frames % 2 == 0 || frames > MOST_FRAMES) {
            throw new IllegalArgumentException(
                    "A network sees an odd number of frames, at most " + MOST_FRAMES + ", not " + frames);
        }
        if (flowFields < 0 || flowFields > MOST_FRAMES || (flowFields > 0 && frames > 1)) {
            throw new IllegalArgumentException("A network sees flow fields, at most " + MOST_FRAMES
                    + ", beside one frame, not " + flowFields + " beside " + frames);
        }
    }

    /** Sizes of a network that takes the maximum over places of a still picture. */
    public NetworkConfig(
            int imageSide,
            List<Integer> widths,
            int embeddingSize,
            int soundPooling,
            boolean normalizedEmbedding,
            Padding padding) {
        this(imageSide, widths, embeddingSize, soundPooling, normalizedEmbedding, padding, 0, 1, 0);
    }

    /** The same network for pictures of another size: no weight depends on it. */
    public NetworkConfig withImageSide(int side) {
        return with(side, attentionSharpness, frames, flowFields);
    }

    /** The same network with soft attention of this sharpness over places. */
    public NetworkConfig withAttention(double sharpness) {
        return with(imageSide, sharpness, frames, flowFields);
    }

    /** A network of the same sizes that sees so many frames, or flow fields beside one. */
    public NetworkConfig withMotion(int newFrames, int newFlowFields) {
        return with(imageSide, attentionSharpness, newFrames, newFlowFields);
    }

    private NetworkConfig with(int side, double sharpness, int newFrames, int newFlowFields) {
        return new NetworkConfig(
                side,
                widths,
                embeddingSize,
                soundPooling,
                normalizedEmbedding,
                padding,
                sharpness,
                newFrames,
                newFlowFields);
    }

    /** Planes of the picture input: three for each frame, then two for each flow field. */
    public int pictureChannels() {
        return 3 * frames + 2 * flowFields;
    }

    /** The paper's sizes (figure 2): 224 pixels, 64 to 512 channels. */
    public static NetworkConfig paper() {
        return new NetworkConfig(224, List.of(64, 128, 256, 512), 128, 1, false, Padding.ZERO);
    }

    /** Sizes for a CPU: a pair costs about fifty times less than the paper's. */
    public static NetworkConfig small() {
        return new NetworkConfig(112, List.of(16, 32, 64, 128), 128, 4, false, Padding.ZERO);
    }

    /** Rows and columns of the last feature map: the convolutions and pools divide the picture's side by 16. */
    public int mapSide() {
        return imageSide / 16;
    }
}
