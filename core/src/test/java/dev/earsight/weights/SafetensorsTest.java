package dev.earsight.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earsight.EarsightException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
    @TempDir
    Path folder;

    @Test
    void readsBytesWrittenByHand() throws IOException {
        // 1.0 = 3f800000, -2.0 = c0000000; the counter 258 = 0x0102; half 1.5 = 0x3e00; brain float -3 = 0xc040.
        byte[] values = {
            2, 1, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0x80, 0x3f, 0, 0, 0, (byte) 0xc0, 0, 0x3e, 0x40, (byte) 0xc0, 7
        };
        String json =
                "{\"__metadata__\":{\"seed\":\"5\"},\"n\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]},"
                        + "\"w\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[8,16]},"
                        + "\"h\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[16,18]},"
                        + "\"b\":{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[18,20]},"
                        + "\"u\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[20,21]}}  ";
        Safetensors read = Safetensors.read(file(json, values));
        assertThat(read.metadata()).containsExactly(Map.entry("seed", "5"));
        assertThat(read.tensors().keySet()).containsExactly("b", "h", "n", "u", "w");
        assertThat(read.longs("n").values()).containsExactly(258);
        assertThat(read.longs("n").shape()).isEmpty();
        assertThat(read.floats("w").values()).containsExactly(1, -2);
        assertThat(read.floats("w").shape()).containsExactly(2, 1);
        assertThat(read.floats("h").values()).containsExactly(1.5f);
        assertThat(read.floats("b").values()).containsExactly(-3);
        assertThat(read.tensors().get("u"))
                .usingRecursiveComparison()
                .isEqualTo(new ByteTensor(new long[] {1}, new byte[] {7}));
        assertThat(read.floats().keySet()).containsExactly("b", "h", "w");
        assertThat(read.longs().keySet()).containsExactly("n");
        assertThatThrownBy(() -> read.floats("n")).isInstanceOf(EarsightException.class);
        assertThatThrownBy(() -> read.longs("none")).isInstanceOf(EarsightException.class);
    }

    @Test
    void writesTheBytesOfTheFormat() throws IOException {
        Path file = folder.resolve("sub/one.safetensors");
        Safetensors.of(Map.of(), Map.of("a", new FloatTensor(new long[] {1}, new float[] {1}), "z", LongTensor.of(3)))
                .write(file);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int headerBytes = (int) bytes.getLong();
        byte[] json = new byte[headerBytes];
        bytes.get(json);
        assertThat(headerBytes % 8).isZero();
        assertThat(new String(json, StandardCharsets.UTF_8).stripTrailing())
                .isEqualTo("{\"z\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]},"
                        + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}");
        assertThat(bytes.getLong()).isEqualTo(3);
        assertThat(bytes.getInt()).isEqualTo(0x3f800000);
        assertThat(bytes.hasRemaining()).isFalse();
        try (Stream<Path> left = Files.list(folder.resolve("sub"))) {
            assertThat(left).containsExactly(file);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void comesBackAsItWent(long seed) {
        Random random = new Random(seed);
        Map<String, StoredTensor> tensors = new TreeMap<>();
        for (int i = 0; i < 12; i++) {
            // Now and then more than one chunk of the writer (262,144 floats), now and then nothing at all.
            int rows = random.nextInt(5);
            int columns = i == 0 ? 100_003 : random.nextInt(20);
            int size = rows * columns;
            long[] shape = {rows, columns};
            String name = "layer." + random.nextInt(1000) + ".\u00e9\"\\" + i;
            switch (random.nextInt(3)) {
                case 0 -> {
                    float[] values = new float[size];
                    for (int j = 0; j < size; j++) {
                        values[j] = j == 0 ? Float.NaN : j == 1 ? -0f : (float) random.nextGaussian();
                    }
                    tensors.put(name, new FloatTensor(shape, values));
                }
                case 1 ->
                    tensors.put(name, new LongTensor(shape, random.longs(size).toArray()));
                default -> {
                    byte[] values = new byte[size];
                    random.nextBytes(values);
                    tensors.put(name, new ByteTensor(shape, values));
                }
            }
        }
        Path file = folder.resolve("w.safetensors");
        Safetensors written = Safetensors.of(Map.of("config", "line 1\nline 2: \"x\""), tensors);
        written.write(file);
        written.write(file); // and over an existing one
        Safetensors read = Safetensors.read(file);
        assertThat(read.metadata()).isEqualTo(written.metadata());
        assertThat(bits(read)).isEqualTo(bits(written));
    }

    static Stream<Arguments> malformedHeaders() {
        String good = "\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";
        return Stream.of(
                Arguments.of("not json at all", "does not start with a brace"),
                Arguments.of("{\"w\":", "not JSON"),
                Arguments.of("{" + good + "} x", "not JSON"),
                Arguments.of("{" + good + "," + good + "}", "not JSON"),
                Arguments.of("{\"w\":{\"dtype\":\"F99\",\"shape\":[2],\"data_offsets\":[0,8]}}", "F99"),
                Arguments.of(
                        "{\"w\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}", "12 bytes by its shape"),
                Arguments.of("{\"w\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}", "not a count"),
                Arguments.of("{\"w\":{\"dtype\":\"F32\",\"shape\":[2.0],\"data_offsets\":[0,8]}}", "not a count"),
                Arguments.of("{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}", "byte range"),
                Arguments.of("{\"w\":{\"dtype\":\"F32\",\"shape\":[2]}}", "lacks"),
                Arguments.of("{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}", "gap"),
                Arguments.of(
                        "{" + good + ",\"v\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", "overlaps"),
                Arguments.of("{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "8 are there"),
                Arguments.of("{\"w\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}", "8 are there"),
                Arguments.of(
                        "{\"w\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,0]}}",
                        "too large"),
                Arguments.of("{\"__metadata__\":{\"a\":1}," + good + "}", "not text"));
    }

    @ParameterizedTest
    @MethodSource("malformedHeaders")
    void saysWhatIsWrongWithAHeader(String json, String reason) throws IOException {
        Path file = file(json, new byte[8]);
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(reason);
    }

    @Test
    void refusesLengthsThatCannotBe() throws IOException {
        for (long length : List.of(-1L, 0L, 1L, 1000L, Long.MAX_VALUE, Safetensors.HEADER_LIMIT_BYTES + 1)) {
            Path file = folder.resolve("length");
            ByteBuffer bytes =
                    ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
            Files.write(file, bytes.array());
            assertThatThrownBy(() -> Safetensors.read(file))
                    .isInstanceOf(EarsightException.class)
                    .hasMessageContaining("claims");
        }
        Path missing = folder.resolve("none");
        assertThatThrownBy(() -> Safetensors.read(missing)).hasMessageContaining("no weights file");
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
    void anyTruncationIsNoticed(long seed) throws IOException {
        Path file = folder.resolve("t");
        Safetensors.of(Map.of("a", "b"), Map.of("w", new FloatTensor(new long[] {5, 2}, new float[10])))
                .write(file);
        byte[] whole = Files.readAllBytes(file);
        byte[] cut = Arrays.copyOf(whole, new Random(seed).nextInt(whole.length));
        Files.write(file, cut);
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void aShapeMustFitItsValues() {
        assertThatThrownBy(() -> new FloatTensor(new long[] {2, 2}, new float[3]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LongTensor(new long[] {-1, -3}, new long[3]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Name to shape, type and exact bits, so that NaN equals itself and -0 differs from 0. */
    private static Map<String, List<?>> bits(Safetensors file) {
        Map<String, List<?>> bits = new TreeMap<>();
        file.tensors().forEach((name, tensor) -> {
            List<Object> values = new ArrayList<>();
            switch (tensor) {
                case FloatTensor f -> {
                    for (float value : f.values()) {
                        values.add(Float.floatToRawIntBits(value));
                    }
                }
                case LongTensor l -> {
                    for (long value : l.values()) {
                        values.add(value);
                    }
                }
                case ByteTensor b -> {
                    for (byte value : b.values()) {
                        values.add(value);
                    }
                }
            }
            values.add(Arrays.toString(tensor.shape()));
            values.add(tensor.getClass());
            bits.put(name, values);
        });
        return bits;
    }

    private Path file(String json, byte[] values) throws IOException {
        byte[] header = json.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes =
                ByteBuffer.allocate(8 + header.length + values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length).put(header).put(values);
        Path file = folder.resolve("hand.safetensors");
        return Files.write(file, bytes.array());
    }

    @Test
    void anInterruptedWriterSaysSoAndWhatWasThereStays() {
        Path file = folder.resolve("kept.safetensors");
        new Safetensors(new TreeMap<>(Map.of("step", "1")), new TreeMap<>()).write(file);
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> new Safetensors(new TreeMap<>(Map.of("step", "2")), new TreeMap<>()).write(file))
                    .isInstanceOf(EarsightException.class)
                    .hasMessageStartingWith("Stopped while " + file + " was being written");
        } finally {
            Thread.interrupted();
        }
        assertThat(Safetensors.read(file).metadata()).containsEntry("step", "1");
    }
}
