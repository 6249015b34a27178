package dev.earsight.clip;

import dev.earsight.media.RgbImage;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * How pairs are varied (as in the paper: random crop, flip, brightness and saturation of the picture, level of the sound).
 *
 * <p>The paper crops 224 of 256 pixels: 0.77 of the area of a square picture. We cut a random share of the picture's area in
 * the picture's own proportions and squash it to the network's square, so that things have in training the shape they have
 * in evaluation, and what sounds is seldom cut away.
 *
 * @param crop whether a random part is cut; otherwise the whole picture is squashed to the square
 * @param minCropArea least area of the part, as a share of the picture's; above 0
 * @param maxCropArea greatest area, at most 1
 * @param flip whether left and right change places in half of the pictures
 * @param brightness greatest change of brightness either way, in units of the full range
 * @param saturation greatest change of the saturation factor either way, at most 1
 * @param soundLevel greatest change of the factor on the sound's amplitude either way, below 1
 * @param erasedSide greatest width and height, as shares of the picture's, of a rectangle painted over in half of the pictures
 *     (random erasing, Zhong et al., arXiv 1708.04896); 0 erases nothing
 * @param maskedShare greatest share of a spectrogram's columns, and of its rows on the mel scale, that is painted over with
 *     the spectrogram's mean (SpecAugment, Park et al., arXiv 1904.08779); 0 masks nothing
 * @param timeReversal share of the pairs that run backwards, pictures and sound together; for networks that see motion
 */
public record Augmentation(
        boolean crop,
        double minCropArea,
        double maxCropArea,
        boolean flip,
        double brightness,
        double saturation,
        double soundLevel,
        double erasedSide,
        double maskedShare,
        double timeReversal) {
    private static final int BINS = LogSpectrogram.BINS;
    private static final int FRAMES = LogSpectrogram.FRAMES;

    /** Checks the ranges. */
    public Augmentation {
        require(minCropArea > 0 && minCropArea <= maxCropArea && maxCropArea <= 1, "crop area", "above 0, at most 1");
        require(brightness >= 0 && brightness <= 1, "brightness change", "0 to 1");
        require(saturation >= 0 && saturation <= 1, "saturation change", "0 to 1");
        require(soundLevel >= 0 && soundLevel < 1, "sound level change", "at least 0, below 1");
        require(erasedSide >= 0 && erasedSide < 1, "erased side", "at least 0, below 1");
        require(maskedShare >= 0 && maskedShare < 1, "masked share", "at least 0, below 1");
        require(timeReversal >= 0 && timeReversal <= 1, "time reversal", "0 to 1");
    }

    /**
     * As in the paper: 0.75 to 1 of the area, flip, brightness 32/255, saturation 0.5 to 1.5, level 10 % either way (the
     * last three as in the published L3-Net code and paper).
     */
    public static Augmentation standard() {
        return new Augmentation(true, 0.75, 1, true, 32 / 255.0, 0.5, 0.1, 0, 0, 0);
    }

    /** For evaluation: the whole picture squashed to the square, the sound as it is; draws nothing. */
    public static Augmentation off() {
        return new Augmentation(false, 1, 1, false, 0, 0, 0, 0, 0, 0);
    }

    /** How to show {@code image} this time. What is switched off draws nothing from {@code random}. */
    public View drawView(RgbImage image, RandomGenerator random) {
        double width = image.width();
        double height = image.height();
        double left = 0;
        double top = 0;
        if (crop) {
            double area = minCropArea < maxCropArea ? random.nextDouble(minCropArea, maxCropArea) : minCropArea;
            width *= Math.sqrt(area);
            height *= Math.sqrt(area);
            left = random.nextDouble() * (image.width() - width);
            top = random.nextDouble() * (image.height() - height);
        }
        boolean flipped = flip && random.nextBoolean();
        double brighter = brightness > 0 ? random.nextDouble(-brightness, brightness) : 0;
        double factor = saturation > 0 ? random.nextDouble(1 - saturation, 1 + saturation) : 1;
        return new View(left, top, width, height, flipped, brighter, factor);
    }

    /** Whether a pair runs backwards this time. */
    boolean drawReversed(RandomGenerator random) {
        return timeReversal > 0 && random.nextDouble() < timeReversal;
    }

    /** The factor on the sound's amplitude this time. */
    public float drawGain(RandomGenerator random) {
        return soundLevel > 0 ? (float) random.nextDouble(1 - soundLevel, 1 + soundLevel) : 1f;
    }

    /** Paints over the same part of all {@code channels} planes {@code planes[offset ...]}, in half of the cases. */
    void erase(float[] planes, int offset, int side, int channels, RandomGenerator random) {
        if (erasedSide == 0 || random.nextBoolean()) {
            return;
        }
        int width = (int) Math.round(side * random.nextDouble() * erasedSide);
        int height = (int) Math.round(side * random.nextDouble() * erasedSide);
        int left = random.nextInt(side - width + 1);
        int top = random.nextInt(side - height + 1);
        float[] color = {2 * random.nextFloat() - 1, 2 * random.nextFloat() - 1, 2 * random.nextFloat() - 1};
        for (int plane = 0; plane < channels; plane++) {
            float value = color[plane % 3];
            for (int y = top; y < top + height; y++) {
                int row = offset + (plane * side + y) * side;
                Arrays.fill(planes, row + left, row + left + width, value);
            }
        }
    }

    /** Paints over some columns and some rows of the spectrogram {@code values[offset ...]} of shape (257, 200). */
    void mask(float[] values, int offset, RandomGenerator random) {
        if (maskedShare == 0) {
            return;
        }
        double sum = 0;
        for (int i = offset; i < offset + BINS * FRAMES; i++) {
            sum += values[i];
        }
        float mean = (float) (sum / (BINS * FRAMES));
        int columns = (int) Math.round(FRAMES * random.nextDouble() * maskedShare);
        int firstColumn = random.nextInt(FRAMES - columns + 1);
        for (int bin = 0; bin < BINS; bin++) {
            int row = offset + bin * FRAMES;
            Arrays.fill(values, row + firstColumn, row + firstColumn + columns, mean);
        }
        double share = random.nextDouble() * maskedShare;
        double from = random.nextDouble() * (1 - share);
        Arrays.fill(values, offset + bin(from) * FRAMES, offset + bin(from + share) * FRAMES, mean);
    }

    /**
     * The bin at a share of the mel scale: {@code 700 (10^(m / 2595) - 1)} hertz at {@code m} mel. The networks' own mel rows
     * follow the same formula and do not look into this room.
     */
    private static int bin(double share) {
        double highest = (BINS - 1) * LogSpectrogram.BIN_HERTZ;
        double hertz = 700 * (Math.pow(1 + highest / 700, share) - 1);
        return (int) Math.round(hertz / LogSpectrogram.BIN_HERTZ);
    }

    private static void require(boolean holds, String what, String range) {
        if (!holds) {
            throw new IllegalArgumentException("The augmentation's " + what + " must be " + range);
        }
    }
}
