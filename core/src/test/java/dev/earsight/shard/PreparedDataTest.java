package dev.earsight.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earsight.EarsightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreparedDataTest {
    @TempDir
    Path temporary;

    private PreparedFolder folder;

    @BeforeEach
    void prepare() throws IOException {
        folder = PreparedFolder.in(temporary)
                .video("a.mp4", "clip", 30, 57_600, 1)
                .video("b/long.mkv", "clip", 130, 250_000, 2) // 2 s + 2 s + 1.2 s
                .video("c.mp4", "clip", 25, 48_000, 3);
        Files.writeString(folder.videos().resolve("a.json"), "{\"fps\": 25, \"ä\": 1}");
        folder.prepare();
    }

    @Test
    void videosWithAManifestOfTheirOwnAreNoPreparedData() throws IOException {
        Files.writeString(folder.videos().resolve("manifest.json"), "[]");
        assertThat(PreparedData.isIn(folder.videos())).isFalse();
        assertThat(PreparedData.isIn(folder.data())).isTrue();
        Files.delete(folder.data().resolve("manifest.json"));
        assertThat(PreparedData.isIn(folder.data())).as("not at its end yet").isTrue();
    }

    @Test
    void clipsAreStretchesOfTheirSources() {
        try (PreparedData data = folder.open()) {
            assertThat(data.size()).isEqualTo(5);
            assertThat(data.name(0)).isEqualTo("a.mp4");
            assertThat(data.truthJson(0)).contains("{\"fps\": 25, \"ä\": 1}");
            assertThat(data.name(3)).isEqualTo("b/long.mkv#0002");
            assertThat(data.source(3)).isEqualTo("b/long.mkv");
            assertThat(data.startFrame(3)).isEqualTo(100);
            assertThat(data.frameCount(3)).isEqualTo(30);
            assertThat(data.sampleCount(3)).isEqualTo(57_600);
            assertThat(data.truthJson(3)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyReadGivesWhatWasDecoded(long seed) {
        Random random = new Random(seed);
        try (PreparedData data = folder.open()) {
            Map<String, Long> seeds = Map.of("a.mp4", 1L, "b/long.mkv", 2L, "c.mp4", 3L);
            for (int trial = 0; trial < 60; trial++) {
                int clip = random.nextInt(data.size());
                long source = seeds.getOrDefault(data.source(clip), 0L);
                int frame = random.nextInt(data.frameCount(clip));
                assertThat(data.frame(clip, frame).rgb())
                        .isEqualTo(PreparedFolder.throughJpeg(
                                        FakeDecoder.frame("clip", source, data.startFrame(clip) + frame))
                                .rgb());
                long start = random.nextInt(120_000) - 20_000;
                float[] expected = new float[random.nextInt(60_000)];
                for (int i = 0; i < expected.length; i++) {
                    long at = start + i;
                    expected[i] = at < 0 || at >= data.sampleCount(clip)
                            ? 0
                            : FakeDecoder.sample("clip", source, 1920L * data.startFrame(clip) + at);
                }
                assertThat(data.sound(clip, start, expected.length)).isEqualTo(expected);
            }
        }
    }

    @Test
    void onlyKeptFramesCanBeAskedFor() {
        PreparedFolder sparse = new PreparedFolder(folder.videos(), temporary.resolve("sparse"));
        sparse.prepare(sparse.options().withKeep(new KeepOptions(24, 95, 5, 2, 3600)), _ -> {});
        try (PreparedData data = sparse.open()) {
            assertThat(data.frameStep(1)).isEqualTo(5);
            assertThat(data.frameCount(1)).isEqualTo(50);
            assertThat(data.frame(1, 45).rgb())
                    .isEqualTo(PreparedFolder.throughJpeg(FakeDecoder.frame("clip", 2, 45))
                            .rgb());
            assertThatThrownBy(() -> data.frame(1, 44)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> folder.open().frame(0, 30)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shardsAreOrdinaryTarFiles() throws IOException {
        List<String> names = new ArrayList<>();
        for (int shard = 0; Files.exists(ShardStore.shardFile(folder.data(), shard)); shard++) {
            try (TarArchiveInputStream tar =
                    new TarArchiveInputStream(Files.newInputStream(ShardStore.shardFile(folder.data(), shard)))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    names.add(entry.getName().replaceFirst("^[0-9a-f]{32}/", ""));
                    if (entry.getName().endsWith(".jpg")) {
                        assertThat(ImageIO.read(tar).getWidth()).isEqualTo(FakeDecoder.WIDTH);
                    }
                }
            }
        }
        assertThat(names)
                .hasSize(30 + 130 + 25 + 5 + 3 + 1)
                .contains("0002/000029.jpg", "0000/sound.wav", "truth.json");
        assertThat(Files.exists(ShardStore.shardFile(folder.data(), 1)))
                .as("rolled")
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "damaged", "other version"})
    void anIndexThatIsNoGoodIsMadeAnew(String what) throws IOException {
        Map<String, String> whole = folder.everything();
        Path index = ShardStore.indexFile(folder.data(), 0);
        byte[] bytes = Files.readAllBytes(index);
        switch (what) {
            case "missing" -> Files.delete(index);
            case "damaged" -> {
                bytes[bytes.length / 2] ^= 1;
                Files.write(index, bytes);
            }
            default -> {
                bytes[7]++;
                Files.write(index, bytes);
            }
        }
        assertThat(ShardIndex.read(index)).isEmpty();
        assertThat(folder.everything()).isEqualTo(whole);
        folder.prepare();
        assertThat(ShardIndex.read(index)).isPresent();
    }

    @Test
    void errorsSayWhatToDo() throws IOException {
        assertThatThrownBy(() -> PreparedData.open(temporary.resolve("nowhere"), Split.TRAIN))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("earsight prepare");
        Path manifest = folder.data().resolve(Manifest.FILE);
        String json = Files.readString(manifest);
        Files.writeString(manifest, json.replace("\"version\" : 1", "\"version\" : 9"));
        assertThatThrownBy(folder::open).hasMessageContaining("version 9");
        Files.writeString(manifest, json.replace("\"frames\" : 30", "\"frames\" : 29"));
        assertThatThrownBy(folder::open).hasMessageContaining("changed by hand");
        Files.writeString(manifest, json);
        Files.write(ShardStore.shardFile(folder.data(), 0), new byte[100]);
        assertThatThrownBy(folder::open).isInstanceOf(EarsightException.class).hasMessageContaining("prepare");
        folder.prepare();
        assertThat(folder.everything()).hasSize(5);
    }

    @Test
    void aReaderThatIsInterruptedDoesNotDisturbTheOthers() throws Exception {
        try (PreparedData data = folder.open()) {
            float[] expected = data.sound(0, 0, 1000);
            Thread interrupted = Thread.ofPlatform().start(() -> {
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> data.sound(0, 0, 1000)).isInstanceOf(EarsightException.class);
            });
            interrupted.join();
            assertThat(data.sound(0, 0, 1000)).isEqualTo(expected);
        }
    }
}
