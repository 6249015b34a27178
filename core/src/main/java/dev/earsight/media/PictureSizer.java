package dev.earsight.media;

import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Frames of one video as upright pictures of one size: square pixels, scaled, turned. */
final class PictureSizer implements AutoCloseable {
    private final PictureConverter converter = new PictureConverter();
    private final FrameSize size;
    private final Orientation orientation;
    private final double pixelAspect;
    private int storedWidth;
    private int storedHeight;

    PictureSizer(FrameSize size, Orientation orientation, double pixelAspect) {
        this.size = size;
        this.orientation = orientation;
        this.pixelAspect = pixelAspect;
    }

    RgbImage picture(AVFrame frame) {
        if (storedWidth == 0) {
            // A stream that changes its size midway goes on at the size it began with.
            int wide = displayWidth(frame.width(), pixelAspect);
            int shownWidth = orientation.swapsSides() ? frame.height() : wide;
            int shownHeight = orientation.swapsSides() ? wide : frame.height();
            int width = Math.max(1, size.widthFor(shownWidth, shownHeight));
            int height = Math.max(1, size.heightFor(shownWidth, shownHeight));
            storedWidth = orientation.swapsSides() ? height : width;
            storedHeight = orientation.swapsSides() ? width : height;
        }
        return orientation.apply(converter.convert(frame, storedWidth, storedHeight));
    }

    static int displayWidth(int width, double pixelAspect) {
        return Math.max(1, Math.toIntExact(Math.round(width * pixelAspect)));
    }

    @Override
    public void close() {
        converter.close();
    }
}
