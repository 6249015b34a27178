package dev.earsight.leakage;

import java.util.Locale;

/** In what way two items are the same. */
public enum Kind {
    /** The same id. */
    ID,
    /** Two stretches of one video of YouTube: ids {@code XXXXXXXXXXX_ssssss} that differ in the seconds alone. */
    SOURCE,
    /** The same bytes, by SHA-256. */
    FILE,
    /** A picture of one looks like a picture of the other: {@link PictureHash}. */
    PICTURE,
    /** A stretch of one sounds like a stretch of the other: {@link SoundPrint}. */
    SOUND;

    /** The name used in tables and files and on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
