package dev.earsight.index;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Vectors in a file of their own, written one by one by one process and read by another; no more than a few are in memory. */
public final class VectorFile {
    private VectorFile() {}

    /** Writes one. */
    public static final class Writer implements AutoCloseable {
        private static final int BUFFER_VECTORS = 64;

        private final FileChannel out;
        private final ByteBuffer buffer;
        private int count;

        /** Begins the file anew. */
        public Writer(Path file, int dimensions) throws IOException {
            out = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
            buffer = ByteBuffer.allocate(BUFFER_VECTORS * MappedVectors.stride(dimensions))
                    .order(ByteOrder.LITTLE_ENDIAN);
        }

        /** One more vector. */
        public void add(long key, float[] vector) throws IOException {
            buffer.putLong(key);
            for (float number : vector) {
                buffer.putFloat(number);
            }
            count++;
            if (!buffer.hasRemaining()) {
                flush();
            }
        }

        /** How many there are. */
        public int count() {
            return count;
        }

        private void flush() throws IOException {
            buffer.flip();
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
            buffer.clear();
        }

        @Override
        public void close() throws IOException {
            try (FileChannel _ = out) {
                flush();
            }
        }
    }

    /** The vectors of a whole file, to be read while {@code arena} is open. */
    public static Vectors map(Path file, int dimensions, Arena arena) throws IOException {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            int count = Math.toIntExact(in.size() / MappedVectors.stride(dimensions));
            return MappedVectors.vectors(
                    in.map(FileChannel.MapMode.READ_ONLY, 0, in.size(), arena), 0, count, dimensions);
        }
    }
}
