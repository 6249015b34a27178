package dev.earsight.media;

import java.nio.file.Path;

/**
 * Streams all channels of a media file's sound, each for itself, at the file's own rate: WAV with any number of channels, the
 * sound track of a video. Time zero, late starts and gaps are as in {@link AudioReader}, which mixes the channels down. Memory does not grow
 * with length.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class MultichannelReader implements AutoCloseable {
    private final MediaSource source;
    private final SoundDecoder decoder;
    private final MediaInfo info;
    private float[] interleaved = new float[0];
    private boolean closed;

    private MultichannelReader(MediaSource source) {
        this.source = source;
        this.info = MediaInfo.of(source);
        this.decoder = new SoundDecoder(source, DecodeOptions.DEFAULT, true);
    }

    /**
     * Opens a file with sound: video or sound only.
     *
     * @throws MediaException if it cannot be used, with the reason
     */
    public static MultichannelReader open(Path path) {
        MediaSource source = AudioReader.openSound(path, DecodeOptions.DEFAULT);
        try {
            return new MultichannelReader(source);
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    /** What the file says about itself: among others how many channels, and at which rate. */
    public MediaInfo info() {
        return info;
    }

    /**
     * Reads up to as many samples of each channel as {@code into} has room for, {@code [channel][sample]}; fewer only at the end.
     *
     * @return how many of each were read, or -1 at the end
     * @throws MediaException with {@code CORRUPT} if none of the file's sound can be decoded, or its channels change midway
     */
    public int read(float[][] into) {
        int channels = info.audioChannels();
        if (into.length != channels) {
            throw new IllegalArgumentException("Room for " + into.length + " channels, not for " + channels);
        }
        int room = into[0].length * channels;
        if (interleaved.length != room) {
            interleaved = new float[room];
        }
        int got = decoder.read(interleaved, 0, room);
        if (got < 0) {
            return -1;
        }
        for (int i = 0, at = 0; i < got / channels; i++) {
            for (int channel = 0; channel < channels; channel++) {
                into[channel][i] = interleaved[at++];
            }
        }
        return got / channels;
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
