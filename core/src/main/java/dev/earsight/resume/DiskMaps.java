package dev.earsight.resume;

import dev.earsight.EarsightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.StringDataType;

/**
 * Maps in a file of their own, for the time of a run: what is known of a million files takes no more memory than what is known of ten. The file is
 * deleted when they are closed; one that a killed process has left is worth nothing.
 */
public final class DiskMaps implements AutoCloseable {
    private static final int CACHE_MEBIBYTES = 8;
    private static final int UNWRITTEN_BYTES = 8 << 20;
    /** Small, for keys are hashes and come in no order: each changes another page. */
    private static final int PAGE_BYTES = 4096;
    /** Below this share of it in use, space is taken again, by so many bytes at a time. */
    private static final int USED_PERCENT = 40;

    private static final int MOVED_BYTES = 4 << 20;

    private final Path file;
    private final MVStore store;

    private DiskMaps(Path file, MVStore store) {
        this.file = file;
        this.store = store;
    }

    /** In a new file in {@code folder}, which must be there. */
    public static DiskMaps in(Path folder) {
        try {
            Path file = Files.createTempFile(folder, "maps-", ".mv");
            MVStore store = new MVStore.Builder()
                    .fileName(UninterruptedFile.name(file.toFile()))
                    .cacheSize(CACHE_MEBIBYTES)
                    .pageSplitSize(PAGE_BYTES)
                    .compress()
                    .autoCommitDisabled()
                    .open();
            // Nobody goes back to what was, so its space is free at once.
            store.setRetentionTime(0);
            store.setVersionsToKeep(0);
            return new DiskMaps(file, store);
        } catch (IOException | MVStoreException e) {
            throw new EarsightException(
                    "No file can be made in " + folder + ": " + e.getMessage() + "; make room or mend the disk.", e);
        }
    }

    /**
     * The map of this name, empty at first.
     *
     * @param type of its values, one that Jackson writes and reads
     */
    public <V> DiskMap<V> map(String name, Class<V> type) {
        synchronized (this) {
            return new DiskMap<>(
                    this,
                    store.openMap(
                            name,
                            new MVMap.Builder<String, String>()
                                    .keyType(StringDataType.INSTANCE)
                                    .valueType(StringDataType.INSTANCE)),
                    type);
        }
    }

    /** Something was changed by a thread that holds the lock on this, which all take who read or change a map. */
    void changed() {
        if (store.getUnsavedMemory() > UNWRITTEN_BYTES) {
            try {
                store.commit();
                store.compact(USED_PERCENT, MOVED_BYTES);
            } catch (MVStoreException e) {
                throw new EarsightException(
                        file + " cannot be written: " + e.getMessage()
                                + "; make room or mend the disk and run the same command again.",
                        e);
            }
        }
    }

    @Override
    public synchronized void close() {
        store.closeImmediately();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // It is in nobody's way and goes with the next run.
        }
    }
}
