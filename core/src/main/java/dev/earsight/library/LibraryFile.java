package dev.earsight.library;

import dev.earsight.resume.SkipReason;
import java.util.Optional;

/**
 * One file under one of the roots, as the index knows it.
 *
 * @param id 32 hex digits of its content's SHA-256, which copies share; empty where it could not even be read
 * @param root number in {@link LibraryInfo#roots}
 * @param path relative to the root, '/' between folders; for a root that is a file, its name
 * @param kind present where {@code INDEXED}
 * @param durationSeconds 0 for an image, and where not {@code INDEXED}
 * @param pictures vectors made of its pictures
 * @param sounds vectors made of its sound
 * @param reason present where {@code FAILED}
 * @param detail more about the reason, in words; else empty
 */
public record LibraryFile(
        String id,
        int root,
        String path,
        State state,
        Optional<MediaKind> kind,
        double durationSeconds,
        int pictures,
        int sounds,
        Optional<SkipReason> reason,
        String detail) {
    /** What became of it. */
    public enum State {
        /** It can be found. */
        INDEXED,
        /** It is known and not yet embedded. */
        WAITING,
        /** It cannot be used, and is not tried again unless it changes or the user asks for it. */
        FAILED
    }
}
