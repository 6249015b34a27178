package dev.earsight.shard;

import dev.earsight.resume.Durable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;

/**
 * The flow of one clip on the disk, one field after the other, each with its checksum; once complete, a table at the end says
 * where each begins, and the file gets its name. An unfinished one is added to after its last intact field.
 *
 * <p>Layout (big-endian): u64 magic, u64 tag of the options; for each field u32 length, u32 CRC-32C, bytes ({@link FlowCodec}); u64 offset of each
 * field's length; u64 offset where the table itself begins; u64 number of fields.
 */
final class FlowFile implements AutoCloseable {
    /** "EARSFLO" and the version. */
    static final long MAGIC = 0x45415253_464C4F01L;

    private static final int HEAD_BYTES = 16;
    private static final int RECORD_HEAD_BYTES = 8;

    private final Path part;
    private final FileChannel channel;
    private final List<Long> offsets = new ArrayList<>();
    private final List<Float> changes = new ArrayList<>();
    private long end;

    private FlowFile(Path part, FileChannel channel) {
        this.part = part;
        this.channel = channel;
    }

    /**
     * Opens a file to be added to, new or unfinished; whatever comes after its last intact field is cut off, and all of it
     * where it was made with other options.
     */
    static FlowFile resume(Path part, FlowOptions options) throws IOException {
        FlowFile file = new FlowFile(
                part,
                FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
        try {
            file.recover(options.tag());
        } catch (IOException e) {
            file.close();
            throw e;
        }
        return file;
    }

    private void recover(long tag) throws IOException {
        ByteBuffer wanted = ByteBuffer.allocate(HEAD_BYTES).putLong(MAGIC).putLong(tag);
        ByteBuffer found = ByteBuffer.allocate(HEAD_BYTES);
        if (channel.size() >= HEAD_BYTES) {
            Tar.readFully(channel, found, 0);
        }
        if (!Arrays.equals(found.array(), wanted.array())) {
            channel.truncate(0);
            Durable.write(channel, wanted.array(), 0);
        }
        end = HEAD_BYTES;
        while (end + RECORD_HEAD_BYTES <= channel.size()) {
            ByteBuffer head = ByteBuffer.allocate(RECORD_HEAD_BYTES);
            Tar.readFully(channel, head, end);
            int length = head.getInt(0);
            if (length < Float.BYTES || end + RECORD_HEAD_BYTES + length > channel.size()) {
                break;
            }
            ByteBuffer bytes = ByteBuffer.allocate(length);
            Tar.readFully(channel, bytes, end + RECORD_HEAD_BYTES);
            if (crc(bytes.array()) != head.getInt(Integer.BYTES)) {
                break;
            }
            note(FlowCodec.change(bytes.flip()), RECORD_HEAD_BYTES + length);
        }
        channel.truncate(end);
    }

    /** How many fields it holds. */
    int fields() {
        return offsets.size();
    }

    /** For each of its fields, how much else changes between the two frames. */
    List<Float> changes() {
        return List.copyOf(changes);
    }

    /** Adds an encoded field. */
    void add(byte[] encoded) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(RECORD_HEAD_BYTES + encoded.length);
        record.putInt(encoded.length).putInt(crc(encoded)).put(encoded);
        Durable.write(channel, record.array(), end);
        note(FlowCodec.change(ByteBuffer.wrap(encoded)), record.capacity());
    }

    private void note(float change, int bytes) {
        changes.add(change);
        offsets.add(end);
        end += bytes;
    }

    /** Makes it complete, and gives it its lasting name. */
    void finish(Path file) throws IOException {
        ByteBuffer table = ByteBuffer.allocate((offsets.size() + 2) * Long.BYTES);
        offsets.forEach(table::putLong);
        table.putLong(end);
        table.putLong(offsets.size());
        Durable.write(channel, table.array(), end);
        channel.force(true);
        channel.close();
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Durable.forceFolderOf(file);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Fields {@code first} to {@code first + count - 1}, by their place in a complete file. */
    static List<FlowField> read(Path file, int first, int count) throws IOException {
        try (FileChannel in = FileChannel.open(file)) {
            long fields = fields(in);
            if (first < 0 || first + count > fields) {
                throw new IOException("it holds " + fields + " fields");
            }
            long tableAt = in.size() - (fields + 2) * Long.BYTES;
            ByteBuffer table = ByteBuffer.allocate((count + 1) * Long.BYTES);
            Tar.readFully(in, table, tableAt + (long) first * Long.BYTES);
            long from = table.getLong(0);
            ByteBuffer records = ByteBuffer.allocate(Math.toIntExact(table.getLong(count * Long.BYTES) - from));
            Tar.readFully(in, records, from);
            List<FlowField> read = new ArrayList<>(count);
            for (records.flip(); read.size() < count; ) {
                byte[] bytes = new byte[records.getInt()];
                int crc = records.getInt();
                records.get(bytes);
                if (crc(bytes) != crc) {
                    throw new IOException("a checksum does not fit");
                }
                read.add(FlowCodec.decode(ByteBuffer.wrap(bytes)));
            }
            return read;
        } catch (DataFormatException | RuntimeException e) {
            throw new IOException("it is damaged", e);
        }
    }

    /** How many fields a complete file holds. */
    private static long fields(FileChannel in) throws IOException {
        ByteBuffer count = ByteBuffer.allocate(Long.BYTES);
        Tar.readFully(in, count, Math.max(0, in.size() - Long.BYTES));
        return count.getLong(0);
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
