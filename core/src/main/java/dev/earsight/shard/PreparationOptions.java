package dev.earsight.shard;

import dev.earsight.EarsightException;
import dev.earsight.resume.SourceFolder;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What to prepare, from where and how. {@link #of} has the defaults; the {@code with} methods change one each.
 *
 * @param input folder with the videos, only ever read
 * @param output folder to keep the prepared data in: new, empty, or prepared before
 * @param keep what is kept of every source; must stay the same for one output folder
 * @param split how sources are divided; may change from run to run, nothing is decoded again for it
 * @param fileTimeLimit how long a file's decoder may bring no further second of media before the file is given up
 * @param workers how many processes of this machine decode at the same time
 * @param retrySkipped whether files found unusable before are tried again though they have not changed
 * @param shardBytes size from which on a shard is not added to
 */
public record PreparationOptions(
        SourceFolder input,
        Path output,
        KeepOptions keep,
        SplitRule split,
        Duration fileTimeLimit,
        int workers,
        boolean retrySkipped,
        long shardBytes) {
    /** Checks the ranges. */
    public PreparationOptions {
        if (fileTimeLimit.isNegative() || fileTimeLimit.isZero() || workers < 1 || shardBytes < 1) {
            throw new EarsightException(
                    "The time limit of a file, the number of workers and the size of a shard must be above zero.");
        }
    }

    /** As below, of a folder on a disk. */
    public static PreparationOptions of(Path input, Path output) {
        return of(SourceFolder.of(input), output);
    }

    /** 10 % validation and 10 % test by content, a minute per file without progress, a worker per core, 256 MiB shards. */
    public static PreparationOptions of(SourceFolder input, Path output) {
        return new PreparationOptions(
                input,
                output,
                KeepOptions.DEFAULTS,
                new SplitRule.ByContent(0.1, 0.1),
                Duration.ofSeconds(60),
                Runtime.getRuntime().availableProcessors(),
                false,
                256L << 20);
    }

    /** These options but for what is kept. */
    public PreparationOptions withKeep(KeepOptions newKeep) {
        return new PreparationOptions(input, output, newKeep, split, fileTimeLimit, workers, retrySkipped, shardBytes);
    }

    /** These options but for the splits. */
    public PreparationOptions withSplit(SplitRule newSplit) {
        return new PreparationOptions(input, output, keep, newSplit, fileTimeLimit, workers, retrySkipped, shardBytes);
    }

    /** These options but for the time limit. */
    public PreparationOptions withFileTimeLimit(Duration newLimit) {
        return new PreparationOptions(input, output, keep, split, newLimit, workers, retrySkipped, shardBytes);
    }

    /** These options but for the number of processes. */
    public PreparationOptions withWorkers(int newWorkers) {
        return new PreparationOptions(input, output, keep, split, fileTimeLimit, newWorkers, retrySkipped, shardBytes);
    }

    /** These options but for trying again. */
    public PreparationOptions withRetrySkipped(boolean retry) {
        return new PreparationOptions(input, output, keep, split, fileTimeLimit, workers, retry, shardBytes);
    }

    /** These options but for the size of a shard. */
    public PreparationOptions withShardBytes(long newShardBytes) {
        return new PreparationOptions(input, output, keep, split, fileTimeLimit, workers, retrySkipped, newShardBytes);
    }
}
