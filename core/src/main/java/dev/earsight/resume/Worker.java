package dev.earsight.resume;

import java.io.IOException;

/**
 * Somewhere jobs can be done: in practice a {@link WorkerProcess}. One job at a time.
 *
 * @param <J> what is to be done
 * @param <R> what came of it
 */
public interface Worker<J, R> extends AutoCloseable {
    /** Makes ready for the first job. */
    default void start() throws InterruptedException {}

    /**
     * Does one job.
     *
     * @throws UnusableSourceException where its file cannot be used, hanging and crashing decoders included
     * @throws IOException where the work could not be done, and not because of the file
     */
    R answer(J job) throws UnusableSourceException, IOException, InterruptedException;

    @Override
    void close();
}
