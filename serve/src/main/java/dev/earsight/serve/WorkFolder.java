package dev.earsight.serve;

import dev.earsight.EarsightException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A server's own folder for what requests bring and jobs make: one for each server, locked while it runs, so that the next one
 * can sweep away what a killed one left.
 */
final class WorkFolder implements AutoCloseable {
    private static final String PREFIX = "earsight-serve-";
    private static final String LOCK = "lock";

    private final Path folder;
    private final FileChannel lock;
    private final Consumer<String> notes;
    private final AtomicLong count = new AtomicLong();

    private WorkFolder(Path folder, FileChannel lock, Consumer<String> notes) {
        this.folder = folder;
        this.lock = lock;
        this.notes = notes;
    }

    /** Makes one below {@code parent}, and removes those that no running server owns; {@code notes} hears of what stays behind. */
    static WorkFolder create(Path parent, Consumer<String> notes) {
        try {
            Files.createDirectories(parent);
            sweep(parent);
            Path folder = Files.createTempDirectory(parent, PREFIX); // for its owner alone
            FileChannel lock =
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            lock.lock();
            return new WorkFolder(folder, lock, notes);
        } catch (IOException e) {
            throw new EarsightException(
                    "No temporary folder can be made in " + parent + " (" + e.getMessage()
                            + "); name another with --temporary-folder.",
                    e);
        }
    }

    /** A name for a new file. */
    Path fresh(String ending) {
        return folder.resolve(count.incrementAndGet() + ending);
    }

    /** How many files lie there. */
    long files() {
        try (Stream<Path> all = Files.list(folder)) {
            return all.count() - 1;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Removes a file that may be there. */
    void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            notes.accept("A temporary file stays behind: " + file + " (" + e.getMessage() + ")");
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
            delete(folder);
        } catch (IOException e) {
            notes.accept("The temporary folder " + folder + " stays behind: " + e.getMessage());
        }
    }

    private static void sweep(Path parent) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path folder : folders) {
                if (abandoned(folder)) {
                    delete(folder);
                }
            }
        }
    }

    private static boolean abandoned(Path folder) {
        Path file = folder.resolve(LOCK);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock held = channel.tryLock()) {
            return held != null;
        } catch (IOException | OverlappingFileLockException e) {
            return false; // another's, or a server of this process
        }
    }

    private static void delete(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }
}
