package dev.earsight.library;

/**
 * How a library is searched.
 *
 * @param exactUpTo vectors up to which a query is compared with every one even where there is a graph
 */
public record LibraryOptions(long exactUpTo) {
    /** By the graph wherever the writer saw fit to build one. */
    public static final LibraryOptions DEFAULTS = new LibraryOptions(0);
}
