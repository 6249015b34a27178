package dev.earsight.clip;

import dev.earsight.media.RgbImage;

/**
 * How a picture is shown to the network: the rectangle of it that is scaled to the square, and what is changed on the way.
 *
 * @param left left edge of the rectangle in pixels of the picture, not necessarily whole
 * @param top upper edge
 * @param width width of the rectangle, above 0
 * @param height height of the rectangle, above 0
 * @param flipped whether left and right change places
 * @param brightness added to every value, in units of the full range (0 changes nothing, 1 makes black white)
 * @param saturation factor on the distance of each color from its grey (1 changes nothing, 0 makes the picture grey)
 */
public record View(
        double left, double top, double width, double height, boolean flipped, double brightness, double saturation) {
    /** The whole picture squashed to the square, unchanged: boxes map to it by scaling x and y alone. */
    public static View whole(RgbImage image) {
        return new View(0, 0, image.width(), image.height(), false, 0, 1);
    }
}
