package dev.earsight.shard;

import dev.earsight.EarsightException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Held while something is prepared into a folder, by one process at a time; the system lets go of it when the process ends. */
final class FolderLock implements AutoCloseable {
    private final FileChannel file;

    private FolderLock(FileChannel file) {
        this.file = file;
    }

    /** Takes the lock, or says that another run holds it. */
    static FolderLock take(Path folder) throws IOException {
        FileChannel file =
                FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = file.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            file.close();
            throw new EarsightException("Another run is preparing into " + folder + "; wait for it or end it first.");
        }
        return new FolderLock(file);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
