package dev.earsight.library;

import dev.earsight.library.IndexingListener.Progress;
import dev.earsight.library.IndexingListener.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Counts what has been embedded and tells the listener, one call at a time. */
final class EmbeddingProgress {
    private final IndexingListener listener;
    private final int files;
    private final long bytes;
    private final long start = System.nanoTime();
    private final List<Lane> lanes = new ArrayList<>();
    private int filesDone;
    private int filesFailed;
    private long bytesDone;
    private double mediaSeconds;
    private String current = "";

    EmbeddingProgress(IndexingListener listener, Iterable<FoundFile> fresh) {
        this.listener = listener;
        int count = 0;
        long sum = 0;
        for (FoundFile file : fresh) {
            count++;
            sum += file.source().bytes();
        }
        files = count;
        bytes = sum;
    }

    /** The file that one worker is at. */
    final class Lane {
        private int seconds;

        void begin(FoundFile file) {
            synchronized (EmbeddingProgress.this) {
                current = file.source().path();
            }
        }

        void end() {
            synchronized (EmbeddingProgress.this) {
                seconds = 0;
            }
        }

        void seconds(int done) {
            synchronized (EmbeddingProgress.this) {
                seconds = done;
                tell();
            }
        }
    }

    synchronized Lane lane() {
        Lane lane = new Lane();
        lanes.add(lane);
        return lane;
    }

    /** A file is dealt with. */
    synchronized void done(FoundFile file, double seconds, boolean failed) {
        mediaSeconds += seconds;
        filesDone++;
        filesFailed += failed ? 1 : 0;
        bytesDone += file.source().bytes();
        tell();
    }

    synchronized double mediaSeconds() {
        return mediaSeconds;
    }

    private void tell() {
        double elapsed = (System.nanoTime() - start) / 1e9;
        listener.progress(new Progress(
                Stage.EMBEDDING,
                files,
                filesDone,
                filesFailed,
                bytes,
                bytesDone,
                mediaSeconds + lanes.stream().mapToInt(lane -> lane.seconds).sum(),
                elapsed,
                bytesDone > 0 ? OptionalDouble.of(elapsed * (bytes - bytesDone) / bytesDone) : OptionalDouble.empty(),
                current));
    }
}
