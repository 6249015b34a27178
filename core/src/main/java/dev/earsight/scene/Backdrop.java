package dev.earsight.scene;

import java.awt.image.BufferedImage;

/** What stands behind the things of a scene: the same picture at any size asked for. */
@FunctionalInterface
public interface Backdrop {
    /** A fresh opaque picture (type {@code TYPE_INT_RGB}) of {@code width} x {@code height} pixels. */
    BufferedImage render(int width, int height);
}
