package dev.earsight.library;

import dev.earsight.resume.FileJob;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * One file for a worker to embed.
 *
 * @param source absolute path of the media file
 * @param part absolute path that the files of vectors to write begin with
 */
record EmbedJob(String source, String part, int hopFrames) implements FileJob {
    @Override
    public List<String> reads() {
        return List.of(source);
    }

    @Override
    public List<String> writes() {
        return Arrays.stream(Side.values())
                .map(side -> vectors(side).toString())
                .toList();
    }

    @Override
    public EmbedJob at(List<String> reads, String folder) {
        return new EmbedJob(
                reads.getFirst(),
                Path.of(folder, Path.of(part).getFileName().toString()).toString(),
                hopFrames);
    }

    Path vectors(Side side) {
        return vectors(Path.of(part), side);
    }

    static Path vectors(Path part, Side side) {
        return part.resolveSibling(part.getFileName() + "." + side.label());
    }
}
