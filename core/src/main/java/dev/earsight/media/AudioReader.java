package dev.earsight.media;

import dev.earsight.media.MediaException.Reason;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Streams the sound of a media file as mono 48 kHz from time zero, the same zero as {@link FrameReader}'s. Sound that begins
 * later is preceded by silence, what lies before zero is dropped, gaps in the timestamps (lost packets) are filled with
 * silence so that everything after them stays in time. All channels are mixed down with weights that sum to at most 1, so
 * nothing clips; {@code n} samples at rate {@code r} become {@code ceil(48000 n / r)} samples. Memory does not grow with length.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class AudioReader implements AutoCloseable {
    private final MediaSource source;
    private final SoundDecoder decoder;
    private boolean closed;

    private AudioReader(MediaSource source, DecodeOptions options) {
        this.source = source;
        this.decoder = new SoundDecoder(source, options);
    }

    /** Opens a file with sound, with {@link DecodeOptions#DEFAULT}. */
    public static AudioReader open(Path path) {
        return open(path, DecodeOptions.DEFAULT);
    }

    /**
     * Opens a file with sound: video or sound only.
     *
     * @throws MediaException if it cannot be used, with the reason
     */
    public static AudioReader open(Path path, DecodeOptions options) {
        MediaSource source = openSound(path, options);
        try {
            return new AudioReader(source, options);
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    static MediaSource openSound(Path path, DecodeOptions options) {
        MediaSource source = MediaSource.open(path, options);
        if (source.audioStream() == MediaSource.NONE) {
            source.close();
            throw new MediaException(
                    Reason.NO_AUDIO, path, "there is no sound in it; give a file with an audio stream");
        }
        return source;
    }

    /**
     * Reads up to {@code count} samples into {@code into} from {@code offset} on; fewer only at the end.
     *
     * @return how many were read, or -1 at the end
     * @throws MediaException with {@code CORRUPT} if none of the file's sound can be decoded
     */
    public int read(float[] into, int offset, int count) {
        return decoder.read(into, offset, count);
    }

    /** The rest of the sound, at most {@code maxSeconds} of it. */
    public Sound readAll(double maxSeconds) {
        int limit = (int) Math.min(Integer.MAX_VALUE - 64, Math.round(maxSeconds * Sound.SAMPLE_RATE_HZ));
        float[] samples = new float[Math.min(limit, 10 * Sound.SAMPLE_RATE_HZ)];
        int length = 0;
        while (length < limit) {
            if (length == samples.length) {
                samples = Arrays.copyOf(samples, (int) Math.min(limit, 2L * samples.length));
            }
            int got = decoder.read(samples, length, samples.length - length);
            if (got < 0) {
                break;
            }
            length += got;
        }
        return new Sound(Arrays.copyOf(samples, length));
    }

    /** How many damaged packets were passed over so far. */
    public int corruptPackets() {
        return decoder.corruptPackets();
    }

    /** Frees the decoder; does nothing the second time. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            decoder.close();
            source.close();
        }
    }
}
