package dev.earsight.scene;

/** What to put behind the things of a scene. */
public enum BackdropStyle {
    /** The thing source's own backdrops; where it has none, {@link #ANY}. */
    SOURCE,
    /** One of the drawn styles below, a new one for each scene. */
    ANY,
    /** One color. */
    PLAIN,
    /** A color gradient. */
    GRADIENT,
    /** Smooth noise in several octaves, between two colors. */
    NOISE,
    /** Large soft blobs. */
    BLOBS,
    /** Straight or wavy stripes. */
    STRIPES,
    /** Many small pale shapes. */
    CLUTTER
}
