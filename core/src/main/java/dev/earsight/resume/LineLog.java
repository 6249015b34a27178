package dev.earsight.resume;

import dev.earsight.EarsightException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * A file that only grows: one JSON object per line, a tab, and the CRC-32C of the JSON. What is not in it has not happened. A last
 * line without its end or with a wrong checksum was being written when the process died: a writer cuts it off, a reader leaves it.
 *
 * @param <L> a line, a type that Jackson writes and reads
 */
public final class LineLog<L> implements AutoCloseable {
    private final Path file;
    private final Class<L> type;
    private final Consumer<String> faults;
    private FileChannel channel;
    private long length;
    private int lines;

    private LineLog(Path file, Class<L> type, Consumer<String> faults, FileChannel channel) {
        this.file = file;
        this.type = type;
        this.faults = faults;
        this.channel = channel;
    }

    /**
     * What a log says.
     *
     * @param lines in order
     * @param end the byte after the last of them
     */
    public record Contents<L>(List<L> lines, long end) {}

    /**
     * The lines from byte {@code from} on, which must be the start of one; a log that another process writes to may be read.
     *
     * @param remedy how a sentence about a damaged line ends
     */
    public static <L> Contents<L> read(Path file, Class<L> type, long from, String remedy) throws IOException {
        byte[] bytes = bytesFrom(file, from);
        List<L> read = new ArrayList<>();
        int start = 0;
        for (int end = 0; end < bytes.length; end++) {
            if (bytes[end] == '\n') {
                L line = decode(new String(bytes, start, end - start, StandardCharsets.UTF_8), type);
                if (line == null) {
                    if (end + 1 < bytes.length) {
                        throw new EarsightException(
                                "Line " + (read.size() + 1) + " of " + file + " is damaged; " + remedy);
                    }
                    break;
                }
                read.add(line);
                start = end + 1;
            }
        }
        return new Contents<>(read, from + start);
    }

    private static byte[] bytesFrom(Path file, long from) throws IOException {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(Math.max(0, in.size() - from)));
            while (bytes.hasRemaining() && in.read(bytes, from + bytes.position()) >= 0) {}
            return Arrays.copyOf(bytes.array(), bytes.position());
        }
    }

    /**
     * Opens a log for appending after byte {@code end}, where {@code lines} lines end; what follows is cut off. A new one has none.
     *
     * @param faults told each moment at which a test may end the run
     */
    public static <L> LineLog<L> append(Path file, Class<L> type, int lines, long end, Consumer<String> faults)
            throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.truncate(end);
        LineLog<L> log = new LineLog<>(file, type, faults, channel);
        log.length = end;
        log.lines = lines;
        return log;
    }

    /** Adds a line; where {@code lasting}, it and all before it are on the disk when this returns. */
    public void append(L line, boolean lasting) throws IOException {
        byte[] bytes = encode(line);
        int half = bytes.length / 2;
        Durable.write(channel, Arrays.copyOf(bytes, half), length);
        faults.accept("half a journal line");
        Durable.write(channel, Arrays.copyOfRange(bytes, half, bytes.length), length + half);
        if (lasting) {
            channel.force(false);
        }
        length += bytes.length;
        lines++;
        faults.accept("a journal line");
    }

    /** How many lines there are. */
    public int lines() {
        return lines;
    }

    /** Puts these lines in the place of all there are, in one step. */
    public void replace(List<? extends L> current) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (L line : current) {
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

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private byte[] encode(L line) {
        String json = Json.LINE.writerFor(type).writeValueAsString(line);
        return (json + "\t" + checksum(json) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static <L> @Nullable L decode(String line, Class<L> type) {
        int tab = line.lastIndexOf('\t');
        if (tab < 0 || !line.substring(tab + 1).equals(checksum(line.substring(0, tab)))) {
            return null;
        }
        try {
            return Json.LINE.readValue(line.substring(0, tab), type);
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
