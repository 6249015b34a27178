package dev.earsight.shard;

import dev.earsight.media.Sound;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Writes the tar entries of one source into a part file. Frames go straight in; a clip's sound, whose length is known only
 * at its end, waits in a second file, so that memory does not grow with the length.
 */
final class PartWriter implements AutoCloseable {
    /** A canonical WAV header: the sound entry is playable when unpacked, and its samples start this far in. */
    static final int WAV_HEADER_BYTES = 44;

    private final String id;
    private final Path soundFile;
    private final OutputStream part;
    private OutputStream sound;
    private int clip;

    PartWriter(Path part, String id) throws IOException {
        this.id = id;
        this.soundFile = part.resolveSibling(part.getFileName() + ".sound");
        this.part = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16);
        this.sound = new BufferedOutputStream(Files.newOutputStream(soundFile), 1 << 16);
    }

    /** Adds a frame of the clip being written. */
    void frame(int frameIndex, byte[] jpeg) throws IOException {
        entry(String.format(Locale.ROOT, "%s/%04d/%06d.jpg", id, clip, frameIndex), jpeg);
    }

    /** Adds {@code count} samples to the clip being written, rounded to 16 bits. */
    void sound(float[] samples, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(2 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            bytes.putShort((short) Math.clamp(Math.round(samples[i] * 32768f), -32768, 32767));
        }
        sound.write(bytes.array());
    }

    /** Ends the clip being written; what is added next belongs to the next one. */
    void endClip() throws IOException {
        sound.close();
        long bytes = Files.size(soundFile);
        part.write(Tar.header(String.format(Locale.ROOT, "%s/%04d/sound.wav", id, clip), WAV_HEADER_BYTES + bytes));
        part.write(wavHeader(bytes));
        Files.copy(soundFile, part);
        pad(WAV_HEADER_BYTES + bytes);
        clip++;
        sound = new BufferedOutputStream(Files.newOutputStream(soundFile), 1 << 16);
    }

    /** Adds a file of the whole source: {@code truth.json} or {@code source.json}. */
    void document(String name, byte[] content) throws IOException {
        entry(id + "/" + name, content);
    }

    @Override
    public void close() throws IOException {
        sound.close();
        part.close();
        Files.deleteIfExists(soundFile);
    }

    private void entry(String name, byte[] content) throws IOException {
        part.write(Tar.header(name, content.length));
        part.write(content);
        pad(content.length);
    }

    private void pad(long length) throws IOException {
        part.write(new byte[(int) (Tar.padded(length) - length)]);
    }

    private static byte[] wavHeader(long dataBytes) {
        ByteBuffer header = ByteBuffer.allocate(WAV_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt((int) (36 + dataBytes));
        header.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        header.putShort((short) 1)
                .putShort((short) 1)
                .putInt(Sound.SAMPLE_RATE_HZ)
                .putInt(2 * Sound.SAMPLE_RATE_HZ);
        header.putShort((short) 2).putShort((short) 16);
        header.put("data".getBytes(StandardCharsets.US_ASCII)).putInt((int) dataBytes);
        return header.array();
    }

    /** The temporary files of a part, for cleaning up after a worker that did not get to the end. */
    static List<Path> filesOf(Path part) {
        return List.of(part, part.resolveSibling(part.getFileName() + ".sound"));
    }
}
