package dev.earsight.shard;

import dev.earsight.EarsightException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The state of a folder of prepared data as a file that only grows: one JSON object per line, a tab, and the CRC-32C of the
 * JSON. What is not in it has not happened. A last line without its end or with a wrong checksum was being written when the
 * process died and is cut off.
 */
final class Journal implements AutoCloseable {
    static final String FORMAT = "earsight-journal";
    static final int VERSION = 1;

    private final Path file;
    private final Consumer<String> faults;
    private final Map<String, JournalLine.Stored> stored = new LinkedHashMap<>();
    private final Map<String, JournalLine.Refused> refused = new LinkedHashMap<>();
    private final Map<String, JournalLine.Hashed> hashed = new LinkedHashMap<>();
    private final JournalLine.Begun begun;
    private FileChannel channel;
    private long length;
    private int lines;

    /**
     * Opens or begins the journal and replays it.
     *
     * @param keep what a new folder is to keep; one begun with other options is refused
     * @param faults told each moment at which a test may end the run
     */
    Journal(Path file, KeepOptions keep, Consumer<String> faults) throws IOException {
        this.file = file;
        this.faults = faults;
        List<JournalLine> past = Files.exists(file) ? read(file) : List.of();
        for (JournalLine line : past) {
            apply(line);
        }
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.truncate(length);
        begun = new JournalLine.Begun(FORMAT, VERSION, keep);
        if (past.isEmpty()) {
            append(begun, true);
            Durable.forceFolderOf(file);
        } else if (!(past.getFirst() instanceof JournalLine.Begun old)
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
        byte[] bytes = encode(line);
        int half = bytes.length / 2;
        Durable.write(channel, Arrays.copyOf(bytes, half), length);
        faults.accept("half a journal line");
        Durable.write(channel, Arrays.copyOfRange(bytes, half, bytes.length), length + half);
        if (lasting) {
            channel.force(false);
        }
        length += bytes.length;
        apply(line);
        faults.accept("a journal line");
    }

    /** Forgets the files at other paths than these, and writes the journal anew where half of its lines say nothing any more. */
    void tidy(Set<String> paths) throws IOException {
        hashed.keySet().retainAll(paths);
        List<JournalLine> current = new ArrayList<>();
        current.add(begun);
        current.addAll(stored.values());
        current.addAll(refused.values());
        current.addAll(hashed.values());
        if (lines > 2 * current.size()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (JournalLine line : current) {
                bytes.writeBytes(encode(line));
            }
            faults.accept("before the journal is replaced");
            Durable.replace(file, bytes.toByteArray());
            faults.accept("after the journal is replaced");
            channel.close();
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
            length = bytes.size();
            lines = current.size();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void apply(JournalLine line) {
        lines++;
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

    private List<JournalLine> read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        List<JournalLine> read = new ArrayList<>();
        int start = 0;
        for (int end = 0; end < bytes.length; end++) {
            if (bytes[end] == '\n') {
                JournalLine line = decode(new String(bytes, start, end - start, StandardCharsets.UTF_8));
                if (line == null) {
                    if (end + 1 < bytes.length) {
                        throw new EarsightException("Line " + (read.size() + 1) + " of " + file
                                + " is damaged; delete the output folder and prepare again.");
                    }
                    break;
                }
                read.add(line);
                start = end + 1;
            }
        }
        length = start;
        return read;
    }

    private static byte[] encode(JournalLine line) {
        String json = Json.LINE.writerFor(JournalLine.class).writeValueAsString(line);
        return (json + "\t" + checksum(json) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable JournalLine decode(String line) {
        int tab = line.lastIndexOf('\t');
        if (tab < 0 || !line.substring(tab + 1).equals(checksum(line.substring(0, tab)))) {
            return null;
        }
        try {
            return Json.LINE.readValue(line.substring(0, tab), JournalLine.class);
        } catch (JacksonException e) {
            return null;
        }
    }

    private static String checksum(String json) {
        CRC32C crc = new CRC32C();
        crc.update(json.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
