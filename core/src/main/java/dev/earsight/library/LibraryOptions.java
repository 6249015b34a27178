package dev.earsight.library;

/**
 * How a library is searched.
 *
 * @param exactUpTo vectors up to which a query is compared with every one; beyond, the graph answers where there is one
 */
public record LibraryOptions(long exactUpTo) {
    /** Up to 200,000 vectors, some 28 hours of video, the exact scan is quick enough. */
    public static final LibraryOptions DEFAULTS = new LibraryOptions(200_000);
}
