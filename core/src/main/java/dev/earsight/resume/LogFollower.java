package dev.earsight.resume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@link LineLog} that may be written to meanwhile, each time only what is new. A log that was replaced by a shorter one is read
 * from its start; so that it is recognized, its first line must differ from the former one's. For one thread at a time.
 */
public final class LogFollower<L> {
    private static final int FIRST_BYTES = 256;

    private final Path file;
    private final Class<L> type;
    private final String remedy;
    private @Nullable Object fileKey;
    private byte[] first = new byte[0];
    private long end;
    private int lines;

    /** Has read nothing yet. {@code remedy} is how a sentence about a damaged line ends. */
    public LogFollower(Path file, Class<L> type, String remedy) {
        this.file = file;
        this.type = type;
        this.remedy = remedy;
    }

    /**
     * What the log says that was not read before.
     *
     * @param afresh whether these are all its lines, in the place of those read before
     */
    public record News<L>(boolean afresh, List<L> lines) {
        /** Whether nothing changed. */
        public boolean none() {
            return !afresh && lines.isEmpty();
        }
    }

    /** Reads on. */
    public News<L> read() throws IOException {
        List<L> news = new ArrayList<>();
        return new News<>(read(news::add), news);
    }

    /** Reads on, line by line; whether these are all lines, in the place of those read before. */
    public boolean read(Consumer<L> news) throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        boolean known = end > 0 && Objects.equals(fileKey, now.fileKey());
        if (known && now.size() == end) {
            return false;
        }
        byte[] begins = firstBytes();
        boolean goesOn = known && now.size() > end && startsWith(begins, first);
        int before = goesOn ? lines : 0;
        int[] count = new int[1];
        long after = LineLog.read(file, type, goesOn ? end : 0, remedy, line -> {
            count[0]++;
            news.accept(line);
        });
        fileKey = now.fileKey();
        first = Arrays.copyOf(begins, (int) Math.min(begins.length, after));
        end = after;
        lines = before + count[0];
        return !goesOn;
    }

    /** A log open for appending after what was read. */
    public LineLog<L> append(Consumer<String> faults) throws IOException {
        return LineLog.append(file, type, lines, end, faults);
    }

    private byte[] firstBytes() throws IOException {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate(FIRST_BYTES);
            while (bytes.hasRemaining() && in.read(bytes) >= 0) {}
            return Arrays.copyOf(bytes.array(), bytes.position());
        }
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length >= start.length && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }
}
