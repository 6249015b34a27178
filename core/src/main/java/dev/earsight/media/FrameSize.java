package dev.earsight.media;

/** The size frames are scaled to while decoding; the aspect ratio is that of the display (pixel aspect, rotation). */
public sealed interface FrameSize {
    /** As the file has it, pixels made square. */
    record Native() implements FrameSize {}

    /** The shorter side {@code pixels} long, aspect ratio kept; smaller pictures stay as they are unless {@code mayEnlarge}. */
    record ShortSide(int pixels, boolean mayEnlarge) implements FrameSize {
        /** Checks the range. */
        public ShortSide {
            requirePositive(pixels);
        }
    }

    /** Exactly this, whatever becomes of the aspect ratio. */
    record Exact(int width, int height) implements FrameSize {
        /** Checks the ranges. */
        public Exact {
            requirePositive(width);
            requirePositive(height);
        }
    }

    /** As the file has it. */
    static FrameSize nativeSize() {
        return new Native();
    }

    /** The shorter side {@code pixels} long, never enlarged. */
    static FrameSize shortSide(int pixels) {
        return new ShortSide(pixels, false);
    }

    /** Exactly {@code width x height}. */
    static FrameSize exact(int width, int height) {
        return new Exact(width, height);
    }

    /** Width for a display of this size. */
    default int widthFor(int displayWidth, int displayHeight) {
        return switch (this) {
            case Native() -> displayWidth;
            case ShortSide(int pixels, boolean mayEnlarge) ->
                scaledSide(displayWidth, Math.min(displayWidth, displayHeight), pixels, mayEnlarge);
            case Exact exact -> exact.width();
        };
    }

    /** Height for a display of this size. */
    default int heightFor(int displayWidth, int displayHeight) {
        return switch (this) {
            case Native() -> displayHeight;
            case ShortSide(int pixels, boolean mayEnlarge) ->
                scaledSide(displayHeight, Math.min(displayWidth, displayHeight), pixels, mayEnlarge);
            case Exact exact -> exact.height();
        };
    }

    private static int scaledSide(int side, int shorter, int pixels, boolean mayEnlarge) {
        return shorter <= pixels && !mayEnlarge ? side : Math.toIntExact(Math.round(side * (double) pixels / shorter));
    }

    private static void requirePositive(int pixels) {
        if (pixels < 1) {
            throw new IllegalArgumentException("A frame needs at least one pixel each way, not " + pixels);
        }
    }
}
