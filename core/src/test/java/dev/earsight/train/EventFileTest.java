package dev.earsight.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.media.RgbImage;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000L, 250_000_000));

    @TempDir
    Path folder;

    @Test
    void theChecksumIsTheCastagnoliOneBitByBit() {
        byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
        assertThat(bitwiseChecksum(digits)).isEqualTo(0xE3069283);
        // The mask by its definition: ((crc >> 15) | (crc << 17)) + 0xa282ead8, modulo 2^32.
        long crc = 0xE3069283L;
        long masked = ((crc >> 15 | crc << 17) + 0xa282ead8L) & 0xffffffffL;
        assertThat(EventFile.maskedChecksum(digits, 9)).isEqualTo((int) masked);
    }

    @Test
    void scalarsAndPicturesComeBackThroughAnotherReader() throws IOException {
        RgbImage picture = new RgbImage(2, 1, new byte[] {(byte) 255, 0, 0, 0, (byte) 128, 7});
        Path file;
        try (EventFile events = EventFile.create(folder.resolve("logs"), CLOCK)) {
            events.scalar("train/loss", 300, 0.6931472);
            events.scalar("\u00e4", 5_000_000_000L, -1);
            events.image("map", 2, picture);
            file = events.file();
        }
        assertThat(file.getFileName().toString()).startsWith("events.out.tfevents.1700000000.");
        List<Map<Integer, List<Object>>> events = records(Files.readAllBytes(file));
        assertThat(events).hasSize(4);
        assertThat(first(events.get(0), 1)).isEqualTo(1_700_000_000.25);
        assertThat(text(first(events.get(0), 3))).isEqualTo("brain.Event:2");
        for (Map<Integer, List<Object>> event : events) {
            assertThat((Double) first(event, 1)).isEqualTo(1_700_000_000.25);
        }

        assertThat(first(events.get(1), 2)).isEqualTo(300L);
        Map<Integer, List<Object>> loss = value(events.get(1));
        assertThat(text(first(loss, 1))).isEqualTo("train/loss");
        assertThat((Float) first(loss, 2)).isCloseTo(0.6931472f, within(1e-7f));

        assertThat(first(events.get(2), 2)).isEqualTo(5_000_000_000L);
        assertThat(text(first(value(events.get(2)), 1))).isEqualTo("\u00e4");
        assertThat(first(value(events.get(2)), 2)).isEqualTo(-1f);

        Map<Integer, List<Object>> image = message((byte[]) first(value(events.get(3)), 4));
        assertThat(first(image, 1)).isEqualTo(1L);
        assertThat(first(image, 2)).isEqualTo(2L);
        assertThat(first(image, 3)).isEqualTo(3L);
        RgbImage back = RgbImage.from(ImageIO.read(new ByteArrayInputStream((byte[]) first(image, 4))));
        assertThat(back).usingRecursiveComparison().isEqualTo(picture);
    }

    @Test
    void aSecondRunInTheSameSecondKeepsTheFirst() throws IOException {
        try (EventFile first = EventFile.create(folder, CLOCK);
                EventFile second = EventFile.create(folder, CLOCK)) {
            first.scalar("a", 1, 1);
            assertThat(second.file()).isNotEqualTo(first.file());
            assertThat(records(Files.readAllBytes(first.file()))).hasSize(2); // on disk before closing
            assertThat(records(Files.readAllBytes(second.file()))).hasSize(1);
        }
    }

    private static Map<Integer, List<Object>> value(Map<Integer, List<Object>> event) throws IOException {
        return message((byte[]) first(message((byte[]) first(event, 5)), 1));
    }

    private static Object first(Map<Integer, List<Object>> message, int field) {
        assertThat(message).containsKey(field);
        return message.getOrDefault(field, List.of()).getFirst();
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
    }

    private static List<Map<Integer, List<Object>>> records(byte[] file) throws IOException {
        List<Map<Integer, List<Object>>> records = new ArrayList<>();
        try (DataInputStream input = new DataInputStream(new ByteArrayInputStream(file))) {
            while (input.available() > 0) {
                byte[] length = input.readNBytes(8);
                assertThat(Integer.reverseBytes(input.readInt())).isEqualTo(masked(length));
                long bytes = 0;
                for (int i = 7; i >= 0; i--) {
                    bytes = bytes << 8 | length[i] & 0xff;
                }
                byte[] data = input.readNBytes((int) bytes);
                assertThat(data).hasSize((int) bytes);
                assertThat(Integer.reverseBytes(input.readInt())).isEqualTo(masked(data));
                records.add(message(data));
            }
        }
        return records;
    }

    /** Field number to values, in the wire format: varint, 8 bytes (double), bytes, 4 bytes (float). */
    private static Map<Integer, List<Object>> message(byte[] data) throws IOException {
        Map<Integer, List<Object>> fields = new HashMap<>();
        try (DataInputStream input = new DataInputStream(new ByteArrayInputStream(data))) {
            while (input.available() > 0) {
                long key = varint(input);
                Object value = switch ((int) key & 7) {
                    case 0 -> varint(input);
                    case 1 -> Double.longBitsToDouble(Long.reverseBytes(input.readLong()));
                    case 2 -> input.readNBytes((int) varint(input));
                    case 5 -> Float.intBitsToFloat(Integer.reverseBytes(input.readInt()));
                    default -> throw new IOException("wire type " + (key & 7));
                };
                fields.computeIfAbsent((int) (key >> 3), k -> new ArrayList<>()).add(value);
            }
        }
        return fields;
    }

    private static long varint(DataInputStream input) throws IOException {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            int next = input.readUnsignedByte();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
    }

    private static int masked(byte[] data) {
        int crc = bitwiseChecksum(data);
        return (crc >>> 15 | crc << 17) + 0xa282ead8;
    }

    private static int bitwiseChecksum(byte[] data) {
        int crc = -1;
        for (byte each : data) {
            crc ^= each & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? crc >>> 1 ^ 0x82F63B78 : crc >>> 1;
            }
        }
        return ~crc;
    }
}
