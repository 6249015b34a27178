package dev.earsight.resume;

import java.util.List;
import java.util.function.IntConsumer;

/** Where files are worked on: in processes of this machine, or on many machines. */
public interface Fleet extends AutoCloseable {
    /** This machine, with so many processes at once. */
    static Fleet ofThisMachine(int workers) {
        return new ThisMachine(workers);
    }

    /** How many files at once. */
    int lanes();

    /** A folder it can read. */
    SourceFolder folder(String location);

    /** How many files {@link #hash} best gets at once. */
    int filesPerHashing();

    /** What is in files, in their order; may be called by several threads. */
    List<FileHash> hash(List<SourceFile> files) throws InterruptedException;

    /**
     * A worker that does not start anything yet.
     *
     * @param progress may be told how many seconds of the file under way are done
     */
    <J extends FileJob, R> Worker<J, R> worker(WorkerPlan<J, R> plan, IntConsumer progress);

    @Override
    void close();
}
