package dev.earsight.library;

import dev.earsight.embed.Embedding;
import java.util.Locale;

/** What a vector was made of. */
public enum Side {
    /** A picture, or the picture of a video at a moment. */
    PICTURE,
    /** A second of sound. */
    SOUND;

    static Side of(Embedding.Kind kind) {
        return switch (kind) {
            case PICTURE -> PICTURE;
            case SOUND -> SOUND;
        };
    }

    /** The name in files and answers: {@code picture} or {@code sound}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Side labeled(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
