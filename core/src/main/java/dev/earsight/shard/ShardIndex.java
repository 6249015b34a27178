package dev.earsight.shard;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Where in a shard each frame and each clip's sound lies. It is made by walking through the tar, so a lost or damaged index
 * file costs a moment and nothing else.
 *
 * @param tarBytes how much of the shard it covers
 * @param contents the shard's contents by id
 */
record ShardIndex(long tarBytes, Map<String, Content> contents) {
    /** "EARSIDX" and the version. */
    static final long MAGIC = 0x45415253_49445801L;

    /** The entries of one source; the truth's place is empty where there was none. */
    record Content(List<Clip> clips, Optional<Tar.Entry> truth) {}

    /**
     * The entries of one clip.
     *
     * @param frameBlocks for each kept frame, the 512-byte block of the shard its JPEG starts at
     * @param frameBytes for each kept frame, the length of its JPEG
     * @param sampleOffset the byte of the shard the first sample lies at
     */
    @SuppressWarnings("ArrayRecordComponent") // one pair of ints per frame of hours of video
    record Clip(int[] frameBlocks, int[] frameBytes, long sampleOffset) {}

    /** The index of {@code tar} up to byte {@code tarBytes}, by reading the headers of its entries. */
    static ShardIndex scan(Path tar, long tarBytes) throws IOException {
        Map<String, List<Tar.Entry>> entries = new LinkedHashMap<>();
        try (FileChannel channel = FileChannel.open(tar)) {
            Tar.walk(
                    channel,
                    0,
                    tarBytes,
                    entry -> entries.computeIfAbsent(
                                    entry.name().substring(0, entry.name().indexOf('/')), _ -> new ArrayList<>())
                            .add(entry));
        }
        Map<String, Content> contents = new LinkedHashMap<>();
        for (Map.Entry<String, List<Tar.Entry>> content : entries.entrySet()) {
            contents.put(content.getKey(), content(content.getValue()));
        }
        return new ShardIndex(tarBytes, contents);
    }

    private static Content content(List<Tar.Entry> entries) {
        List<Clip> clips = new ArrayList<>();
        List<Tar.Entry> frames = new ArrayList<>();
        Optional<Tar.Entry> truth = Optional.empty();
        for (Tar.Entry entry : entries) {
            if (entry.name().endsWith(".jpg")) {
                frames.add(entry);
            } else if (entry.name().endsWith("/sound.wav")) {
                clips.add(new Clip(
                        frames.stream()
                                .mapToInt(frame -> Math.toIntExact(frame.offset() / Tar.BLOCK_BYTES))
                                .toArray(),
                        frames.stream()
                                .mapToInt(frame -> Math.toIntExact(frame.length()))
                                .toArray(),
                        entry.offset() + PartWriter.WAV_HEADER_BYTES));
                frames.clear();
            } else if (entry.name().endsWith("/truth.json")) {
                truth = Optional.of(entry);
            }
        }
        return new Content(clips, truth);
    }

    /** Reads an index file; empty where it is missing, damaged or of another version. */
    static Optional<ShardIndex> read(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length < 20
                    || crc(bytes, bytes.length - 4) != ByteBuffer.wrap(bytes).getInt(bytes.length - 4)) {
                return Optional.empty();
            }
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            return in.readLong() == MAGIC ? Optional.of(read(in)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static ShardIndex read(DataInputStream in) throws IOException {
        long tarBytes = in.readLong();
        int count = in.readInt();
        Map<String, Content> contents = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String id = in.readUTF();
            long truthOffset = in.readLong();
            long truthLength = in.readLong();
            List<Clip> clips = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                long sampleOffset = in.readLong();
                int[] blocks = new int[in.readInt()];
                int[] lengths = new int[blocks.length];
                for (int k = 0; k < blocks.length; k++) {
                    blocks[k] = in.readInt();
                    lengths[k] = in.readInt();
                }
                clips.add(new Clip(blocks, lengths, sampleOffset));
            }
            contents.put(
                    id,
                    new Content(
                            clips,
                            truthOffset == 0
                                    ? Optional.empty()
                                    : Optional.of(new Tar.Entry(id + "/truth.json", truthOffset, truthLength))));
        }
        return new ShardIndex(tarBytes, contents);
    }

    /** The index as the bytes of its file. */
    byte[] bytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(MAGIC);
        out.writeLong(tarBytes);
        out.writeInt(contents.size());
        for (Map.Entry<String, Content> entry : contents.entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeLong(entry.getValue().truth().map(Tar.Entry::offset).orElse(0L));
            out.writeLong(entry.getValue().truth().map(Tar.Entry::length).orElse(0L));
            out.writeInt(entry.getValue().clips().size());
            for (Clip clip : entry.getValue().clips()) {
                out.writeLong(clip.sampleOffset());
                out.writeInt(clip.frameBlocks().length);
                for (int k = 0; k < clip.frameBlocks().length; k++) {
                    out.writeInt(clip.frameBlocks()[k]);
                    out.writeInt(clip.frameBytes()[k]);
                }
            }
        }
        out.writeInt(crc(bytes.toByteArray(), bytes.size()));
        return bytes.toByteArray();
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
