package dev.earsight.resume;

import dev.earsight.EarsightException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
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
    private static final int READ_BYTES = 1 << 16;

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
        List<L> lines = new ArrayList<>();
        long end = read(file, type, from, remedy, lines::add);
        return new Contents<>(lines, end);
    }

    /** The same, line by line; answers the byte after the last. */
    public static <L> long read(Path file, Class<L> type, long from, String remedy, Consumer<L> lines)
            throws IOException {
        try (FileChannel channel =
                        FileChannel.open(file, StandardOpenOption.READ).position(from);
                InputStream in = new BufferedInputStream(Channels.newInputStream(channel), READ_BYTES)) {
            long end = from;
            int count = 0;
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next != '\n') {
                    bytes.write(next);
                    continue;
                }
                L line = decode(bytes.toString(StandardCharsets.UTF_8), type);
                if (line == null) {
                    if (in.read() >= 0) {
                        throw new EarsightException("Line " + (count + 1) + " of " + file + " is damaged; " + remedy);
                    }
                    break;
                }
                lines.accept(line);
                count++;
                end += bytes.size() + 1;
                bytes.reset();
            }
            return end;
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
    public void replace(Iterable<? extends L> current) throws IOException {
        faults.accept("before the journal is replaced");
        lines = 0;
        Durable.replace(file, out -> {
            for (L line : current) {
                out.write(encode(line));
                lines++;
            }
        });
        faults.accept("after the journal is replaced");
        channel.close();
        channel = FileChannel.open(file, StandardOpenOption.WRITE);
        length = channel.size();
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
