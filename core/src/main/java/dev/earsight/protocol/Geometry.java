package dev.earsight.protocol;

/**
 * How the picture reached the network, and so what its map covers. A map is always laid over the whole frame's boxes, as all
 * published code does; under {@link #CENTER_CROPPED} that is wrong by design for frames that are not square.
 */
public enum Geometry {
    /** Squeezed to a square: the map covers the frame. */
    SQUASHED("whole frame squeezed to a square"),
    /** Shorter side resized, middle square cut out; a 16:9 frame loses 22 % on the left and on the right, its boxes do not. */
    CENTER_CROPPED("middle square cut out, boxes of the whole frame");

    private final String words;

    Geometry(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
