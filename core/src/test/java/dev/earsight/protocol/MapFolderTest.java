package dev.earsight.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earsight.EarsightException;
import dev.earsight.embed.NpyArray;
import dev.earsight.embed.NpzFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MapFolderTest {
    @TempDir
    Path folder;

    @Test
    void readsPlanesOfEitherPrecision() {
        write("a", "map", new NpyArray.Floats(new int[] {1, 1, 2, 3}, new float[] {1, 2, 3, 4, 5, Float.NaN}));
        write("b@c", "map", new NpyArray.Doubles(new int[] {1, 2}, new double[] {0.5, 7}));
        MapFolder maps = new MapFolder(folder);
        RawMap a = maps.map("a").orElseThrow();
        assertThat(a.rows()).isEqualTo(2);
        assertThat(a.columns()).isEqualTo(3);
        assertThat(a.scores()).containsExactly(1, 2, 3, 4, 5, Float.NaN);
        assertThat(a.isFinite()).isFalse();
        assertThat(maps.map("b@c").orElseThrow().scores()).containsExactly(0.5f, 7);
        assertThat(maps.map("nobody")).isEmpty();
        assertThat(maps.beyond(Set.of("a"))).containsExactly("b@c");
    }

    @Test
    void whatIsNoMapIsRefusedByFileAndRemedy() throws IOException {
        write("cube", "map", new NpyArray.Floats(new int[] {2, 1, 1}, new float[2]));
        write("none", "heat", new NpyArray.Floats(new int[] {1, 1}, new float[1]));
        write("longs", "map", new NpyArray.Longs(new int[] {1, 1}, new long[1]));
        write("list", "map", new NpyArray.Floats(new int[] {4}, new float[4]));
        write("nothing", "map", new NpyArray.Floats(new int[] {0, 4}, new float[0]));
        Files.writeString(folder.resolve("text.npz"), "no zip");
        MapFolder maps = new MapFolder(folder);
        for (String name : new String[] {"cube", "none", "longs", "list", "nothing", "text"}) {
            assertThatThrownBy(() -> maps.map(name))
                    .isInstanceOf(EarsightException.class)
                    .hasMessageContaining(name + ".npz")
                    .hasMessageContaining("numpy.savez(file, map=scores)");
        }
        assertThatThrownBy(() -> new MapFolder(folder.resolve("away")))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("away");
    }

    private void write(String name, String array, NpyArray values) {
        NpzFile.write(folder.resolve(name + ".npz"), Map.of(array, values));
    }
}
