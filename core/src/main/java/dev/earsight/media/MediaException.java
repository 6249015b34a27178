package dev.earsight.media;

import dev.earsight.EarsightException;
import java.nio.file.Path;

/** A media file that cannot be used, with the reason as a word that {@code prepare} writes into {@code skipped.csv}. */
public final class MediaException extends EarsightException {
    private static final long serialVersionUID = 1L;

    /** Why a file cannot be used. */
    public enum Reason {
        /** The content is of no media format: a text renamed to mp4, say. */
        NOT_MEDIA,
        /** A media format, but cut short or damaged so that nothing can be decoded. */
        CORRUPT,
        /** The file has no bytes. */
        EMPTY,
        /** No video stream (cover art does not count). */
        NO_VIDEO,
        /** No audio stream. */
        NO_AUDIO,
        /** Too short for the purpose. */
        TOO_SHORT,
        /** Silent from end to end. */
        SILENT,
        /** A picture, not a video. */
        STILL_PICTURE,
        /** Reading took longer than allowed. */
        TIMED_OUT,
        /** The process that read it ended abruptly. */
        CRASHED,
        /** Missing, a folder, or not permitted to be read; or the file to write cannot be written. */
        UNREADABLE
    }

    private final Reason reason;
    private final String whatAndRemedy;

    /** The file named, what is wrong with it and what to do. */
    public MediaException(Reason reason, Path path, String whatAndRemedy) {
        super(path + ": " + whatAndRemedy);
        this.reason = reason;
        this.whatAndRemedy = whatAndRemedy;
    }

    /** As above, with the failure underneath. */
    public MediaException(Reason reason, Path path, String whatAndRemedy, Throwable cause) {
        super(path + ": " + whatAndRemedy, cause);
        this.reason = reason;
        this.whatAndRemedy = whatAndRemedy;
    }

    /** What is wrong with it and what to do, the file not named. */
    public String whatAndRemedy() {
        return whatAndRemedy;
    }

    /** Why, as one word. */
    public Reason reason() {
        return reason;
    }
}
