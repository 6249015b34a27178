package dev.earsight.media;

import static org.bytedeco.ffmpeg.global.avformat.AVFMT_GLOBALHEADER;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import dev.earsight.media.MediaException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.jspecify.annotations.Nullable;

/**
 * Writes pictures and sound to a media file. Picture {@code n} is shown at {@code n / framesPerSecond}, sample {@code n} is
 * heard at {@code n / 48000}; the two may be written in any order, best side by side (whatever runs ahead is kept in memory,
 * encoded). The file appears under its name only when {@link #close} has finished it: an interrupted run leaves none.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class VideoWriter implements AutoCloseable {
    private final Path path;
    private final Path unfinished;
    private final AVFormatContext context = new AVFormatContext(null);
    private final @Nullable PictureEncoder pictures;
    private final @Nullable SoundEncoder sound;
    private boolean failed;
    private boolean closed;

    private VideoWriter(Path path, VideoSettings settings) {
        this.path = path;
        this.unfinished = path.resolveSibling("." + path.getFileName() + ".part");
        requireEncoders(settings);
        require(avformat_alloc_output_context2(context, null, settings.format().container(), unfinished.toString()));
        PictureEncoder openedPictures = null;
        SoundEncoder openedSound = null;
        try {
            boolean globalHeader = (context.oformat().flags() & AVFMT_GLOBALHEADER) != 0;
            if (settings.width() > 0) {
                openedPictures = new PictureEncoder(context, settings, globalHeader, this::store);
            }
            if (settings.soundChannels() > 0) {
                openedSound = new SoundEncoder(context, settings, globalHeader, this::store);
            }
            writeHeader();
        } catch (RuntimeException e) {
            closeQuietly(openedPictures, openedSound);
            avformat_free_context(context);
            throw e instanceof MediaException ? e : cannotWrite(e.getMessage());
        }
        pictures = openedPictures;
        sound = openedSound;
    }

    /** Video with mono sound at 48 kHz. */
    public static VideoWriter create(Path path, VideoFormat format, int width, int height, double framesPerSecond) {
        return create(path, VideoSettings.of(format, width, height, framesPerSecond));
    }

    /**
     * Whatever the settings say.
     *
     * @throws MediaException if the place cannot be written to or this build of FFmpeg has no encoder for the format
     */
    public static VideoWriter create(Path path, VideoSettings settings) {
        Ffmpeg.load();
        return new VideoWriter(path, settings);
    }

    /** The next picture, of the size given at the start. */
    public void write(RgbImage image) {
        attempt(() -> pictures().write(image));
    }

    /** The next picture and when it is shown; times must rise, and the settings must say {@code variableRate}. */
    public void write(RgbImage image, double seconds) {
        attempt(() -> pictures().write(image, seconds));
    }

    /** More mono sound. */
    public void write(Sound more) {
        write(more.samples());
    }

    /** More mono sound at the rate given at the start. */
    public void write(float[] samples) {
        write(new float[][] {samples});
    }

    /** More sound, one array per channel, all of one length. */
    public void write(float[][] channels) {
        attempt(() -> {
            if (sound == null) {
                throw new IllegalStateException("this video was created without sound");
            }
            sound.write(channels);
        });
    }

    /** Finishes the file and gives it its name; after a failed write it is discarded instead. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        try {
            if (!failed) {
                attempt(this::finish);
            }
        } finally {
            discard();
        }
    }

    /** Discards what was written; {@link #close} then does nothing. */
    public void discard() {
        if (closed) {
            return;
        }
        closed = true;
        closeQuietly(pictures, sound);
        closeFile();
        avformat_free_context(context);
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            throw new MediaException(Reason.UNREADABLE, unfinished, "cannot be removed; remove it by hand", e);
        }
    }

    private void finish() {
        if (pictures != null) {
            pictures.finish();
        }
        if (sound != null) {
            sound.finish();
        }
        require(av_write_trailer(context));
        closeFile();
        try {
            Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new MediaException(Reason.UNREADABLE, path, "cannot be written (" + e.getMessage() + ")", e);
        }
    }

    private void writeHeader() {
        AVIOContext file = new AVIOContext(null);
        require(avio_open(file, "file:" + unfinished.toAbsolutePath(), AVIO_FLAG_WRITE));
        context.pb(file);
        AVDictionary options = new AVDictionary(null);
        // Harmless to containers that do not know it: the index of an mp4 in front, so that it plays while it loads.
        av_dict_set(options, "movflags", "+faststart", 0);
        // Starts are stored in this unit: the usual millisecond would put sound up to 24 samples off.
        av_dict_set(options, "movie_timescale", Integer.toString(Sound.SAMPLE_RATE_HZ), 0);
        int code = avformat_write_header(context, options);
        av_dict_free(options);
        if (code < 0) {
            closeFile();
        }
        require(code);
    }

    private void store(AVPacket packet) {
        require(av_interleaved_write_frame(context, packet));
    }

    private PictureEncoder pictures() {
        if (pictures == null) {
            throw new IllegalStateException("this file was created without pictures");
        }
        return pictures;
    }

    private void attempt(Runnable write) {
        try {
            write.run();
        } catch (RuntimeException e) {
            failed = true;
            throw e;
        }
    }

    private void closeFile() {
        AVIOContext file = context.pb();
        if (file != null && !file.isNull()) {
            avio_closep(file);
            context.pb(null);
        }
    }

    private static void closeQuietly(@Nullable PictureEncoder pictures, @Nullable SoundEncoder sound) {
        if (pictures != null) {
            pictures.close();
        }
        if (sound != null) {
            sound.close();
        }
    }

    private void requireEncoders(VideoSettings settings) {
        VideoFormat format = settings.format();
        if (settings.width() > 0 && format.videoEncoder().isEmpty()) {
            throw new MediaException(Reason.UNREADABLE, path, format + " holds sound only; choose a video format");
        }
        for (String encoder : new String[] {
            settings.width() > 0 ? format.videoEncoder() : "", settings.soundChannels() > 0 ? format.audioEncoder() : ""
        }) {
            if (!encoder.isEmpty() && !Ffmpeg.hasEncoder(encoder)) {
                throw new MediaException(
                        Reason.UNREADABLE,
                        path,
                        "this build of FFmpeg has no " + encoder + " encoder, which " + format
                                + " needs; choose another format");
            }
        }
    }

    private void require(int code) {
        if (code < 0) {
            throw cannotWrite(Ffmpeg.errorText(code));
        }
    }

    private MediaException cannotWrite(@Nullable String why) {
        return new MediaException(
                Reason.UNREADABLE, path, "cannot be written (" + why + "); check the folder and the free space");
    }
}
