package dev.earsight.microphones;

/**
 * A place on the picture as OpenCV counts: (0, 0) is the center of the pixel at the top left.
 *
 * @param x pixels to the right
 * @param y pixels down
 */
public record Pixel(double x, double y) {}
