package dev.earsight.embed;

import dev.earsight.clip.PictureInput;
import dev.earsight.media.AudioReader;
import dev.earsight.media.DecodeOptions;
import dev.earsight.media.FrameReader;
import dev.earsight.media.FrameSize;
import dev.earsight.media.MediaException;
import dev.earsight.media.MediaInfo;
import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;
import dev.earsight.media.VideoFrame;
import dev.earsight.net.NetworkConfig;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Streams a file's moments: every {@code hopFrames} frames of the 25 frames-per-second grid, the picture and the second of
 * sound around it. Where one of the two ends first, moments go on with the other alone; a hop of a second or less leaves
 * no sample out. Holds a few seconds of sound and a picture at a time, whatever the file's length.
 */
public final class MomentReader implements AutoCloseable {
    private final Optional<FrameReader> frames;
    private final Optional<SlidingSound> sound;
    private final FrameSize size;
    private final FrameSize shownSize;
    private final PictureInput input;
    private final int hopFrames;
    private final ArrayDeque<Frame> held = new ArrayDeque<>();
    private boolean picturesEnded;
    private int frameIndex;
    private int momentIndex;
    private int firstHeld;

    /**
     * What moments are read of.
     *
     * @param pictures the file whose pictures are shown
     * @param sound the file whose sound is heard, mostly the same
     * @param decoding limits of decoding
     */
    public record Source(Path pictures, Path sound, DecodeOptions decoding) {
        /** A file's own pictures and sound, without limits. */
        public static Source of(Path file) {
            return new Source(file, file, DecodeOptions.DEFAULT);
        }
    }

    /** A picture as asked for, and as the network is to be shown it. */
    private record Frame(RgbImage image, RgbImage shown) {}

    private MomentReader(
            Optional<FrameReader> frames,
            Optional<SlidingSound> sound,
            FrameSize size,
            PictureInput input,
            int hopFrames) {
        this.frames = frames;
        this.sound = sound;
        this.size = size;
        this.hopFrames = hopFrames;
        shownSize = sizeFor(input);
        this.input = input;
        picturesEnded = frames.isEmpty();
    }

    /** Opens a video or a sound file, of which no network is shown anything. */
    public static MomentReader open(Path file, FrameSize size, int hopFrames) {
        return open(file, size, hopFrames, PictureInput.still(1));
    }

    /** Opens a video or a sound file, its pictures in the size that suits a network. */
    public static MomentReader open(Path file, int hopFrames, PictureInput input) {
        return open(file, sizeFor(input), hopFrames, input);
    }

    /**
     * Opens a video or a sound file.
     *
     * @param hopFrames frames from one moment to the next, 1 for every frame, 25 for every second
     * @param input what a network is to be shown of each moment
     * @throws MediaException where the file cannot be used
     */
    public static MomentReader open(Path file, FrameSize size, int hopFrames, PictureInput input) {
        return open(Source.of(file), size, hopFrames, input);
    }

    /** As {@link #open(Path, int, PictureInput)}, of pictures and sound that may lie in two files. */
    public static MomentReader open(Source source, int hopFrames, PictureInput input) {
        return open(source, sizeFor(input), hopFrames, input);
    }

    /** As {@link #open(Path, FrameSize, int, PictureInput)}, of pictures and sound that may lie in two files. */
    public static MomentReader open(Source source, FrameSize size, int hopFrames, PictureInput input) {
        if (hopFrames < 1) {
            throw new IllegalArgumentException("Moments are at least one frame apart, not " + hopFrames);
        }
        DecodeOptions decoding = source.decoding();
        boolean seen = MediaInfo.probe(source.pictures(), decoding).hasVideo();
        boolean heard = MediaInfo.probe(source.sound(), decoding).hasAudio();
        if (!seen && !heard) {
            throw new MediaException(
                    MediaException.Reason.NO_AUDIO,
                    source.sound(),
                    "has neither video nor sound; give a video or a sound file.");
        }
        Optional<FrameReader> frames =
                seen ? Optional.of(FrameReader.open(source.pictures(), size, decoding)) : Optional.empty();
        try {
            Optional<SlidingSound> sound = heard
                    ? Optional.of(new SlidingSound(AudioReader.open(source.sound(), decoding)))
                    : Optional.empty();
            return new MomentReader(frames, sound, size, input, hopFrames);
        } catch (RuntimeException e) {
            frames.ifPresent(FrameReader::close);
            throw e;
        }
    }

    /** Pictures squashed for a network while they are decoded: twice its side keeps the averaging smooth. */
    static FrameSize sizeFor(PictureInput input) {
        return FrameSize.exact(2 * input.side(), 2 * input.side());
    }

    /** What a network is to be shown of a moment. */
    public static PictureInput inputOf(NetworkConfig network) {
        return new PictureInput(network.imageSide(), network.frames(), network.flowFields());
    }

    /** Passes over what comes before grid frame {@code frame}; to be asked for before the first moment. */
    public void skipTo(int frame) {
        frameIndex = frame;
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
        momentIndex = frameIndex;
        frameIndex += hopFrames;
        return Optional.of(new Moment(seconds, picture, window));
    }

    private Optional<RgbImage> nextPicture() {
        while (!held.isEmpty() && firstHeld < frameIndex - input.framesBefore()) {
            held.removeFirst();
            firstHeld++;
        }
        while (!picturesEnded && (held.isEmpty() || firstHeld + held.size() <= frameIndex + input.framesAfter())) {
            readPicture(held.isEmpty() ? Math.max(0, frameIndex - input.framesBefore()) : firstHeld + held.size());
        }
        return frameIndex < firstHeld + held.size()
                ? held.stream().skip(frameIndex - firstHeld).map(Frame::image).findFirst()
                : Optional.empty();
    }

    private void readPicture(int index) {
        FrameReader reader = frames.orElseThrow();
        reader.skipTo(index);
        Optional<VideoFrame> frame = reader.next();
        picturesEnded = frame.isEmpty();
        if (held.isEmpty()) {
            firstHeld = index;
        }
        frame.map(VideoFrame::image)
                .map(image -> new Frame(image, size.equals(shownSize) ? image : reader.picture(shownSize)))
                .ifPresent(held::addLast);
    }

    /**
     * The pictures around the moment last given, which must have had one, as a {@link
     * PictureWindow} takes them. Beyond the video's ends, its first and last picture are there again.
     */
    public List<RgbImage> shown() {
        List<Frame> all = List.copyOf(held);
        return IntStream.rangeClosed(momentIndex - input.framesBefore(), momentIndex + input.framesAfter())
                .mapToObj(index -> all.get(Math.clamp(index - firstHeld, 0, all.size() - 1))
                        .shown())
                .toList();
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
