package dev.earsight.shard;

import dev.earsight.resume.SourceFile;
import dev.earsight.shard.PreparationListener.Progress;
import dev.earsight.shard.PreparationListener.Stage;
import java.time.Duration;

/** Counts the files of a stage and tells the listener, one call at a time. */
final class StageProgress {
    private final Stage stage;
    private final PreparationListener listener;
    private final int files;
    private final long bytes;
    private final long start = System.nanoTime();
    private int filesDone;
    private long bytesDone;

    StageProgress(Stage stage, PreparationListener listener, Iterable<SourceFile> files) {
        this.stage = stage;
        this.listener = listener;
        int count = 0;
        long sum = 0;
        for (SourceFile file : files) {
            count++;
            sum += file.bytes();
        }
        this.files = count;
        this.bytes = sum;
    }

    /** Another file is dealt with; {@code mediaSeconds} have been decoded in all. */
    synchronized void done(SourceFile file, double mediaSeconds) {
        filesDone++;
        bytesDone += file.bytes();
        long elapsed = Math.max(1, System.nanoTime() - start);
        listener.progress(new Progress(
                stage, filesDone, files, bytesDone, bytes, mediaSeconds * 1e9 / elapsed, Duration.ofNanos(elapsed)));
    }
}
