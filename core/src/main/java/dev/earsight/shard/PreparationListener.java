package dev.earsight.shard;

import dev.earsight.resume.SkippedFile;
import java.time.Duration;

/** Told how a preparation goes on; the calls come one at a time, from several threads. */
public interface PreparationListener {
    /** Hears nothing. */
    PreparationListener NONE = new PreparationListener() {};

    /** So many files, of so many bytes together, may be videos. */
    default void started(int files, long bytes) {}

    /** Another file is dealt with, or another second of one decoded. */
    default void progress(Progress progress) {}

    /** A file cannot be used; known ones are told again in every run. */
    default void skipped(SkippedFile file) {}

    /** The source at {@code path} is used though something is the matter. */
    default void noted(String path, String note) {}

    /** All is done and on the disk. */
    default void finished(PreparationReport report) {}

    /** What is being done to the files. */
    enum Stage {
        /** Reading them to see what is new; a file whose size and times have not changed is not read again. */
        CHECKING,
        /** Decoding the new ones. */
        DECODING
    }

    /**
     * How far a stage has come.
     *
     * @param filesDone files dealt with
     * @param files files this stage deals with
     * @param bytesDone bytes of the files dealt with
     * @param bytes bytes of all files of the stage
     * @param mediaSecondsPerSecond seconds of media decoded per second so far; 0 while checking
     * @param elapsed time since the stage began
     */
    record Progress(
            Stage stage,
            int filesDone,
            int files,
            long bytesDone,
            long bytes,
            double mediaSecondsPerSecond,
            Duration elapsed) {
        /** How long the stage will still take at the rate so far; zero before anything is done. */
        public Duration remaining() {
            return bytesDone == 0
                    ? Duration.ZERO
                    : Duration.ofMillis((long) (elapsed.toMillis() * (double) (bytes - bytesDone) / bytesDone));
        }
    }
}
