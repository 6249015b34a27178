package dev.earsight.resume;

import java.util.List;

/** A job on files, which another machine may have to do with the files elsewhere. */
public interface FileJob {
    /** Where the files lie that it reads. */
    List<String> reads();

    /** Absolute paths of the files it writes; those that are not there when it is done were not needed. */
    List<String> writes();

    /** The same job, of the same type, with the files it reads at other places, in order, and those it writes in another folder. */
    FileJob at(List<String> reads, String folder);
}
