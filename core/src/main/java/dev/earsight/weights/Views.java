package dev.earsight.weights;

import dev.earsight.EarsightException;
import dev.earsight.net.AveNet;
import dev.earsight.net.AvolNet;
import dev.earsight.net.Network;
import dev.earsight.tensor.Tensors;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The ways in which a trained network looks at one picture, whose answers are averaged: at several sizes, and mirrored. The
 * networks are convolutional, so that any size will do.
 *
 * <p>AVOL-Net's maps are brought to the finest one's grid, between the centers of cells, and mirrored back. What is averaged is
 * the vector of each place; the product with a sound being linear, that is the average of the maps. AVE-Net's mean vector gets
 * unit length again.
 *
 * <p>The threshold of the log-odds stays the one fitted on single looks, and an averaged map has lower maxima: probabilities
 * come out lower. Places, and the order of pairs, are what several looks are for.
 *
 * @param scales sizes, as factors of the picture's side in training; each becomes the nearest multiple of 16 pixels
 * @param mirrored whether to look at each size mirrored, too
 */
public record Views(List<Double> scales, boolean mirrored) {
    private static final double SMALLEST = 0.25;
    private static final double LARGEST = 4;
    private static final int SMALLEST_SIDE = 32;
    private static final long[] WIDTH = {3};

    /** Checks the scales. */
    public Views {
        scales = List.copyOf(scales);
        if (scales.isEmpty() || scales.stream().anyMatch(scale -> !(scale >= SMALLEST && scale <= LARGEST))) {
            throw new EarsightException("The scales " + scales
                    + " do not say how large to look at pictures; give factors from 0.25 to 4, such as 1,1.5.");
        }
    }

    /** One look, at the size of training. */
    public static Views single() {
        return new Views(List.of(1.0), false);
    }

    /** Side in pixels of the largest look, for a network trained at {@code trainedSide}. */
    int largestSide(int trainedSide) {
        return scales.stream()
                .map(scale -> side(scale, trainedSide))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static int side(double scale, int trainedSide) {
        return Math.max(SMALLEST_SIDE, (int) Math.round(scale * trainedSide / 16) * 16);
    }

    /** What {@code network} makes of pictures {@code (N, C, S, S)} of the largest side: as {@link Network#vision}, averaged. */
    Tensor vision(Network network, Tensor images) {
        long largest = images.size(2);
        Tensor sum = Tensors.full(0, 1);
        for (double scale : scales) {
            int side = side(scale, network.config().imageSide());
            double smaller = side / (double) largest;
            Tensor resized = flowTimes(smaller, smaller, network, resized(images, side));
            sum = sum.add(look(network, resized, false, largest / 16));
            if (mirrored) {
                sum = sum.add(look(network, resized, true, largest / 16));
            }
        }
        int looks = scales.size() * (mirrored ? 2 : 1);
        Tensor mean = sum.div(Tensors.scalar(looks));
        if (!(network instanceof AveNet) || looks == 1) {
            return mean;
        }
        Tensor squaredLength = mean.mul(mean).sum(new long[] {1}, true, new ScalarTypeOptional());
        return mean.div(squaredLength.clamp_min(Tensors.scalar(1e-12)).sqrt());
    }

    private static Tensor look(Network network, Tensor images, boolean mirrored, long grid) {
        Tensor vision = network.vision(mirrored ? flowTimes(-1, 1, network, images.flip(WIDTH)) : images, false);
        if (!(network instanceof AvolNet)) {
            return vision;
        }
        long cells = images.size(2) / 16;
        Tensor map = vision.transpose(1, 2).reshape(vision.size(0), vision.size(2), cells, cells); // (N, 128, h, w)
        Tensor upright = mirrored ? map.flip(WIDTH) : map;
        Tensor onGrid = cells == grid ? upright : torch.upsample_bilinear2d(upright, new long[] {grid, grid}, false);
        return onGrid.flatten(2, 3).transpose(1, 2); // (N, P, 128)
    }

    /** Flow is in pixels: fewer in a smaller picture, the other way in a mirror image. */
    private static Tensor flowTimes(double right, double down, Network network, Tensor images) {
        int fields = network.config().flowFields();
        if (fields == 0) {
            return images;
        }
        float[] factors = new float[network.config().pictureChannels()];
        Arrays.fill(factors, 1);
        for (int plane = factors.length - 2 * fields; plane < factors.length; plane += 2) {
            factors[plane] = (float) right;
            factors[plane + 1] = (float) down;
        }
        return images.mul(Tensors.of(factors, 1, factors.length, 1, 1));
    }

    /** As pictures are made smaller for training: bilinear to the half, beyond that the mean of what a pixel covers. */
    private static Tensor resized(Tensor images, int side) {
        long[] size = {side, side};
        if (images.size(2) == side) {
            return images;
        }
        return images.size(2) <= 2L * side
                ? torch.upsample_bilinear2d(images, size, false)
                : torch.adaptive_avg_pool2d(images, size);
    }
}
