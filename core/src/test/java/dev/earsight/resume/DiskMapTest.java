package dev.earsight.resume;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskMapTest {
    @TempDir
    Path folder;

    /** A value with what the room's values have: text of any kind, and something that may be missing. */
    private record Entry(String text, long number, Optional<String> more) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void holdsWhatASortedMapHolds(long seed) {
        Random random = new Random(seed);
        TreeMap<String, Entry> expected = new TreeMap<>();
        try (DiskMaps maps = DiskMaps.in(folder)) {
            DiskMap<Entry> map = maps.map("entries", Entry.class);
            DiskMap<Entry> other = maps.map("other", Entry.class);
            for (int i = 0; i < 5000; i++) {
                String key = random.nextInt(2000) + (random.nextBoolean() ? "\u00e9/\ud83d\ude00" : " \"quoted\"");
                if (random.nextInt(3) == 0) {
                    assertThat(map.remove(key)).isEqualTo(expected.remove(key));
                } else {
                    Entry value = new Entry(
                            "line\n" + i,
                            random.nextLong(),
                            random.nextBoolean() ? Optional.of(key) : Optional.empty());
                    assertThat(map.put(key, value)).isEqualTo(expected.put(key, value));
                }
            }
            assertThat(map).hasSize(expected.size()).containsAllEntriesOf(expected);
            assertThat(map.keySet()).containsExactlyElementsOf(expected.keySet());
            String from = expected.higherKey("1");
            List<String> rest = new ArrayList<>();
            for (Map.Entry<String, Entry> entry : map.from(from)) {
                rest.add(entry.getKey());
            }
            assertThat(rest).containsExactlyElementsOf(expected.tailMap(from).keySet());
            assertThat(map.containsKey("nothing")).isFalse();
            assertThat(other).isEmpty();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void outlivesAnInterruption() {
        try (DiskMaps maps = DiskMaps.in(folder)) {
            DiskMap<String> map = maps.map("words", String.class);
            String word = "word ".repeat(50);
            for (int i = 0; i < 100_000; i++) {
                map.put(Integer.toHexString(i * 0x9e3779b1), word);
            }
            Thread.currentThread().interrupt();
            for (int i = 0; i < 100_000; i += 17) {
                assertThat(map.get(Integer.toHexString(i * 0x9e3779b1))).isEqualTo(word);
            }
            map.put("last", word);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(map).hasSize(100_001);
        }
    }

    @Test
    void mayBeChangedWhileItIsGoneThrough() {
        try (DiskMaps maps = DiskMaps.in(folder)) {
            DiskMap<Integer> map = maps.map("numbers", Integer.class);
            for (int i = 0; i < 10_000; i++) {
                map.put(String.format("%05d", i), i);
            }
            int met = 0;
            for (Map.Entry<String, Integer> entry : map.entrySet()) {
                assertThat(entry.getValue()).isEqualTo(met++);
                if (met % 2 == 0) {
                    map.remove(entry.getKey());
                } else {
                    map.put(entry.getKey(), -1);
                }
            }
            assertThat(met).isEqualTo(10_000);
            assertThat(map).hasSize(5000);
            assertThat(map.values()).containsOnly(-1);
        }
    }
}
