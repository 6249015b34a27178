package dev.earsight.resume;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * A file under a {@link DiskMaps}. A thread that is interrupted while it uses a channel closes it for all, and Ctrl-C interrupts lanes; this one stays
 * open. Nobody else has the file, so locks are given away.
 */
final class UninterruptedFile extends FileBaseDefault {
    private static final String SCHEME = "uninterrupted";

    static {
        FilePath.register(new Scheme());
    }

    private final RandomAccessFile file;

    private UninterruptedFile(RandomAccessFile file) {
        this.file = file;
    }

    /** What the store is to call a file. */
    static String name(File file) {
        return SCHEME + ":" + file;
    }

    /** How the store comes to such a file; public, for the store makes them. */
    public static final class Scheme extends FilePathWrapper {
        @Override
        public String getScheme() {
            return SCHEME;
        }

        @Override
        public FileChannel open(String mode) throws IOException {
            return new UninterruptedFile(new RandomAccessFile(getBase().toString(), mode));
        }
    }

    @Override
    public synchronized int read(ByteBuffer to, long position) throws IOException {
        byte[] bytes = new byte[to.remaining()];
        file.seek(position);
        int count = file.read(bytes);
        to.put(bytes, 0, Math.max(0, count));
        return count;
    }

    @Override
    public synchronized int write(ByteBuffer from, long position) throws IOException {
        byte[] bytes = new byte[from.remaining()];
        from.get(bytes);
        file.seek(position);
        file.write(bytes);
        return bytes.length;
    }

    @Override
    public synchronized long size() throws IOException {
        return file.length();
    }

    @Override
    protected synchronized void implTruncate(long size) throws IOException {
        file.setLength(size);
    }

    /** Nothing: what is in the file need not outlast the process. */
    @Override
    public void force(boolean metadata) {}

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        return new FileLock(this, position, size, shared) {
            @Override
            public boolean isValid() {
                return true;
            }

            @Override
            public void release() {}
        };
    }
}
