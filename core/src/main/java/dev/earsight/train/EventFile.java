package dev.earsight.train;

import dev.earsight.EarsightException;
import dev.earsight.media.RgbImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.zip.CRC32C;
import javax.imageio.ImageIO;

/**
 * A TensorBoard event file: numbers and pictures over steps, for {@code tensorboard --logdir}.
 *
 * <p>Each record is framed as in TensorFlow's record files: length (8 bytes, little-endian), masked CRC-32C of the
 * length, the data, masked CRC-32C of the data. The data is a protocol-buffer {@code Event}, encoded here by hand since
 * only a few of its fields are needed. Every record is handed to the system at once, so a crash loses nothing written.
 *
 * <p>A resumed run makes a new file in the same folder; TensorBoard joins them. May be called from several threads.
 */
public final class EventFile implements AutoCloseable {
    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int BYTES = 2;
    private static final int FOUR_BYTES = 5;

    private final Path file;
    private final OutputStream output;
    private final InstantSource clock;

    private EventFile(Path file, OutputStream output, InstantSource clock) {
        this.file = file;
        this.output = output;
        this.clock = clock;
    }

    /** Starts a new file in {@code folder}, which is made where it is missing. */
    public static EventFile create(Path folder) {
        return create(folder, InstantSource.system());
    }

    static EventFile create(Path folder, InstantSource clock) {
        try {
            Files.createDirectories(folder);
            // TensorBoard reads files in the order of their names, so the time comes first; the count is for two in a
            // second.
            for (int count = 0; ; count++) {
                String name = String.format(
                        Locale.ROOT,
                        "events.out.tfevents.%010d.earsight.%d",
                        clock.instant().getEpochSecond(),
                        count);
                try {
                    Path file = folder.resolve(name);
                    OutputStream output = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
                    EventFile events = new EventFile(file, output, clock);
                    Message version = events.event(0);
                    version.field(3, "brain.Event:2".getBytes(StandardCharsets.UTF_8));
                    events.write(version);
                    return events;
                } catch (FileAlreadyExistsException taken) {
                    continue;
                }
            }
        } catch (IOException e) {
            throw new EarsightException(
                    "Cannot start a TensorBoard file in " + folder + ": " + e.getMessage() + "; check permissions.", e);
        }
    }

    /** Where it is written. */
    public Path file() {
        return file;
    }

    /** Says that a run starts, or starts again, after {@code step}: TensorBoard forgets later events of earlier files. */
    void startsAfter(long step) {
        Message session = new Message();
        session.field(1, 1L); // status: START
        Message event = event(step + 1);
        event.field(7, session.bytes());
        write(event);
    }

    /** One number, e.g. {@code scalar("validation/accuracy", 1200, 0.87)}; kept as a float by the format. */
    public void scalar(String tag, long step, double value) {
        Message entry = new Message();
        entry.field(1, tag.getBytes(StandardCharsets.UTF_8));
        entry.floatField(2, (float) value);
        writeSummary(step, entry);
    }

    /** One picture, stored as PNG. */
    public void image(String tag, long step, RgbImage picture) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture.toBufferedImage(), "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail to be written to
        }
        Message image = new Message();
        image.field(1, picture.height());
        image.field(2, picture.width());
        image.field(3, 3L); // color space: RGB
        image.field(4, png.toByteArray());
        Message entry = new Message();
        entry.field(1, tag.getBytes(StandardCharsets.UTF_8));
        entry.field(4, image.bytes());
        writeSummary(step, entry);
    }

    @Override
    public void close() {
        try {
            output.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void writeSummary(long step, Message entry) {
        Message summary = new Message();
        summary.field(1, entry.bytes());
        Message event = event(step);
        event.field(5, summary.bytes());
        write(event);
    }

    private Message event(long step) {
        Instant now = clock.instant();
        Message event = new Message();
        event.doubleField(1, now.getEpochSecond() + now.getNano() / 1e9);
        event.field(2, step);
        return event;
    }

    private synchronized void write(Message message) {
        byte[] data = message.bytes();
        ByteBuffer record = ByteBuffer.allocate(data.length + 16).order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(data.length);
        record.putInt(maskedChecksum(record.array(), 8));
        record.put(data);
        record.putInt(maskedChecksum(data, data.length));
        try {
            output.write(record.array());
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private EarsightException failed(IOException e) {
        return new EarsightException(
                "Cannot write the TensorBoard file " + file + ": " + e.getMessage() + "; check free space.", e);
    }

    /** CRC-32C, rotated and shifted as TensorFlow does so that checksums of data holding checksums stay useful. */
    static int maskedChecksum(byte[] data, int length) {
        CRC32C crc = new CRC32C();
        crc.update(data, 0, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
    }

    /** A protocol-buffer message under construction. */
    private static final class Message {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        byte[] bytes() {
            return bytes.toByteArray();
        }

        void field(int number, long value) {
            varint((long) number << 3 | VARINT);
            varint(value);
        }

        void field(int number, byte[] value) {
            varint((long) number << 3 | BYTES);
            varint(value.length);
            bytes.writeBytes(value);
        }

        void floatField(int number, float value) {
            varint((long) number << 3 | FOUR_BYTES);
            bytes.writeBytes(ByteBuffer.allocate(Float.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(value)
                    .array());
        }

        void doubleField(int number, double value) {
            varint((long) number << 3 | EIGHT_BYTES);
            bytes.writeBytes(ByteBuffer.allocate(Double.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putDouble(value)
                    .array());
        }

        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                bytes.write((int) (rest & 0x7f | 0x80));
                rest >>>= 7;
            }
            bytes.write((int) rest);
        }
    }
}
