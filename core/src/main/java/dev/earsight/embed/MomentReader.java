package dev.earsight.embed;

import dev.earsight.media.AudioReader;
import dev.earsight.media.FrameReader;
import dev.earsight.media.FrameSize;
import dev.earsight.media.MediaException;
import dev.earsight.media.MediaInfo;
import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;
import dev.earsight.media.VideoFrame;
import dev.earsight.net.NetworkConfig;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Streams a file's moments: every {@code hopFrames} frames of the 25 frames-per-second grid, the picture and the second of
 * sound around it. Where one of the two ends first, moments go on with the other alone; a hop of a second or less leaves
 * no sample out. Holds a few seconds of sound and a picture at a time, whatever the file's length.
 */
public final class MomentReader implements AutoCloseable {
    private final Optional<FrameReader> frames;
    private final Optional<SlidingSound> sound;
    private final int hopFrames;
    private boolean picturesEnded;
    private int frameIndex;

    private MomentReader(Optional<FrameReader> frames, Optional<SlidingSound> sound, int hopFrames) {
        this.frames = frames;
        this.sound = sound;
        this.hopFrames = hopFrames;
        picturesEnded = frames.isEmpty();
    }

    /**
     * Opens a video or a sound file.
     *
     * @param hopFrames frames from one moment to the next, 1 for every frame, 25 for every second
     * @throws MediaException where the file cannot be used
     */
    public static MomentReader open(Path file, FrameSize size, int hopFrames) {
        if (hopFrames < 1) {
            throw new IllegalArgumentException("Moments are at least one frame apart, not " + hopFrames);
        }
        MediaInfo info = MediaInfo.probe(file);
        if (!info.hasVideo() && !info.hasAudio()) {
            throw new MediaException(
                    MediaException.Reason.NO_AUDIO, file, "has neither video nor sound; give a video or a sound file.");
        }
        Optional<FrameReader> frames = info.hasVideo() ? Optional.of(FrameReader.open(file, size)) : Optional.empty();
        try {
            Optional<SlidingSound> sound =
                    info.hasAudio() ? Optional.of(new SlidingSound(AudioReader.open(file))) : Optional.empty();
            return new MomentReader(frames, sound, hopFrames);
        } catch (RuntimeException e) {
            frames.ifPresent(FrameReader::close);
            throw e;
        }
    }

    /** Pictures squashed for a network while they are decoded: twice its side keeps the averaging smooth. */
    public static FrameSize sizeFor(NetworkConfig network) {
        int side = 2 * network.imageSide();
        return FrameSize.exact(side, side);
    }

    /** The next moment, or nothing after the last picture and the last sample. */
    public Optional<Moment> next() {
        Optional<RgbImage> picture = nextPicture();
        long center = (long) frameIndex * Sound.SAMPLES_PER_FRAME;
        Optional<Moment.Window> window = sound.flatMap(sliding -> sliding.around(center));
        if (picture.isEmpty() && window.isEmpty()) {
            return Optional.empty();
        }
        double seconds = frameIndex / (double) VideoFrame.PER_SECOND;
        frameIndex += hopFrames;
        return Optional.of(new Moment(seconds, picture, window));
    }

    private Optional<RgbImage> nextPicture() {
        if (picturesEnded) {
            return Optional.empty();
        }
        FrameReader reader = frames.orElseThrow();
        reader.skipTo(frameIndex);
        Optional<VideoFrame> frame = reader.next();
        picturesEnded = frame.isEmpty();
        return frame.map(VideoFrame::image);
    }

    /** The picture of the moment last given, at another size. */
    public RgbImage picture(FrameSize size) {
        return frames.orElseThrow().picture(size);
    }

    /** Samples in memory now. */
    int heldSamples() {
        return sound.map(SlidingSound::held).orElse(0);
    }

    @Override
    public void close() {
        try {
            frames.ifPresent(FrameReader::close);
        } finally {
            sound.ifPresent(SlidingSound::close);
        }
    }
}
