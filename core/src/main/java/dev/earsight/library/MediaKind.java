package dev.earsight.library;

import java.util.Locale;

/** What a file is. */
public enum MediaKind {
    /** A still picture. */
    IMAGE,
    /** Sound without pictures. */
    SOUND,
    /** Pictures in motion, with sound or without. */
    VIDEO;

    /** The name in files and answers: {@code image}, {@code sound} or {@code video}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
