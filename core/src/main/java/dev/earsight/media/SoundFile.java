package dev.earsight.media;

import dev.earsight.media.MediaException.Reason;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sound files: any format read, WAV written. */
public final class SoundFile {
    private static final int HEADER_BYTES = 44;

    private SoundFile() {}

    /**
     * The whole sound of a file, of any format and any number of channels, as mono 48 kHz.
     *
     * @throws MediaException if it has none or cannot be used
     */
    public static Sound read(Path path) {
        try (AudioReader reader = AudioReader.open(path)) {
            return reader.readAll(Double.MAX_VALUE);
        }
    }

    /** Writes mono 48 kHz WAV of 16-bit samples; what exceeds full scale is clipped. */
    public static void writeWav(Path path, Sound sound) {
        writeWav(path, new float[][] {sound.samples()}, Sound.SAMPLE_RATE_HZ);
    }

    /** Writes 16-bit WAV of several channels, one array each, all of one length. */
    public static void writeWav(Path path, float[][] channels, int sampleRateHz) {
        int frames = channels[0].length;
        int dataBytes = Math.multiplyExact(2 * channels.length, frames);
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.put(ascii("RIFF"))
                .putInt(HEADER_BYTES - 8 + dataBytes)
                .put(ascii("WAVEfmt "))
                .putInt(16);
        header.putShort((short) 1).putShort((short) channels.length).putInt(sampleRateHz);
        header.putInt(2 * channels.length * sampleRateHz)
                .putShort((short) (2 * channels.length))
                .putShort((short) 16);
        header.put(ascii("data")).putInt(dataBytes);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path), 1 << 16)) {
            out.write(header.array());
            for (int i = 0; i < frames; i++) {
                for (float[] channel : channels) {
                    int value = Math.clamp(Math.round(channel[i] * 32_768f), Short.MIN_VALUE, Short.MAX_VALUE);
                    out.write(value);
                    out.write(value >> 8);
                }
            }
        } catch (IOException e) {
            throw new MediaException(
                    Reason.UNREADABLE, path, "cannot be written (" + e.getMessage() + "); check the folder", e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
