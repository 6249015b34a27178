package dev.earsight.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earsight.EarsightException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpzFileTest {
    @TempDir
    Path folder;

    @Test
    void theBytesAreThoseOfTheFormat() {
        byte[] bytes = new NpyArray.Floats(new int[] {2}, new float[] {1, -2}).toBytes();
        assertThat(bytes).hasSize(128 + 8);
        String header = new String(bytes, 10, 118, StandardCharsets.US_ASCII);
        assertThat(Arrays.copyOf(bytes, 10)).containsExactly(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0);
        assertThat(header)
                .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }")
                .endsWith(" \n");
        assertThat(Arrays.copyOfRange(bytes, 128, 136)).containsExactly(0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0);
        byte[] text = NpyArray.list("\u00e9", "ab").toBytes();
        assertThat(new String(text, 10, 30, StandardCharsets.US_ASCII)).startsWith("{'descr': '<U2'");
        assertThat(Arrays.copyOfRange(text, 128, 144))
                .containsExactly(0xe9, 0, 0, 0, 0, 0, 0, 0, 'a', 0, 0, 0, 'b', 0, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void comesBackAsItWent(long seed) {
        Random random = new Random(seed);
        float[][] rows = new float[random.nextInt(6)][random.nextInt(5)];
        for (float[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("vectors", NpyArray.matrix(rows));
        arrays.put("start_seconds", NpyArray.list(random.doubles(7).toArray()));
        arrays.put("frames", NpyArray.list(random.longs(5).toArray()));
        arrays.put("kind", NpyArray.list("image", "", "sound \ud83c\udfb8"));
        arrays.put("dimensions", new NpyArray.Longs(new int[0], new long[] {128}));
        Path file = folder.resolve("sub/v.npz");
        NpzFile.write(file, arrays);
        Map<String, NpyArray> read = NpzFile.read(file);
        assertThat(read.keySet()).containsExactly("vectors", "start_seconds", "frames", "kind", "dimensions");
        arrays.forEach((name, array) -> {
            NpyArray back = read.getOrDefault(name, NpyArray.list(0L));
            assertThat(back).hasSameClassAs(array);
            assertThat(back.shape()).isEqualTo(array.shape());
            assertThat(back.toBytes()).isEqualTo(array.toBytes());
        });
        assertThat(read.get("kind")).usingRecursiveComparison().isEqualTo(arrays.get("kind"));
    }

    @Test
    void sameArraysGiveTheSameFile() throws IOException {
        Path one = folder.resolve("1.npz");
        Path two = folder.resolve("2.npz");
        NpzFile.write(one, Map.of("a", NpyArray.list(1.5)));
        NpzFile.write(two, Map.of("a", NpyArray.list(1.5)));
        assertThat(Files.readAllBytes(one)).isEqualTo(Files.readAllBytes(two));
        assertThat(folder.resolve("1.npz.partial")).doesNotExist();
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        Path file = Files.writeString(folder.resolve("no.npz"), "not a zip");
        assertThatThrownBy(() -> NpzFile.read(file))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("no.npz");
        byte[] good = NpyArray.list(1.0, 2.0).toBytes();
        byte[] cut = Arrays.copyOf(good, good.length - 1);
        assertThatThrownBy(() -> NpyArray.parse(cut)).hasMessageContaining("15 bytes");
        byte[] other = good.clone();
        other[21 + 1] = 'c'; // '<f8' becomes '<c8'
        assertThatThrownBy(() -> NpyArray.parse(other)).hasMessageContaining("<c8");
        assertThatThrownBy(() -> NpyArray.parse(new byte[20])).hasMessageContaining("npy");
        assertThatThrownBy(() -> new NpyArray.Floats(new int[] {3}, new float[2]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NpyArray.matrix(new float[][] {{1, 2}, {1}}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void jsonLinesAreOneObjectEach() throws IOException {
        Path file = folder.resolve("deep/v.jsonl");
        try (JsonLines lines = JsonLines.create(file)) {
            Map<String, Object> first = new LinkedHashMap<>();
            first.put("file", "a \"b\".mp4");
            first.put("startSeconds", 0.5);
            first.put("vector", new float[] {0.25f, -1});
            lines.write(first);
            lines.write(Map.of("list", List.of(1, 2)));
        }
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "{\"file\":\"a \\\"b\\\".mp4\",\"startSeconds\":0.5,\"vector\":[0.25,-1.0]}",
                        "{\"list\":[1,2]}");
    }
}
