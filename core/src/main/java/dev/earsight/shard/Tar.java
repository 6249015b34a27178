package dev.earsight.shard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * As much of the ustar format as shards need: headers for plain files, and a walk that finds them again. Written by hand
 * because a shard must know the exact byte at which each entry's data starts; any tar program reads the result.
 */
final class Tar {
    static final int BLOCK_BYTES = 512;
    /** Two empty blocks end an archive. */
    static final int TRAILER_BYTES = 2 * BLOCK_BYTES;

    private static final int NAME_BYTES = 100;
    private static final int SIZE_AT = 124;
    private static final int CHECKSUM_AT = 148;
    private static final int MAGIC_AT = 257;

    private Tar() {}

    /** A file inside an archive: {@code length} bytes of data from byte {@code offset} of the archive on. */
    record Entry(String name, long offset, long length) {
        /** Where the next entry's header starts. */
        long end() {
            return offset + padded(length);
        }
    }

    /** {@code length} rounded up to whole blocks. */
    static long padded(long length) {
        return (length + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
    }

    /** The block that goes before {@code length} bytes of data; time and owner are fixed so that equal data gives equal bytes. */
    static byte[] header(String name, long length) {
        byte[] nameBytes = name.getBytes(StandardCharsets.US_ASCII);
        if (nameBytes.length > NAME_BYTES || length < 0 || length >= 1L << 33) {
            throw new IllegalArgumentException("Cannot be a tar entry: " + name + ", " + length + " bytes");
        }
        byte[] block = new byte[BLOCK_BYTES];
        System.arraycopy(nameBytes, 0, block, 0, nameBytes.length);
        octal(block, 100, 7, 0644);
        octal(block, 108, 7, 0);
        octal(block, 116, 7, 0);
        octal(block, SIZE_AT, 11, length);
        octal(block, 136, 11, 0);
        block[156] = '0';
        byte[] magic = "ustar\00000".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(magic, 0, block, MAGIC_AT, magic.length);
        octal(block, CHECKSUM_AT, 6, checksum(block));
        block[CHECKSUM_AT + 7] = ' ';
        return block;
    }

    /**
     * Calls {@code visitor} with each entry whose header lies in the bytes {@code from} to {@code to} of {@code archive},
     * and ends early at an empty block.
     *
     * @throws IOException where a header is damaged or an entry reaches beyond {@code to}
     */
    static void walk(FileChannel archive, long from, long to, Consumer<Entry> visitor) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
        for (long at = from; at + BLOCK_BYTES <= to; ) {
            readFully(archive, block.clear(), at);
            byte[] bytes = block.array();
            if (bytes[0] == 0) {
                return;
            }
            Entry entry = new Entry(text(bytes, 0, NAME_BYTES), at + BLOCK_BYTES, number(bytes, SIZE_AT, 12));
            if (number(bytes, CHECKSUM_AT, 8) != checksum(bytes) || entry.end() > to) {
                throw new IOException("no intact tar entry at byte " + at);
            }
            visitor.accept(entry);
            at = entry.end();
        }
    }

    /** Fills {@code buffer} from byte {@code offset} of {@code file} on, without moving the file's own position. */
    static void readFully(FileChannel file, ByteBuffer buffer, long offset) throws IOException {
        long at = offset;
        while (buffer.hasRemaining()) {
            int count = file.read(buffer, at);
            if (count < 0) {
                throw new IOException("the file ends before byte " + (offset + buffer.limit()));
            }
            at += count;
        }
    }

    private static void octal(byte[] block, int at, int digits, long value) {
        for (int i = digits - 1; i >= 0; i--) {
            block[at + i] = (byte) ('0' + (value & 7));
            value >>= 3;
        }
    }

    private static long number(byte[] block, int at, int length) {
        long value = 0;
        for (int i = at; i < at + length && block[i] >= '0' && block[i] <= '7'; i++) {
            value = 8 * value + (block[i] - '0');
        }
        return value;
    }

    private static String text(byte[] block, int at, int length) {
        int end = at;
        while (end < at + length && block[end] != 0) {
            end++;
        }
        return new String(block, at, end - at, StandardCharsets.US_ASCII);
    }

    /** The sum of the header's bytes, its own checksum field counted as eight spaces. */
    private static int checksum(byte[] block) {
        int sum = 0;
        for (int i = 0; i < BLOCK_BYTES; i++) {
            sum += i >= CHECKSUM_AT && i < CHECKSUM_AT + 8 ? ' ' : block[i] & 0xff;
        }
        return sum;
    }
}
