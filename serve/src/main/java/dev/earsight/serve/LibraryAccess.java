package dev.earsight.serve;

import dev.earsight.library.Library;
import dev.earsight.library.LibraryCounts;
import dev.earsight.library.LibraryInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The index of a server, if it has one: opened when there is something in it, kept up to date with what an indexing adds. Files are
 * reached by ids of the index only.
 */
final class LibraryAccess implements AutoCloseable {
    private static final long BETWEEN_LOOKS = Duration.ofSeconds(1).toNanos();

    private final Optional<Path> folder;
    private final Optional<Path> checkpoint;
    private @Nullable Library library;
    private Optional<LibraryCounts> counts = Optional.empty();
    private long lookedNanos;

    /**
     * Opens the index where there is one.
     *
     * @param folder of the index, which may be made later
     * @param checkpoint of the network that searches, whose vectors must be in it
     */
    LibraryAccess(Optional<Path> folder, Optional<Path> checkpoint) {
        this.folder = folder;
        this.checkpoint = checkpoint;
        find();
    }

    /** The folder, where one was named at the start. */
    Path requireFolder() {
        return folder.orElseThrow(LibraryAccess::none);
    }

    private static Problem none() {
        return new Problem(Problem.Kind.NOT_CONFIGURED, "This server has no index; start it with --index INDEX.");
    }

    /** The index as it is now; nothing where none was named, or nothing was indexed yet. */
    synchronized Optional<Library> find() {
        if (library == null && folder.isPresent() && Files.exists(folder.get().resolve("index.json"))) {
            Library opened = Library.open(folder.get());
            try {
                checkpoint.ifPresent(opened::requireNetwork);
            } catch (RuntimeException e) {
                opened.close();
                throw e;
            }
            library = opened;
            counts = Optional.of(opened.counts());
            lookedNanos = System.nanoTime();
        } else if (library != null && System.nanoTime() - lookedNanos > BETWEEN_LOOKS) {
            if (library.refresh()) {
                counts = Optional.of(library.counts());
            }
            lookedNanos = System.nanoTime();
        }
        return Optional.ofNullable(library);
    }

    /** The index, which must be there. */
    Library require() {
        return find().orElseThrow(() -> folder.isEmpty()
                ? none()
                : new Problem(Problem.Kind.NOT_CONFIGURED, "Nothing is indexed yet; index a folder first."));
    }

    /** How much there is, as of the last look. */
    synchronized LibraryCounts counts() {
        return counts.orElseThrow(LibraryAccess::none);
    }

    /** Where a file of the index lies. */
    Path requirePath(String id) {
        return require()
                .path(id)
                .orElseThrow(() -> Problem.notFound("No file of that id is in the index, or it is not where it was."));
    }

    /** What the roots are called: their last folder, told apart by a number where two are alike. */
    static Map<Integer, String> rootNames(LibraryInfo info) {
        Map<Integer, String> names = new HashMap<>();
        for (LibraryInfo.Root root : info.roots()) {
            String name = name(root.path());
            names.put(root.number(), names.containsValue(name) ? name + " (" + root.number() + ")" : name);
        }
        return names;
    }

    /** What a folder is called. */
    static String name(Path folder) {
        Path last = folder.toAbsolutePath().normalize().getFileName();
        return last == null ? "/" : last.toString();
    }

    @Override
    public synchronized void close() {
        if (library != null) {
            library.close();
            library = null;
        }
    }
}
