package dev.earsight.library;

import dev.earsight.resume.SourceFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What to index.
 *
 * @param folder the index folder, made where it is missing
 * @param checkpoint the network's file
 * @param paths folders and files, indexed beside those the index already knows; where empty, the known ones again
 * @param hopSeconds time from one vector to the next, in whole frames of 0.04 s; an index keeps the one it began with
 * @param workers processes of this machine that decode and embed
 * @param fileTimeLimit how long a file may bring nothing before it is given up
 * @param retryFailed whether files are tried again that could not be used before
 * @param forget roots to drop from the index
 * @param exactUpTo vectors from which on a graph is built
 * @param opener how workers make an embedder
 */
public record IndexingOptions(
        Path folder,
        Path checkpoint,
        List<SourceFolder> paths,
        double hopSeconds,
        int workers,
        Duration fileTimeLimit,
        boolean retryFailed,
        List<SourceFolder> forget,
        long exactUpTo,
        Class<? extends EmbedderOpener> opener) {
    /** Up to so many vectors, some 28 hours of video, comparing a query with every one is quick enough. */
    public static final long EXACT_UP_TO = 200_000;

    /** Keeps its own lists. */
    public IndexingOptions {
        paths = List.copyOf(paths);
        forget = List.copyOf(forget);
    }

    /** As below, of what is on disks. */
    public static IndexingOptions of(Path folder, Path checkpoint, List<Path> paths) {
        return ofFolders(
                folder, checkpoint, paths.stream().map(SourceFolder::of).toList());
    }

    /** Every second, a worker per core, a minute for a file that hangs. */
    public static IndexingOptions ofFolders(Path folder, Path checkpoint, List<SourceFolder> paths) {
        return new IndexingOptions(
                folder,
                checkpoint,
                paths,
                1,
                Runtime.getRuntime().availableProcessors(),
                Duration.ofMinutes(1),
                false,
                List.of(),
                EXACT_UP_TO,
                EmbedderOpener.Still.class);
    }

    /** With this hopSeconds. */
    public IndexingOptions withHopSeconds(double hopSeconds) {
        return new IndexingOptions(
                folder, checkpoint, paths, hopSeconds, workers, fileTimeLimit, retryFailed, forget, exactUpTo, opener);
    }

    /** With this workers. */
    public IndexingOptions withWorkers(int workers) {
        return new IndexingOptions(
                folder, checkpoint, paths, hopSeconds, workers, fileTimeLimit, retryFailed, forget, exactUpTo, opener);
    }

    /** With this fileTimeLimit. */
    public IndexingOptions withFileTimeLimit(Duration fileTimeLimit) {
        return new IndexingOptions(
                folder, checkpoint, paths, hopSeconds, workers, fileTimeLimit, retryFailed, forget, exactUpTo, opener);
    }

    /** With this retryFailed. */
    public IndexingOptions withRetryFailed(boolean retryFailed) {
        return new IndexingOptions(
                folder, checkpoint, paths, hopSeconds, workers, fileTimeLimit, retryFailed, forget, exactUpTo, opener);
    }

    /** With this forget. */
    public IndexingOptions withForget(List<SourceFolder> forget) {
        return new IndexingOptions(
                folder, checkpoint, paths, hopSeconds, workers, fileTimeLimit, retryFailed, forget, exactUpTo, opener);
    }

    /** With this exactUpTo. */
    public IndexingOptions withExactUpTo(long exactUpTo) {
        return new IndexingOptions(
                folder, checkpoint, paths, hopSeconds, workers, fileTimeLimit, retryFailed, forget, exactUpTo, opener);
    }

    /** With this opener. */
    public IndexingOptions withOpener(Class<? extends EmbedderOpener> opener) {
        return new IndexingOptions(
                folder, checkpoint, paths, hopSeconds, workers, fileTimeLimit, retryFailed, forget, exactUpTo, opener);
    }
}
