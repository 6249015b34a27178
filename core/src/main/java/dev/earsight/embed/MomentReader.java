package dev.earsight.embed;

import dev.earsight.media.AudioReader;
import dev.earsight.media.FrameReader;
import dev.earsight.media.FrameSize;
import dev.earsight.media.MediaException;
import dev.earsight.media.MediaInfo;
import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;
import dev.earsight.media.VideoFrame;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Streams a file's moments: every {@code hopFrames} frames of the 25 frames-per-second grid, the picture and the second of
 * sound around it. Holds little more than a second of sound and a picture at a time, whatever the file's length.
 */
public final class MomentReader implements AutoCloseable {
    private static final int WINDOW = Sound.SAMPLE_RATE_HZ;

    private final Optional<FrameReader> frames;
    private final Optional<SlidingSound> sound;
    private final int hopFrames;
    private int frameIndex;

    private MomentReader(Optional<FrameReader> frames, Optional<SlidingSound> sound, int hopFrames) {
        this.frames = frames;
        this.sound = sound;
        this.hopFrames = hopFrames;
    }

    /**
     * Opens a video or a sound file.
     *
     * @param hopFrames frames from one moment to the next, 1 for every frame, 25 for every second
     * @throws MediaException where the file cannot be used
     */
    public static MomentReader open(Path file, FrameSize size, int hopFrames) {
        MediaInfo info = MediaInfo.probe(file);
        if (!info.hasVideo() && !info.hasAudio()) {
            throw new MediaException(
                    MediaException.Reason.NO_AUDIO, file, "has neither video nor sound; give a video or a sound file.");
        }
        Optional<FrameReader> frames = info.hasVideo() ? Optional.of(FrameReader.open(file, size)) : Optional.empty();
        Optional<SlidingSound> sound =
                info.hasAudio() ? Optional.of(new SlidingSound(AudioReader.open(file))) : Optional.empty();
        return new MomentReader(frames, sound, hopFrames);
    }

    /** The next moment, or nothing after the last frame (of a sound file: after its last sample). */
    public Optional<Moment> next() {
        Optional<RgbImage> picture = Optional.empty();
        if (frames.isPresent()) {
            Optional<VideoFrame> frame = frames.get().next();
            while (frame.isPresent() && frame.get().index() % hopFrames != 0) {
                frame = frames.get().next();
            }
            if (frame.isEmpty()) {
                return Optional.empty();
            }
            frameIndex = frame.get().index();
            picture = frame.map(VideoFrame::image);
        }
        long center = (long) frameIndex * Sound.SAMPLES_PER_FRAME;
        double seconds = frameIndex / 25.0;
        if (frames.isEmpty() && sound.isPresent() && !sound.get().reaches(center)) {
            return Optional.empty();
        }
        Optional<float[]> samples = sound.map(sliding -> sliding.around(center));
        frameIndex += hopFrames;
        return Optional.of(new Moment(seconds, picture, samples));
    }

    @Override
    public void close() {
        frames.ifPresent(FrameReader::close);
        sound.ifPresent(SlidingSound::close);
    }

    /** The last second or so of a sound that is read as far as it is asked for. */
    private static final class SlidingSound implements AutoCloseable {
        private final AudioReader reader;
        private float[] buffer = new float[4 * WINDOW];
        /** The sample number of {@code buffer[0]}, and how many samples it holds. */
        private long start;

        private int held;
        private boolean ended;

        SlidingSound(AudioReader reader) {
            this.reader = reader;
        }

        /** Whether the sound lasts beyond this sample. */
        boolean reaches(long sample) {
            readTo(sample + 1);
            return sample < start + held;
        }

        /** The window around {@code center}, moved inside the sound at its ends. */
        float[] around(long center) {
            long from = Math.max(0, center - WINDOW / 2);
            readTo(from + WINDOW);
            from = Math.max(0, Math.min(from, start + held - WINDOW));
            float[] window = new float[WINDOW];
            int offset = (int) Math.max(0, from - start);
            System.arraycopy(buffer, offset, window, 0, Math.min(WINDOW, held - offset));
            return window;
        }

        private void readTo(long end) {
            while (!ended && start + held < end) {
                if (held == buffer.length) {
                    // Two seconds stay: the window, and the last second for the moments after the sound's end.
                    int keep = 2 * WINDOW;
                    System.arraycopy(buffer, held - keep, buffer, 0, keep);
                    start += held - keep;
                    held = keep;
                }
                int read = reader.read(buffer, held, buffer.length - held);
                ended = read <= 0;
                held += Math.max(0, read);
            }
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
