package dev.earsight.media;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Pictures and sound of a media file at any time, in any order, exactly those {@link FrameReader} and {@link AudioReader}
 * give at that time. Nearby times going forward are decoded straight on; others by going to a keyframe before them. Where a
 * container cannot be trusted to seek to the sample (mp3, Ogg, transport and raw streams, Matroska with frames of
 * changing length, recordings whose timestamps waver) the sound is
 * decoded again from the beginning, about a second of work per ten minutes.
 *
 * <p>Not safe for use by several threads at once. The time limit of the options holds from each opening on.
 */
public final class MediaFile implements AutoCloseable {
    /** Decoding on costs less than seeking, which lands up to a few seconds before. */
    private static final double DECODE_ON_SECONDS = 3;

    private final Path path;
    private final DecodeOptions options;
    private final MediaInfo info;
    private @Nullable Pictures pictures;
    private @Nullable Listening listening;

    private MediaFile(Path path, DecodeOptions options) {
        this.path = path;
        this.options = options;
        this.info = MediaInfo.probe(path, options);
    }

    /** Opens a file with {@link DecodeOptions#DEFAULT}. */
    public static MediaFile open(Path path) {
        return open(path, DecodeOptions.DEFAULT);
    }

    /**
     * Opens a file: video, or sound only.
     *
     * @throws MediaException if it cannot be used, with the reason
     */
    public static MediaFile open(Path path, DecodeOptions options) {
        return new MediaFile(path, options);
    }

    /** What the file says about itself. */
    public MediaInfo info() {
        return info;
    }

    /** The picture on show at {@code seconds}, in the file's own size; the first before the first, the last after the last. */
    public RgbImage frameAt(double seconds) {
        return frameAt(seconds, FrameSize.nativeSize());
    }

    /** The picture on show at {@code seconds}, scaled. */
    public RgbImage frameAt(double seconds, FrameSize size) {
        Pictures open = pictures;
        boolean ready = open != null && open.reaches(seconds);
        if (open != null && !ready && !open.cursor.seek(seconds)) {
            open.close();
            pictures = null;
            open = null;
        }
        if (open == null) {
            open = new Pictures(FrameReader.openVideo(path, options), options);
            pictures = open;
            open.start();
            if (!open.reaches(seconds) && !open.cursor.seek(seconds)) {
                open.close();
                open = new Pictures(FrameReader.openVideo(path, options), options);
                pictures = open;
                open.start();
            }
        }
        open.cursor.advanceTo(seconds);
        return open.picture(size);
    }

    /**
     * Sound around a moment: {@code lengthSeconds * 48000} samples, of which the middle one is heard at {@code centerSeconds};
     * zero where the file has no sound.
     */
    public Sound soundAround(double centerSeconds, double lengthSeconds) {
        int count = Math.toIntExact(Math.round(lengthSeconds * Sound.SAMPLE_RATE_HZ));
        long first = Math.round(centerSeconds * Sound.SAMPLE_RATE_HZ) - count / 2;
        float[] samples = new float[count];
        int before = (int) Math.clamp(-first, 0, count);
        if (before < count) {
            Listening open = listenFrom(first + before);
            open.skipTo(first + before);
            for (int done = before; done < count; ) {
                int got = open.decoder.read(samples, done, count - done);
                if (got < 0) {
                    break;
                }
                done += got;
            }
        }
        return new Sound(samples);
    }

    private Listening listenFrom(long sample) {
        Listening open = listening;
        if (open != null && !open.reaches(sample) && !open.decoder.seek(sample)) {
            open.close();
            listening = null;
            open = null;
        }
        if (open == null) {
            open = new Listening(AudioReader.openSound(path, options), options);
            listening = open;
            if (!open.reaches(sample) && !open.decoder.seek(sample)) {
                open.close();
                open = new Listening(AudioReader.openSound(path, options), options);
                listening = open;
            }
        }
        return open;
    }

    /** Frees the decoders; the file may be used again, which opens them anew. */
    @Override
    public void close() {
        if (pictures != null) {
            pictures.close();
            pictures = null;
        }
        if (listening != null) {
            listening.close();
            listening = null;
        }
    }

    /** The file opened for its pictures. */
    private static final class Pictures implements AutoCloseable {
        final MediaSource source;
        final FrameCursor cursor;
        private @Nullable PictureSizer sizer;
        private @Nullable FrameSize size;

        Pictures(MediaSource source, DecodeOptions options) {
            this.source = source;
            try {
                cursor = new FrameCursor(source, options);
            } catch (RuntimeException e) {
                source.close();
                throw e;
            }
        }

        void start() {
            if (!cursor.start()) {
                throw source.corrupt("not one picture of its video can be decoded");
            }
        }

        boolean reaches(double seconds) {
            double from = cursor.isFirst() ? Double.NEGATIVE_INFINITY : cursor.currentSeconds();
            return seconds + FrameCursor.TOLERANCE_SECONDS >= from
                    && seconds <= cursor.currentSeconds() + DECODE_ON_SECONDS;
        }

        RgbImage picture(FrameSize wanted) {
            PictureSizer ready = sizer;
            if (ready == null || !wanted.equals(size)) {
                if (ready != null) {
                    ready.close();
                }
                ready = FrameReader.sizer(source, wanted);
                sizer = ready;
                size = wanted;
            }
            return ready.picture(cursor.current());
        }

        @Override
        public void close() {
            if (sizer != null) {
                sizer.close();
            }
            cursor.close();
            source.close();
        }
    }

    /** The file opened for its sound. */
    private static final class Listening implements AutoCloseable {
        final MediaSource source;
        final SoundDecoder decoder;
        private final float[] skipped = new float[8192];

        Listening(MediaSource source, DecodeOptions options) {
            this.source = source;
            try {
                decoder = new SoundDecoder(source, options);
            } catch (RuntimeException e) {
                source.close();
                throw e;
            }
        }

        boolean reaches(long sample) {
            long ahead = sample - decoder.outputPosition();
            return ahead >= 0 && ahead <= DECODE_ON_SECONDS * Sound.SAMPLE_RATE_HZ;
        }

        void skipTo(long sample) {
            while (decoder.outputPosition() < sample) {
                int step = (int) Math.min(skipped.length, sample - decoder.outputPosition());
                if (decoder.read(skipped, 0, step) < 0) {
                    return;
                }
            }
        }

        @Override
        public void close() {
            decoder.close();
            source.close();
        }
    }
}
