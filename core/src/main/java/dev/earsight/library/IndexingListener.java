package dev.earsight.library;

import dev.earsight.resume.SkippedFile;
import java.util.OptionalDouble;

/** Told how indexing goes, one call at a time, from several threads. One that throws ends the run; what is done stays done. */
public interface IndexingListener {
    /** Says nothing. */
    IndexingListener NONE = _ -> {};

    /** How far it is. */
    void progress(Progress state);

    /** A file cannot be used, named with its full path; known ones are told again in every run. */
    default void skipped(SkippedFile file) {}

    /** What is done in turn. */
    enum Stage {
        /** Files are listed and, where new or changed, hashed. */
        CHECKING,
        /** New contents become vectors. */
        EMBEDDING,
        /** Vectors become a graph, where there are many. */
        LINKING
    }

    /**
     * A state.
     *
     * @param files of this stage; vectors while {@code LINKING}
     * @param filesFailed of those done, how many cannot be used
     * @param bytes in all files of this stage
     * @param mediaSeconds sound and video embedded so far, those of the file under way included
     * @param secondsElapsed of this stage
     * @param current path of the file last worked on, relative to its root
     */
    record Progress(
            Stage stage,
            int files,
            int filesDone,
            int filesFailed,
            long bytes,
            long bytesDone,
            double mediaSeconds,
            double secondsElapsed,
            OptionalDouble secondsLeft,
            String current) {
        /** Hours of media embedded in an hour. */
        public double mediaHoursPerHour() {
            return secondsElapsed > 0 ? mediaSeconds / secondsElapsed : 0;
        }

        /** Files done in a second. */
        public double filesPerSecond() {
            return secondsElapsed > 0 ? filesDone / secondsElapsed : 0;
        }
    }
}
