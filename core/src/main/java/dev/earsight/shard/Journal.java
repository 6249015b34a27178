package dev.earsight.shard;

import dev.earsight.EarsightException;
import dev.earsight.resume.Durable;
import dev.earsight.resume.LineLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The state of a folder of prepared data, as a {@link LineLog}. */
final class Journal implements AutoCloseable {
    static final String FORMAT = "earsight-journal";
    static final int VERSION = 1;

    private final LineLog<JournalLine> log;
    private final Map<String, JournalLine.Stored> stored = new LinkedHashMap<>();
    private final Map<String, JournalLine.Refused> refused = new LinkedHashMap<>();
    private final Map<String, JournalLine.Hashed> hashed = new LinkedHashMap<>();
    private final JournalLine.Begun begun;
    private @Nullable JournalLine first;
    private int replayed;

    /**
     * Opens or begins the journal and replays it.
     *
     * @param keep what a new folder is to keep; one begun with other options is refused
     * @param faults told each moment at which a test may end the run
     */
    Journal(Path file, KeepOptions keep, Consumer<String> faults) throws IOException {
        long end = Files.exists(file)
                ? LineLog.read(file, JournalLine.class, 0, "delete the output folder and prepare again.", this::replay)
                : 0;
        log = LineLog.append(file, JournalLine.class, replayed, end, faults);
        begun = new JournalLine.Begun(FORMAT, VERSION, keep);
        if (replayed == 0) {
            append(begun, true);
            Durable.forceFolderOf(file);
        } else if (!(first instanceof JournalLine.Begun old)
                || !old.format().equals(FORMAT)
                || old.version() != VERSION) {
            throw new EarsightException(file + " was written by another version of the program (this one reads version "
                    + VERSION + "); choose a new output folder.");
        } else if (!old.keep().equals(keep)) {
            throw new EarsightException("The data in " + file.toAbsolutePath().getParent() + " was prepared with "
                    + old.keep() + "; repeat these options, or choose a new output folder.");
        }
    }

    Map<String, JournalLine.Stored> stored() {
        return stored;
    }

    Map<String, JournalLine.Refused> refused() {
        return refused;
    }

    Map<String, JournalLine.Hashed> hashed() {
        return hashed;
    }

    /** Adds a line; where {@code lasting}, it is on the disk when this returns. */
    void append(JournalLine line, boolean lasting) throws IOException {
        log.append(line, lasting);
        apply(line);
    }

    /** Forgets the files at other paths than these, and writes the journal anew where half of its lines say nothing any more. */
    void tidy(Set<String> paths) throws IOException {
        hashed.keySet().retainAll(paths);
        List<JournalLine> current = new ArrayList<>();
        current.add(begun);
        current.addAll(stored.values());
        current.addAll(refused.values());
        current.addAll(hashed.values());
        if (log.lines() > 2 * current.size()) {
            log.replace(current);
        }
    }

    @Override
    public void close() throws IOException {
        log.close();
    }

    private void replay(JournalLine line) {
        if (first == null) {
            first = line;
        }
        replayed++;
        apply(line);
    }

    private void apply(JournalLine line) {
        switch (line) {
            case JournalLine.Begun _ -> {}
            case JournalLine.Hashed hash -> hashed.put(hash.path(), hash);
            case JournalLine.Refused verdict -> refused.put(verdict.sha256(), verdict);
            case JournalLine.Dropped drop -> stored.remove(drop.id());
            case JournalLine.Stored content -> {
                stored.put(content.id(), content);
                refused.remove(content.sha256());
            }
        }
    }
}
