package dev.earsight.evaluate;

import java.util.List;

/**
 * One picture in which the network pointed at what it thinks sounds.
 *
 * @param source the clip it comes from
 * @param className what sounds, for the table per class; may be empty
 * @param peakX where it pointed, fraction of the width
 * @param peakY fraction of the height
 * @param sounding boxes of what sounds; without any, the item is not counted
 * @param silent boxes of other things in view, for the baseline that picks one at random
 */
public record PointingItem(
        String source, String className, double peakX, double peakY, List<Box> sounding, List<Box> silent) {
    /** Keeps its own lists. */
    public PointingItem {
        sounding = List.copyOf(sounding);
        silent = List.copyOf(silent);
    }

    /** Without class and without other things in view. */
    public PointingItem(String source, double peakX, double peakY, List<Box> sounding) {
        this(source, "", peakX, peakY, sounding, List.of());
    }

    boolean hits(double x, double y) {
        return sounding.stream().anyMatch(box -> box.contains(x, y));
    }
}
