package dev.earsight.shard;

import dev.earsight.EarsightException;
import dev.earsight.resume.Chained;
import dev.earsight.resume.DiskMap;
import dev.earsight.resume.DiskMaps;
import dev.earsight.resume.Durable;
import dev.earsight.resume.LineLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The state of a folder of prepared data, as a {@link LineLog}. */
final class Journal implements AutoCloseable {
    static final String FORMAT = "earsight-journal";
    static final int VERSION = 1;

    private final LineLog<JournalLine> log;
    private final DiskMap<JournalLine.Stored> stored;
    private final DiskMap<JournalLine.Refused> refused;
    private final DiskMap<JournalLine.Hashed> hashed;
    private final JournalLine.Begun begun;
    private @Nullable JournalLine first;
    private int replayed;

    /**
     * Opens or begins the journal and replays it.
     *
     * @param keep what a new folder is to keep; one begun with other options is refused
     * @param maps where what it says is kept at hand
     * @param faults told each moment at which a test may end the run
     */
    Journal(Path file, KeepOptions keep, DiskMaps maps, Consumer<String> faults) throws IOException {
        stored = maps.map("stored", JournalLine.Stored.class);
        refused = maps.map("refused", JournalLine.Refused.class);
        hashed = maps.map("hashed", JournalLine.Hashed.class);
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

    /** By id. */
    DiskMap<JournalLine.Stored> stored() {
        return stored;
    }

    /** By hash. */
    DiskMap<JournalLine.Refused> refused() {
        return refused;
    }

    /** By path. */
    DiskMap<JournalLine.Hashed> hashed() {
        return hashed;
    }

    /** Adds a line; where {@code lasting}, it is on the disk when this returns. */
    void append(JournalLine line, boolean lasting) throws IOException {
        log.append(line, lasting);
        apply(line);
    }

    /** Forgets the files at other paths than these, and writes the journal anew where half of its lines say nothing any more. */
    void tidy(Set<String> paths) throws IOException {
        for (String path : hashed.keySet()) {
            if (!paths.contains(path)) {
                hashed.remove(path);
            }
        }
        if (log.lines() > 2 * (1 + stored.size() + refused.size() + hashed.size())) {
            log.replace(new Chained<JournalLine>(
                    List.of(List.of(begun), stored.values(), refused.values(), hashed.values())));
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
