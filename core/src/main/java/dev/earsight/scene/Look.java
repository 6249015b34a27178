package dev.earsight.scene;

import java.awt.Graphics2D;

/**
 * How one instance of a thing looks. Painting the same look twice gives the same picture, at any scale: whatever is
 * random about it was drawn when the look was made. Looks may be painted from several threads at once.
 */
@FunctionalInterface
public interface Look {
    /**
     * Paints the thing around the origin, about within -1 to 1 on both axes (y points down), in the scale that
     * {@code graphics} is set to. The picture painted on is fully transparent before; what stays so is not the thing.
     */
    void paint(Graphics2D graphics);

    /** Paints it in one of the poses, 0 to 1, that it takes while it is played; as a rule it has but one. */
    default void paint(Graphics2D graphics, double pose) {
        paint(graphics);
    }
}
