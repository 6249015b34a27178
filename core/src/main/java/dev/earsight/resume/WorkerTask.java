package dev.earsight.resume;

import java.io.IOException;
import java.util.function.IntConsumer;

/**
 * What the process of a {@link WorkerProcess} does. The implementation is named on the process's command line and made there
 * with a constructor that takes the {@code String}s after its name; it may load native libraries.
 *
 * @param <J> a job, a record that Jackson writes and reads
 * @param <R> an answer, likewise
 */
public interface WorkerTask<J, R> {
    /** What jobs are. */
    Class<J> jobType();

    /**
     * Does one job.
     *
     * @param progress to be told, at least as often as the time limit, how many seconds of the media are done
     * @throws UnusableSourceException where the job's file cannot be used
     * @throws IOException where the work could not be done, and not because of the file
     */
    R answer(J job, IntConsumer progress) throws UnusableSourceException, IOException;
}
