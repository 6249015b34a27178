package dev.earsight.library;

import java.nio.file.Path;

/**
 * One file for a worker to embed.
 *
 * @param source absolute path of the media file
 * @param part absolute path that the files of vectors to write begin with
 */
record EmbedJob(String source, String part, int hopFrames) {
    Path vectors(Side side) {
        return vectors(Path.of(part), side);
    }

    static Path vectors(Path part, Side side) {
        return part.resolveSibling(part.getFileName() + "." + side.label());
    }
}
