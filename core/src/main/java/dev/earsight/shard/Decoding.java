package dev.earsight.shard;

import java.io.IOException;

/** Somewhere a job can be decoded: in practice a {@link WorkerProcess}. One job at a time. */
interface Decoding extends AutoCloseable {
    /** Makes ready for the first job. */
    default void start() throws InterruptedException {}

    /**
     * Writes the job's part file and says what is in it.
     *
     * @throws UnusableSourceException where the source cannot be used, hanging and crashing decoders included
     * @throws IOException where the part could not be written
     */
    SourceContent decode(DecodeJob job) throws UnusableSourceException, IOException, InterruptedException;

    @Override
    void close();
}
