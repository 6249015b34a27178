package dev.earsight.weights;

import dev.earsight.EarsightException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A safetensors file: named tensors and a map of words, readable by every framework that knows the format, with no code
 * in it that could run.
 *
 * <p>Layout: 8 bytes little-endian length {@code n}; {@code n} bytes of JSON ({@code name -> dtype, shape,
 * data_offsets}, and {@code __metadata__}, a map of strings); the values, little-endian, without gaps. Written here with
 * the widest types first and the header padded with spaces to a multiple of eight, so every value is aligned. Read:
 * {@code F32}, {@code I64}, {@code U8}, and {@code F16}, {@code BF16} widened to float.
 *
 * @param metadata free words; provenance goes here
 * @param tensors by name, in alphabetical order
 */
public record Safetensors(SortedMap<String, String> metadata, SortedMap<String, StoredTensor> tensors) {
    /** Longest header accepted, in bytes: the limit of the format's own reader. */
    static final long HEADER_LIMIT_BYTES = 100_000_000;

    private static final int LENGTH_BYTES = 8;
    private static final int CHUNK_BYTES = 1 << 20;
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Keeps its own sorted, unchangeable maps; the arrays are shared. */
    public Safetensors {
        metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
        tensors = Collections.unmodifiableSortedMap(new TreeMap<>(tensors));
        if (tensors.containsKey(SafetensorsHeader.METADATA)) {
            throw new IllegalArgumentException("No tensor may be called " + SafetensorsHeader.METADATA);
        }
    }

    /** From plain maps, in any order. */
    public static Safetensors of(Map<String, String> metadata, Map<String, ? extends StoredTensor> tensors) {
        return new Safetensors(new TreeMap<>(metadata), new TreeMap<String, StoredTensor>(tensors));
    }

    /** All {@code F32} tensors (and those widened to it), by name. */
    public SortedMap<String, FloatTensor> floats() {
        SortedMap<String, FloatTensor> floats = new TreeMap<>();
        tensors.forEach((name, tensor) -> {
            if (tensor instanceof FloatTensor f) {
                floats.put(name, f);
            }
        });
        return floats;
    }

    /** All {@code I64} tensors, by name. */
    public SortedMap<String, LongTensor> longs() {
        SortedMap<String, LongTensor> longs = new TreeMap<>();
        tensors.forEach((name, tensor) -> {
            if (tensor instanceof LongTensor l) {
                longs.put(name, l);
            }
        });
        return longs;
    }

    /** The {@code F32} tensor of that name; throws {@link EarsightException} where there is none. */
    public FloatTensor floats(String name) {
        if (tensors.get(name) instanceof FloatTensor tensor) {
            return tensor;
        }
        throw new EarsightException("The weights hold no float tensor '" + name + "'; they belong to another network.");
    }

    /** The {@code I64} tensor of that name; throws {@link EarsightException} where there is none. */
    public LongTensor longs(String name) {
        if (tensors.get(name) instanceof LongTensor tensor) {
            return tensor;
        }
        throw new EarsightException("The weights hold no counter '" + name + "'; they belong to another network.");
    }

    /** Reads a file; throws {@link EarsightException} naming it where it is missing, cut short or malformed. */
    public static Safetensors read(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                Arena arena = Arena.ofConfined()) {
            long fileBytes = channel.size();
            if (fileBytes < LENGTH_BYTES + 2) {
                throw broken(file, "it has only " + fileBytes + " bytes");
            }
            MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, fileBytes, arena);
            long headerBytes = mapped.get(LONG, 0);
            if (headerBytes < 2 || headerBytes > HEADER_LIMIT_BYTES || headerBytes > fileBytes - LENGTH_BYTES) {
                throw broken(file, "its header claims " + Long.toUnsignedString(headerBytes) + " bytes");
            }
            byte[] json = mapped.asSlice(LENGTH_BYTES, headerBytes).toArray(ValueLayout.JAVA_BYTE);
            MemorySegment data = mapped.asSlice(LENGTH_BYTES + headerBytes);
            SafetensorsHeader header = SafetensorsHeader.parse(json, data.byteSize());
            SortedMap<String, StoredTensor> tensors = new TreeMap<>();
            header.entries().forEach((name, entry) -> tensors.put(name, load(data, entry)));
            return new Safetensors(header.metadata(), tensors);
        } catch (NoSuchFileException e) {
            throw new EarsightException("There is no weights file " + file + "; check the path.", e);
        } catch (SafetensorsHeader.MalformedException e) {
            throw broken(file, e.reason());
        } catch (IOException e) {
            throw new EarsightException("Cannot read the weights file " + file + ": " + e.getMessage() + ".", e);
        }
    }

    /**
     * Writes the file so that a reader sees the old one or the new one, never a part: into a neighbour, flushed to the
     * disk, then renamed.
     */
    public void write(Path file) {
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null) {
            throw new EarsightException("Cannot write weights to " + file + ": it is a folder; name a file.");
        }
        Path partial = folder.resolve(target.getFileName() + ".partial");
        try {
            Files.createDirectories(folder);
            try (FileChannel channel = FileChannel.open(
                    partial,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                writeAll(channel);
                channel.force(true);
            }
            try {
                Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
            }
            syncFolder(folder);
        } catch (ClosedByInterruptException e) {
            throw new EarsightException(
                    "Stopped while " + file + " was being written; what was there before is still there.", e);
        } catch (IOException e) {
            throw new EarsightException(
                    "Cannot write the weights file " + file + ": " + e.getMessage()
                            + "; check free space and permissions.",
                    e);
        }
    }

    private void writeAll(FileChannel channel) throws IOException {
        SafetensorsHeader header = SafetensorsHeader.layOut(metadata, tensors);
        byte[] json = header.toJson();
        ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(json.length);
        drain(channel, buffer);
        writeFully(channel, ByteBuffer.wrap(json));
        for (String name : header.entries().keySet()) {
            switch (tensors.get(name)) {
                case FloatTensor f -> {
                    for (int i = 0; i < f.size(); i += CHUNK_BYTES / Float.BYTES) {
                        int count = Math.min(CHUNK_BYTES / Float.BYTES, f.size() - i);
                        buffer.asFloatBuffer().put(f.values(), i, count);
                        drain(channel, buffer.position(count * Float.BYTES));
                    }
                }
                case LongTensor l -> {
                    for (int i = 0; i < l.size(); i += CHUNK_BYTES / Long.BYTES) {
                        int count = Math.min(CHUNK_BYTES / Long.BYTES, l.size() - i);
                        buffer.asLongBuffer().put(l.values(), i, count);
                        drain(channel, buffer.position(count * Long.BYTES));
                    }
                }
                case ByteTensor b -> writeFully(channel, ByteBuffer.wrap(b.values()));
                case null -> throw new IllegalStateException(name);
            }
        }
    }

    private static StoredTensor load(MemorySegment data, SafetensorsHeader.Entry entry) {
        MemorySegment bytes = data.asSlice(entry.begin(), entry.end() - entry.begin());
        int size = entry.size();
        return switch (entry.dtype()) {
            case F32 -> {
                float[] values = new float[size];
                MemorySegment.copy(bytes, FLOAT, 0, values, 0, size);
                yield new FloatTensor(entry.shape(), values);
            }
            case F16, BF16 -> {
                float[] values = new float[size];
                for (int i = 0; i < size; i++) {
                    short half = bytes.getAtIndex(SHORT, i);
                    values[i] = entry.dtype() == SafetensorsHeader.Dtype.F16
                            ? Float.float16ToFloat(half)
                            : Float.intBitsToFloat(half << 16);
                }
                yield new FloatTensor(entry.shape(), values);
            }
            case I64 -> {
                long[] values = new long[size];
                MemorySegment.copy(bytes, LONG, 0, values, 0, size);
                yield new LongTensor(entry.shape(), values);
            }
            case U8 -> new ByteTensor(entry.shape(), bytes.toArray(ValueLayout.JAVA_BYTE));
        };
    }

    private static void drain(FileChannel channel, ByteBuffer buffer) throws IOException {
        writeFully(channel, buffer.flip());
        buffer.clear();
    }

    private static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** The rename itself must reach the disk; systems that cannot open a folder (Windows) order renames themselves. */
    private static void syncFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Nothing is lost: the file itself is on the disk, only the moment of its renaming is not promised.
        }
    }

    private static EarsightException broken(Path file, String reason) {
        return new EarsightException("The weights file " + file + " is damaged or not safetensors (" + reason
                + "); take an older checkpoint or copy it again.");
    }
}
