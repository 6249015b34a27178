package dev.earsight.scene;

import java.awt.Graphics2D;

/**
 * A painter with the seed of one instance.
 *
 * @param painter paints the class
 * @param seed of everything random about the instance
 * @param restPose pose when nothing is said of one; {@link Brush#NOT_PLAYED} for things that are never seen playing
 */
record DrawnLook(Painter painter, long seed, double restPose) implements Look {
    @Override
    public void paint(Graphics2D graphics) {
        paint(graphics, restPose);
    }

    @Override
    public void paint(Graphics2D graphics, double pose) {
        Brush brush = new Brush(graphics, Dice.of(seed, 0, 0), pose);
        painter.paint(brush);
        brush.finish();
    }
}
