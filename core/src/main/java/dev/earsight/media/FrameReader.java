package dev.earsight.media;

import dev.earsight.media.MediaException.Reason;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Streams the pictures of a video on the 25 frames-per-second grid (paper, section 3.1), whatever its own rate: grid frame
 * {@code k} is the last picture whose presentation time is at or before {@code k / 25} seconds, the first picture where none
 * is yet. Time zero is shared with {@link AudioReader}: the start of the video, or up to whole grid frames earlier if the sound
 * begins before it. Rotation and pixel aspect are honored; damaged packets are passed over. Memory does not grow with length.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class FrameReader implements AutoCloseable {
    private final MediaSource source;
    private final FrameCursor cursor;
    private final PictureSizer sizer;
    private boolean started;
    private int index;
    private long shownSerial;
    private @Nullable RgbImage shown;
    private @Nullable PictureSizer otherSizer;
    private @Nullable FrameSize otherSize;
    private boolean closed;

    private FrameReader(MediaSource source, FrameSize size, DecodeOptions options) {
        this.source = source;
        this.cursor = new FrameCursor(source, options);
        this.sizer = sizer(source, size);
    }

    /** Opens a video with {@link DecodeOptions#DEFAULT}. */
    public static FrameReader open(Path path, FrameSize size) {
        return open(path, size, DecodeOptions.DEFAULT);
    }

    /**
     * Opens a video.
     *
     * @throws MediaException if it cannot be used, with the reason
     */
    public static FrameReader open(Path path, FrameSize size, DecodeOptions options) {
        MediaSource source = openVideo(path, options);
        try {
            return new FrameReader(source, size, options);
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    static MediaSource openVideo(Path path, DecodeOptions options) {
        MediaSource source = MediaSource.open(path, options);
        if (source.stillPicture()) {
            source.close();
            throw new MediaException(
                    Reason.STILL_PICTURE, path, "a still picture, not a video; give a video, or read it as a picture");
        }
        if (source.videoStream() == MediaSource.NONE) {
            source.close();
            throw new MediaException(
                    Reason.NO_VIDEO, path, "there is no video stream in it (cover art does not count); give a video");
        }
        return source;
    }

    static PictureSizer sizer(MediaSource source, FrameSize size) {
        return new PictureSizer(size, source.orientation(), source.pixelAspect());
    }

    /**
     * The next frame of the grid, or empty after the last.
     *
     * @throws MediaException with {@code CORRUPT} if the file yields no picture at all
     */
    public Optional<VideoFrame> next() {
        if (!started && !cursor.start()) {
            throw source.corrupt("not one picture of its video can be decoded");
        }
        started = true;
        double seconds = index / (double) VideoFrame.PER_SECOND;
        cursor.advanceTo(seconds);
        if (index > 0 && seconds >= cursor.currentEndSeconds() - FrameCursor.TOLERANCE_SECONDS) {
            return Optional.empty();
        }
        RgbImage image = shown;
        if (image == null || shownSerial != cursor.serial()) {
            image = sizer.picture(cursor.current());
            shown = image;
            shownSerial = cursor.serial();
        }
        return Optional.of(new VideoFrame(index++, image));
    }

    /**
     * Passes over frames, so that the next one is grid frame {@code frame}: they are decoded, since later ones build on them,
     * but not made into pictures, which takes longer. Does nothing where that frame was already given.
     */
    public void skipTo(int frame) {
        index = Math.max(index, frame);
    }

    /** The frame last given by {@link #next}, at another size. */
    public RgbImage picture(FrameSize size) {
        if (shown == null) {
            throw new IllegalStateException("no frame was read yet");
        }
        PictureSizer ready = otherSizer;
        if (ready == null || !size.equals(otherSize)) {
            if (ready != null) {
                ready.close();
            }
            ready = sizer(source, size);
            otherSizer = ready;
            otherSize = size;
        }
        return ready.picture(cursor.current());
    }

    /** How many damaged packets were passed over so far. */
    public int corruptPackets() {
        return cursor.decoder().corruptPackets();
    }

    /** Frees the decoder; does nothing the second time. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            sizer.close();
            if (otherSizer != null) {
                otherSizer.close();
            }
            cursor.close();
            source.close();
        }
    }
}
