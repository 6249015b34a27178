package dev.earsight.shard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A shard open for positional reads by several threads. A thread that is interrupted while it reads closes the channel for
 * everybody (that is how Java's channels are made); the others open it again and never notice.
 */
final class ShardFile implements AutoCloseable {
    private final Path file;
    private final long bytes;
    private volatile FileChannel channel;
    private volatile boolean closed;

    ShardFile(Path file) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file);
        this.bytes = channel.size();
    }

    /** Its size when it was opened. */
    long bytes() {
        return bytes;
    }

    /** Fills {@code buffer} from byte {@code offset} on. */
    void read(ByteBuffer buffer, long offset) throws IOException {
        while (true) {
            FileChannel open = channel;
            try {
                buffer.clear();
                Tar.readFully(open, buffer, offset);
                return;
            } catch (ClosedByInterruptException e) {
                throw e;
            } catch (ClosedChannelException e) {
                reopen(open, e);
            }
        }
    }

    private synchronized void reopen(FileChannel broken, ClosedChannelException cause) throws IOException {
        if (closed) {
            throw cause;
        }
        if (channel == broken) {
            channel = FileChannel.open(file);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing was written: there is nothing to lose.
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
