package dev.earsight.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ends a preparation at every moment at which something lands on the disk, and lets it go on. */
class InterruptionTest {
    @TempDir
    Path temporary;

    private static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static Consumer<String> endAt(int moment) {
        AtomicInteger moments = new AtomicInteger();
        return _ -> {
            if (moments.incrementAndGet() == moment) {
                throw new Ended();
            }
        };
    }

    @Test
    void aFirstRunGoesOnFromAnyMoment() throws IOException {
        PreparedFolder whole = videos();
        AtomicInteger moments = new AtomicInteger();
        whole.prepare(whole.options(), _ -> moments.incrementAndGet());
        assertThat(moments.get()).isGreaterThan(30);
        for (int moment = 1; moment <= moments.get(); moment++) {
            PreparedFolder cut = new PreparedFolder(whole.videos(), temporary.resolve("cut" + moment));
            Consumer<String> end = endAt(moment);
            assertThatThrownBy(() -> cut.prepare(cut.options(), end)).isInstanceOf(Ended.class);
            Files.writeString(
                    Files.createDirectories(cut.data().resolve("parts")).resolve("stray.tmp"), "half");
            cut.prepare();
            assertSame(cut, whole, "ended at moment " + moment);
        }
    }

    @Test
    void aRunWithRemovalsAndCompactionGoesOnFromAnyMoment() throws IOException {
        PreparedFolder whole = videos();
        whole.prepare();
        Path before = temporary.resolve("before");
        copy(whole.data(), before);
        Files.delete(whole.videos().resolve("b.mp4"));
        Files.delete(whole.videos().resolve("c.mp4"));
        whole.video("e.mp4", "clip", 25, 48_000, 5);
        AtomicInteger moments = new AtomicInteger();
        whole.prepare(whole.options(), _ -> moments.incrementAndGet());
        assertThat(moments.get()).isGreaterThan(15);
        for (int moment = 1; moment <= moments.get(); moment++) {
            PreparedFolder cut = new PreparedFolder(whole.videos(), temporary.resolve("cut" + moment));
            copy(before, cut.data());
            Consumer<String> end = endAt(moment);
            assertThatThrownBy(() -> cut.prepare(cut.options(), end)).isInstanceOf(Ended.class);
            assertThat(cut.everything())
                    .as("readable in between, moment " + moment)
                    .isNotEmpty();
            cut.prepare();
            assertSame(cut, whole, "ended at moment " + moment);
        }
    }

    /** The process itself is killed while it decodes in worker processes, again and again, until it gets to the end. */
    @Test
    void aKilledProcessGoesOn() throws Exception {
        PreparedFolder whole = videos();
        whole.prepare();
        PreparedFolder killed = new PreparedFolder(whole.videos(), temporary.resolve("killed"));
        for (int stored = 1; stored <= 3; stored++) {
            Process process = PreparationProcess.start(killed, stored);
            while (process.isAlive() && PreparationProcess.stored(killed) < stored) {
                Thread.sleep(20);
            }
            assertThat(process.isAlive()).as("still at work when it is killed").isTrue();
            process.destroyForcibly().waitFor();
        }
        Process process = PreparationProcess.start(killed, Integer.MAX_VALUE);
        assertThat(process.waitFor()).isZero();
        assertSame(killed, whole, "killed");
        assertThat(PreparationProcess.stored(killed))
                .as("nothing decoded twice")
                .isEqualTo(4);
    }

    private PreparedFolder videos() throws IOException {
        return PreparedFolder.in(temporary)
                .video("a.mp4", "clip", 60, 120_000, 1)
                .video("b.mp4", "clip", 50, 96_000, 2)
                .video("bad.mp4", "corrupt", 0, 0, 0)
                .video("c.mp4", "clip", 30, 57_600, 3)
                .video("d.mp4", "clip", 30, 57_600, 4);
    }

    private static void assertSame(PreparedFolder cut, PreparedFolder whole, String when) throws IOException {
        Map<String, String> expected = whole.everything();
        assertThat(cut.everything()).as(when).isEqualTo(expected);
        assertThat(cut.skipped()).as(when).isEqualTo(whole.skipped());
        assertThat(Manifest.read(cut.data()).dataHash())
                .isEqualTo(Manifest.read(whole.data()).dataHash());
        List<String> contents = contents(cut);
        assertThat(contents).as(when + ": content in the shards").doesNotHaveDuplicates();
        assertThat(contents).hasSameElementsAs(contents(whole));
        try (Stream<Path> parts = Files.list(cut.data().resolve("parts"))) {
            assertThat(parts).as(when + ": parts left over").isEmpty();
        }
    }

    /** The id of each content as its entries lie in the shards, once per stretch of entries. */
    private static List<String> contents(PreparedFolder folder) throws IOException {
        List<String> ids = new ArrayList<>();
        try (Stream<Path> shards = Files.list(ShardStore.shardFolder(folder.data()))) {
            for (Path shard :
                    shards.filter(file -> file.toString().endsWith(".tar")).toList()) {
                ids.addAll(new TreeSet<>(
                        ShardIndex.scan(shard, Files.size(shard)).contents().keySet()));
            }
        }
        return ids;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
