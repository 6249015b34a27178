package dev.earsight.resume;

import java.util.Locale;

/** Why a file could not be used. */
public enum SkipReason {
    /** It has no bytes. */
    EMPTY("is empty"),
    /** Its content is no media at all, whatever it is called. */
    NOT_MEDIA("is no media file"),
    /** It is a media file whose content makes no sense. */
    CORRUPT("is damaged"),
    /** Its end is missing, and less than one second is usable. */
    TRUNCATED("is cut off"),
    /** It has no picture track. */
    NO_VIDEO("has no video"),
    /** It has no sound track. */
    NO_AUDIO("has no sound"),
    /** Picture and sound together last less than one second. */
    TOO_SHORT("is shorter than a second"),
    /** No sample is louder than -70 dB of full scale. */
    SILENT("is silent from end to end"),
    /** It is a single picture, or all its frames are the same. */
    STILL_PICTURE("is a still picture"),
    /** Its decoder brought nothing more for as long as the limit allows. */
    TIMED_OUT("took its decoder too long"),
    /** Its decoder brought its process down. */
    CRASHED("crashed its decoder"),
    /** It could not be opened: permission, or a failing disk. */
    UNREADABLE("cannot be read"),
    /** Somebody wrote to it while it was read. */
    CHANGED_WHILE_READ("changed while it was read");

    private final String phrase;

    SkipReason(String phrase) {
        this.phrase = phrase;
    }

    /** The reason as the end of a sentence that starts with the file's name. */
    public String phrase() {
        return phrase;
    }

    /** The name used in {@code skipped.csv}, such as {@code no-audio}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether the same bytes would fail again, so that the verdict is kept with their hash. */
    public boolean isLasting() {
        return this != UNREADABLE && this != CHANGED_WHILE_READ && this != EMPTY;
    }
}
