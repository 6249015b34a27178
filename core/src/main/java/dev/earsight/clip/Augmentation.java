package dev.earsight.clip;

import dev.earsight.media.RgbImage;
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
 */
public record Augmentation(
        boolean crop,
        double minCropArea,
        double maxCropArea,
        boolean flip,
        double brightness,
        double saturation,
        double soundLevel) {
    /** Checks the ranges. */
    public Augmentation {
        require(minCropArea > 0 && minCropArea <= maxCropArea && maxCropArea <= 1, "crop area", "above 0, at most 1");
        require(brightness >= 0 && brightness <= 1, "brightness change", "0 to 1");
        require(saturation >= 0 && saturation <= 1, "saturation change", "0 to 1");
        require(soundLevel >= 0 && soundLevel < 1, "sound level change", "at least 0, below 1");
    }

    /**
     * For training: 0.75 to 1 of the area, flip, brightness 32/255, saturation 0.5 to 1.5, level 10 % either way (the
     * last three as in the published L3-Net code and paper).
     */
    public static Augmentation standard() {
        return new Augmentation(true, 0.75, 1, true, 32 / 255.0, 0.5, 0.1);
    }

    /** For evaluation: the whole picture squashed to the square, the sound as it is; draws nothing. */
    public static Augmentation off() {
        return new Augmentation(false, 1, 1, false, 0, 0, 0);
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

    /** The factor on the sound's amplitude this time. */
    public float drawGain(RandomGenerator random) {
        return soundLevel > 0 ? (float) random.nextDouble(1 - soundLevel, 1 + soundLevel) : 1f;
    }

    private static void require(boolean holds, String what, String range) {
        if (!holds) {
            throw new IllegalArgumentException("The augmentation's " + what + " must be " + range);
        }
    }
}
