package dev.earsight.localize;

/**
 * How an {@link Overlay} looks.
 *
 * @param colorMap colors of the scores
 * @param lowest the score drawn as nothing at all
 * @param highest the score drawn at full strength
 * @param strength how much of the picture the highest scores cover, 0 to 1
 * @param peakMarker whether a small ring marks the peak
 * @param colorBar whether a bar with the scale stands to the right
 * @param sideBySide whether the plain picture stands to the left
 */
public record OverlayStyle(
        ColorMap colorMap,
        double lowest,
        double highest,
        double strength,
        boolean peakMarker,
        boolean colorBar,
        boolean sideBySide) {
    /** Inferno over probabilities 0 to 1, with a marker, without bar. */
    public static OverlayStyle plain() {
        return new OverlayStyle(ColorMap.INFERNO, 0, 1, 0.8, true, false, false);
    }

    /** The same with other colors. */
    public OverlayStyle with(ColorMap colors) {
        return new OverlayStyle(colors, lowest, highest, strength, peakMarker, colorBar, sideBySide);
    }

    /** The same for scores between these two. */
    public OverlayStyle withRange(double newLowest, double newHighest) {
        return new OverlayStyle(colorMap, newLowest, newHighest, strength, peakMarker, colorBar, sideBySide);
    }

    /** The same with or without marker. */
    public OverlayStyle withPeakMarker(boolean shown) {
        return new OverlayStyle(colorMap, lowest, highest, strength, shown, colorBar, sideBySide);
    }

    /** The same with or without the bar that explains the colors. */
    public OverlayStyle withColorBar(boolean shown) {
        return new OverlayStyle(colorMap, lowest, highest, strength, peakMarker, shown, sideBySide);
    }

    /** The same with or without the plain picture beside it. */
    public OverlayStyle withPictureBeside(boolean shown) {
        return new OverlayStyle(colorMap, lowest, highest, strength, peakMarker, colorBar, shown);
    }
}
