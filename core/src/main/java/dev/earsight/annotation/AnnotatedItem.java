package dev.earsight.annotation;

import java.util.List;

/**
 * One picture with one sound and where the sound comes from.
 *
 * @param name what its score map's file is called, without ending
 * @param source the recording it comes from; items of one source are resampled together
 * @param className what sounds; may be empty
 * @param group items of one picture with several sounds share a group; otherwise the item's name
 * @param boxes what sounds; some may be empty
 * @param overlap what overlapping boxes mean
 * @param negative whether nothing in the picture makes the sound, so that a good map stays low
 */
public record AnnotatedItem(
        String name,
        String source,
        String className,
        String group,
        List<PixelBox> boxes,
        Overlap overlap,
        boolean negative) {
    /** Keeps its own list. */
    public AnnotatedItem {
        boxes = List.copyOf(boxes);
        if (negative && !boxes.isEmpty()) {
            throw new IllegalArgumentException(name + " is a negative and has boxes");
        }
    }

    /** Something sounds in the boxes; whoever lies in any of them is right. */
    public static AnnotatedItem of(String name, String source, String className, List<PixelBox> boxes) {
        return new AnnotatedItem(name, source, className, name, boxes, Overlap.UNION, false);
    }

    /** A picture with a sound that nothing in it makes. */
    public static AnnotatedItem negative(String name, String source) {
        return new AnnotatedItem(name, source, "", name, List.of(), Overlap.UNION, true);
    }
}
