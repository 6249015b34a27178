package dev.earsight.shard;

import dev.earsight.media.AudioReader;
import dev.earsight.media.FrameReader;
import dev.earsight.media.FrameSize;
import dev.earsight.media.MediaException;
import dev.earsight.media.MediaInfo;
import dev.earsight.media.RgbImage;
import dev.earsight.media.VideoFrame;
import dev.earsight.resume.UnusableSourceException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/** Decodes with the readers of the {@code media} room: what workers do unless a test says otherwise. */
final class MediaDecoder implements SourceDecoder {
    /** Loads FFmpeg when it is made. */
    static final class Opener implements SourceDecoder.Opener {
        Opener() {
            try {
                MediaInfo.probe(Path.of("")); // no file: only loads the native libraries
            } catch (MediaException e) {
                // as it must
            }
        }

        @Override
        public SourceDecoder open(Path file, int shortSidePixels) throws UnusableSourceException {
            try {
                return new MediaDecoder(file, shortSidePixels);
            } catch (MediaException e) {
                throw UnusableMedia.of(e, file);
            }
        }
    }

    private final Path file;
    private final MediaInfo info;
    private final FrameReader frames;
    private final AudioReader sound;

    private MediaDecoder(Path file, int shortSidePixels) {
        this.file = file;
        info = MediaInfo.probe(file);
        if (!info.hasVideo() && !info.hasAudio() && !info.stillPicture()) {
            throw new MediaException(
                    MediaException.Reason.CORRUPT, file, "neither pictures nor sound can be found in it");
        }
        frames = FrameReader.open(file, FrameSize.shortSide(shortSidePixels));
        try {
            sound = AudioReader.open(file);
        } catch (MediaException e) {
            frames.close();
            throw e;
        }
    }

    @Override
    public OptionalDouble declaredSeconds() {
        return Double.isFinite(info.durationSeconds())
                ? OptionalDouble.of(info.durationSeconds())
                : OptionalDouble.empty();
    }

    @Override
    public int damagedPackets() {
        return frames.corruptPackets() + sound.corruptPackets();
    }

    @Override
    public Optional<RgbImage> nextFrame() throws UnusableSourceException {
        try {
            return frames.next().map(VideoFrame::image);
        } catch (MediaException e) {
            throw UnusableMedia.of(e, file);
        }
    }

    @Override
    public int readSound(float[] into, int offset, int count) throws UnusableSourceException {
        try {
            int total = 0;
            while (total < count) {
                int read = sound.read(into, offset + total, count - total);
                if (read < 0) {
                    break;
                }
                total += read;
            }
            return total;
        } catch (MediaException e) {
            throw UnusableMedia.of(e, file);
        }
    }

    @Override
    public void close() {
        frames.close();
        sound.close();
    }
}
