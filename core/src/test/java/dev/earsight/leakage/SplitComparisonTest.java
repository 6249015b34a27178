package dev.earsight.leakage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earsight.EarsightException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitComparisonTest {
    private static Item item(String name, String sha256, long[] pictures, int[] sound) {
        return new Item(name, Item.idOf(name), Optional.of(sha256), pictures, sound);
    }

    private static List<Overlap> compare(Set<Kind> kinds, ItemSet... sets) {
        return new SplitComparison(kinds, (_, _) -> {}).of(List.of(sets));
    }

    @Test
    void everyKindIsFoundByName() {
        int[] sound = SoundPrint.of(SoundPrintTest.music(3, 1));
        int[] otherSound = SoundPrint.of(SoundPrintTest.music(3, 2));
        ItemSet train = new ItemSet(
                "train",
                List.of(
                        item("a/same.mp4", "1", new long[] {0x1234_5678_9abc_def0L}, sound),
                        item("a/--DTR0_mIGI_000011.mp4", "2", new long[] {-1L << 32}, new int[0])));
        ItemSet test = new ItemSet(
                "test",
                List.of(
                        item("b/same.wav", "3", new long[] {0x1234_5678_9abc_def7L, 5}, otherSound),
                        item("b/--DTR0_mIGI_000032.mp4", "2", new long[0], sound)));
        assertThat(compare(EnumSet.allOf(Kind.class), train, test))
                .containsExactly(
                        new Overlap(Kind.ID, "train", "a/same.mp4", "test", "b/same.wav", 0),
                        new Overlap(
                                Kind.SOURCE,
                                "train",
                                "a/--DTR0_mIGI_000011.mp4",
                                "test",
                                "b/--DTR0_mIGI_000032.mp4",
                                0),
                        new Overlap(
                                Kind.FILE, "train", "a/--DTR0_mIGI_000011.mp4", "test", "b/--DTR0_mIGI_000032.mp4", 0),
                        new Overlap(Kind.PICTURE, "train", "a/same.mp4", "test", "b/same.wav", 3),
                        new Overlap(Kind.SOUND, "train", "a/same.mp4", "test", "b/--DTR0_mIGI_000032.mp4", 0));
        assertThat(compare(EnumSet.of(Kind.FILE), train, test)).hasSize(1);
        assertThat(compare(EnumSet.allOf(Kind.class), train))
                .as("a set is not compared with itself")
                .isEmpty();
    }

    /** Every two sets, in the order given. */
    @Test
    void threeSetsMakeThreePairs() {
        ItemSet one = new ItemSet("one", List.of(Item.listed("x"), Item.listed("y")));
        ItemSet two = new ItemSet("two", List.of(Item.listed("y"), Item.listed("z")));
        ItemSet three = new ItemSet("three", List.of(Item.listed("z"), Item.listed("x")));
        assertThat(compare(EnumSet.of(Kind.ID), one, two, three))
                .extracting(overlap -> overlap.firstSet() + " " + overlap.secondSet() + " " + overlap.first())
                .containsExactly("one two y", "one three x", "two three z");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void picturesAreFoundAsByFullScan(long seed) {
        Random random = new Random(seed);
        for (int radius : new int[] {0, 3, 6, 8, 11}) {
            List<Item> items = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                long[] hashes = random.longs(random.nextInt(4)).toArray();
                items.add(item("i" + i, "", hashes, new int[0]));
            }
            PictureIndex index = new PictureIndex(items, radius);
            for (int query = 0; query < 100; query++) {
                long[] of = items.get(random.nextInt(items.size())).pictures();
                long hash = of.length == 0 ? random.nextLong() : of[0];
                for (int flip = random.nextInt(14); flip > 0; flip--) {
                    hash ^= 1L << random.nextInt(64);
                }
                Map<Integer, Integer> expected = new HashMap<>();
                for (int i = 0; i < items.size(); i++) {
                    for (long other : items.get(i).pictures()) {
                        if (PictureHash.distance(hash, other) <= radius) {
                            expected.merge(i, PictureHash.distance(hash, other), Math::min);
                        }
                    }
                }
                Map<Integer, Integer> found = new HashMap<>();
                index.near(hash, (item, distance) -> found.merge(item, distance, Math::min));
                assertThat(found)
                        .as("seed %d radius %d query %d", seed, radius, query)
                        .isEqualTo(expected);
            }
        }
    }

    /** Whatever the table, the words and the place: a stretch with one bit in twenty wrong is found, at its true distance. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noisyStretchesAreFound(long seed) {
        Random random = new Random(seed);
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            items.add(item(
                    "i" + i,
                    "",
                    new long[0],
                    random.ints(random.nextInt(3) * 100).toArray()));
        }
        SoundIndex index = new SoundIndex(items, 0.22);
        for (int owner = 0; owner < items.size(); owner++) {
            int[] own = items.get(owner).sound();
            if (own.length == 0) {
                continue;
            }
            int from = random.nextInt(own.length - 40);
            int[] copy = java.util.Arrays.copyOfRange(own, from, from + 40);
            int wrong = 0;
            for (int i = 0; i < copy.length; i++) {
                for (int bit = 0; bit < 32; bit++) {
                    if (random.nextInt(20) == 0) {
                        copy[i] ^= 1 << bit;
                        wrong++;
                    }
                }
            }
            Map<Integer, Double> found = new HashMap<>();
            for (int table = 0; table < SoundIndex.TABLES; table++) {
                index.use(table);
                index.near(copy, (item, distance) -> found.merge(item, distance, Math::min));
            }
            assertThat(found).containsOnly(Map.entry(owner, wrong / (32.0 * 40)));
        }
    }

    @Test
    void onlySoManyPartnersAreNamed() {
        List<Item> many = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            many.add(item("i" + i, "" + i, new long[] {i % 2}, new int[0]));
        }
        ItemSet one = new ItemSet("one", List.of(item("x", "", new long[] {1}, new int[0])));
        List<Overlap> overlaps = compare(EnumSet.of(Kind.PICTURE), new ItemSet("many", many), one);
        assertThat(overlaps).hasSize(SplitComparison.PARTNERS_LIMIT);
        assertThat(overlaps)
                .filteredOn(overlap -> overlap.distance() == 0)
                .as("the nearest")
                .hasSize(75);
    }

    @Test
    void readsPublishedLists(@TempDir Path folder) throws IOException {
        String text = "\uFEFF# YTID, start_seconds, end_seconds, positive_labels\r\n"
                + "--PJHxphWEs, 30.000, 40.000, \"/m/09x0r,/t/dd00088\"\r\n"
                + "glLQrEijrKg_000300.mp4,playing hammond organ\n"
                + "\n"
                + "10000130166,202\n"
                + "train/dog/bark.WAV\n"
                + "\"quoted id\",x\n"
                + "glLQrEijrKg_000300\n";
        Path file = Files.writeString(folder.resolve("list.csv"), text);
        assertThat(IdList.read(file).items())
                .extracting(Item::id)
                .containsExactly("--PJHxphWEs_000030", "glLQrEijrKg_000300", "10000130166", "bark", "quoted id");
        Path header = Files.writeString(folder.resolve("header.csv"), "video,audio,label\na_000001,b_000001,x\n");
        assertThat(IdList.read(header).items()).extracting(Item::id).containsExactly("a_000001");
    }

    @Test
    void refusesWhatIsNoList(@TempDir Path folder) throws IOException {
        Path json = Files.writeString(folder.resolve("list.json"), "[{\"file\": \"a\"}]");
        Path empty = Files.writeString(folder.resolve("empty.txt"), "\n\n");
        Path binary = Files.write(folder.resolve("bytes.txt"), "\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        for (Path file : new HashSet<>(List.of(json, empty, binary, folder.resolve("missing.txt")))) {
            assertThatThrownBy(() -> IdList.read(file))
                    .isInstanceOf(EarsightException.class)
                    .hasMessageContaining(file.toString());
        }
    }
}
