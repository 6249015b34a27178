package dev.earsight.index;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The file of an {@link ExactIndex}: vector after vector, each a 64-bit key and its 32-bit numbers, little-endian, mapped. */
final class MappedVectors implements AutoCloseable {
    private static final ValueLayout.OfLong KEY = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat NUMBER =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int BUFFER_VECTORS = 256;

    private final Arena arena;
    private final MemorySegment segment;
    private final int dimensions;

    private MappedVectors(Arena arena, MemorySegment segment, int dimensions) {
        this.arena = arena;
        this.segment = segment;
        this.dimensions = dimensions;
    }

    static Path file(Path folder, int generation) {
        return folder.resolve("vectors-" + generation + ".bin");
    }

    /** Bytes from one vector to the next. */
    static int stride(int dimensions) {
        return Long.BYTES + Float.BYTES * dimensions;
    }

    /** Maps what a table says there is. */
    @SuppressWarnings("MustBeClosedChecker") // closed with what it is handed to
    static MappedVectors of(Path folder, BlockTable table) throws IOException {
        Arena arena = Arena.ofShared();
        try (FileChannel in = FileChannel.open(file(folder, table.generation()), StandardOpenOption.READ)) {
            if (in.size() < table.end()) {
                throw new IOException("its end is missing");
            }
            return new MappedVectors(
                    arena, in.map(FileChannel.MapMode.READ_ONLY, 0, table.end(), arena), table.dimensions());
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /** Writes vectors at byte {@code offset}, a few at a time; answers the byte after them. */
    static long append(FileChannel out, long offset, Vectors vectors, int dimensions) throws IOException {
        ByteBuffer buffer =
                ByteBuffer.allocate(BUFFER_VECTORS * stride(dimensions)).order(ByteOrder.LITTLE_ENDIAN);
        float[] vector = new float[dimensions];
        long at = offset;
        for (int i = 0; i < vectors.size(); i++) {
            vectors.copy(i, vector);
            UnitVectors.require(vector, dimensions);
            buffer.putLong(vectors.key(i));
            for (float number : vector) {
                buffer.putFloat(number);
            }
            if (!buffer.hasRemaining() || i == vectors.size() - 1) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    at += out.write(buffer, at);
                }
                buffer.clear();
            }
        }
        return at;
    }

    /** The vectors of a block, read from the file as they are asked for. */
    Vectors of(BlockLine.Put block) {
        return vectors(segment, block.offset(), block.count(), dimensions);
    }

    /** {@code count} vectors that lie in a segment from byte {@code offset} on. */
    static Vectors vectors(MemorySegment segment, long offset, int count, int dimensions) {
        int stride = stride(dimensions);
        return new Vectors() {
            @Override
            public int size() {
                return count;
            }

            @Override
            public long key(int i) {
                return segment.get(KEY, offset + (long) i * stride);
            }

            @Override
            public void copy(int i, float[] into) {
                MemorySegment.copy(segment, NUMBER, offset + (long) i * stride + Long.BYTES, into, 0, dimensions);
            }
        };
    }

    @Override
    public void close() {
        arena.close();
    }
}
