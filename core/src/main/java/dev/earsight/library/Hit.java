package dev.earsight.library;

/**
 * A stretch of a file that was found.
 *
 * @param fileId as {@link LibraryFile#id}
 * @param root number of the root
 * @param path relative to the root
 * @param side whether its picture or its sound matches
 * @param startSeconds where the stretch starts; 0 for an image
 * @param endSeconds where it ends; 0 for an image
 * @param bestSeconds the moment that matches best
 * @param score cosine of the best vectors, -1 to 1; to be compared only among hits of one side
 */
public record Hit(
        String fileId,
        int root,
        String path,
        MediaKind kind,
        Side side,
        double startSeconds,
        double endSeconds,
        double bestSeconds,
        double score) {}
