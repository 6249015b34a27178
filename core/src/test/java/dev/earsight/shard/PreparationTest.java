package dev.earsight.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earsight.EarsightException;
import dev.earsight.resume.SkipReason;
import dev.earsight.resume.SkippedFile;
import dev.earsight.resume.UnusableSourceException;
import dev.earsight.resume.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparationTest {
    @TempDir
    Path temporary;

    private PreparedFolder folder;

    @BeforeEach
    void makeVideos() throws IOException {
        folder = PreparedFolder.in(temporary)
                .video("a.mp4", "clip", 60, 120_000, 1)
                .video("sub/b.mp4", "clip", 50, 96_000, 2)
                .video("sub/deep/c.mp4", "clip", 75, 150_000, 3);
    }

    @Test
    void aSecondRunHasNothingToDo() {
        PreparationReport first = folder.prepare();
        Map<String, String> data = folder.everything();
        PreparationReport second = folder.prepare();
        assertThat(first.added()).isEqualTo(3);
        // Clips are cut at 2 s; the 0.4 s left over of a.mp4 are too little for another.
        assertThat(first.mediaSeconds()).isEqualTo(2.0 + 2.0 + 3.0);
        assertThat(second.added()).isZero();
        assertThat(second.decodedSeconds()).isZero();
        assertThat(second.dataHash()).isEqualTo(first.dataHash());
        assertThat(folder.everything()).isEqualTo(data);
    }

    @Test
    void onlyWhatIsNewIsDecoded() throws IOException {
        folder.prepare();
        folder.video("new.mp4", "clip", 25, 48_000, 4).video("a.mp4", "clip", 50, 120_000, 5);
        Files.delete(folder.videos().resolve("sub/b.mp4"));
        Files.move(folder.videos().resolve("sub/deep/c.mp4"), folder.videos().resolve("renamed.mp4"));
        PreparationReport report = folder.prepare();
        assertThat(report.added()).isEqualTo(2);
        assertThat(report.removed()).isEqualTo(2);
        assertThat(report.decodedSeconds()).isEqualTo(1.0 + 2.0);

        PreparedFolder fresh = new PreparedFolder(folder.videos(), temporary.resolve("fresh"));
        assertThat(fresh.prepare().dataHash()).isEqualTo(report.dataHash());
        assertThat(folder.everything()).isEqualTo(fresh.everything()).containsKeys("renamed.mp4#0000", "new.mp4");
    }

    @Test
    void truthThatChangesIsTakenOver() throws IOException {
        folder.prepare();
        Files.writeString(folder.videos().resolve("a.json"), "{}");
        folder.prepare();
        assertThat(folder.everything().get("a.mp4")).contains("truth Optional[{}]");
    }

    @Test
    void spaceOfRemovedSourcesIsGivenBack() throws IOException {
        for (int i = 0; i < 12; i++) {
            folder.video("many/" + i + ".mp4", "clip", 50, 96_000, 100 + i);
        }
        long before = folder.prepare().shardBytes();
        for (int i = 0; i < 12; i++) {
            if (i % 4 != 0) {
                Files.delete(folder.videos().resolve("many/" + i + ".mp4"));
            }
        }
        PreparationReport report = folder.prepare();
        assertThat(report.shardBytes()).isLessThan(before * 6 / 10);
        assertThat(report.decodedSeconds()).isZero();
        PreparedFolder fresh = new PreparedFolder(folder.videos(), temporary.resolve("fresh"));
        fresh.prepare();
        assertThat(folder.everything()).isEqualTo(fresh.everything());
        try (var shards = Files.list(ShardStore.shardFolder(folder.data()))) {
            assertThat(shards.filter(file -> file.toString().endsWith(".tar"))
                            .mapToLong(file -> file.toFile().length())
                            .sum())
                    .as("old shards are gone")
                    .isLessThan(before * 6 / 10 + 12 * Tar.TRAILER_BYTES);
        }
    }

    @Test
    void whatCannotBeUsedIsListed() throws IOException {
        Files.write(folder.videos().resolve("empty.mp4"), new byte[0]);
        Files.writeString(folder.videos().resolve("beside.txt"), "not tried");
        Files.writeString(folder.videos().resolve(".hidden.mp4"), "not tried");
        folder.video("corrupt.mp4", "corrupt", 0, 0, 0)
                .video("copy of corrupt.mp4", "corrupt", 0, 0, 0)
                .video("short.mp4", "clip", 24, 96_000, 6)
                .video("shortsound.mp4", "clip", 100, 47_999, 7)
                .video("silent.mp4", "silent", 50, 96_000, 8)
                .video("still.mp4", "still", 50, 96_000, 9)
                .video("stub.mp4", "cut", 10, 96_000, 10);
        PreparationReport report = folder.prepare();
        assertThat(folder.skipped())
                .containsExactly(
                        "copy of corrupt.mp4,corrupt,\"no, \"\"really\"\", corrupt\"",
                        "corrupt.mp4,corrupt,\"no, \"\"really\"\", corrupt\"",
                        "empty.mp4,empty,0 bytes",
                        "short.mp4,too-short,picture and sound together last less than 1 s",
                        "shortsound.mp4,too-short,\"sound ends after 1.00 s, before the picture\"",
                        "silent.mp4,silent,no sample is above -70 dB of full scale",
                        "still.mp4,still-picture,all its frames are the same",
                        "stub.mp4,truncated,less than 1 s of 60.0 s could be decoded");
        assertThat(report.files()).isEqualTo(11);
        assertThat(report.skippedPerReason())
                .containsEntry(SkipReason.CORRUPT, 2)
                .hasSize(6);
        assertThat(report.summary()).startsWith("3 of 11 files used").contains("8 skipped (1 empty, 2 corrupt");
    }

    @Test
    void whatIsUsableOfADamagedFileIsUsed() throws IOException {
        folder.video("damaged.mp4", "damaged", 100, 192_000, 6)
                .video("cut.mp4", "cut", 60, 120_000, 7)
                .video("quiet end.mp4", "clip", 100, 96_000 + 1000, 8);
        List<String> noted = new ArrayList<>();
        PreparationListener listener = new PreparationListener() {
            @Override
            public void noted(String path, String note) {
                noted.add(path + ": " + note);
            }
        };
        Preparation.run(folder.options(), listener, FakeDecoder.InProcess::new, _ -> {});
        assertThat(noted)
                .containsExactly(
                        "cut.mp4: cut off: 2.00 of 60.00 s could be decoded",
                        "damaged.mp4: damaged after 2.00 s: garbage",
                        "quiet end.mp4: sound ends after 2.02 s, before the picture");
        assertThat(folder.everything().get("damaged.mp4"))
                .contains("frames 50 ")
                .contains("sound 96000 ");
        assertThat(folder.everything().get("quiet end.mp4"))
                .contains("frames 50 ")
                .contains("sound 96000 ");
    }

    @Test
    void aVerdictStandsUntilTheFileChangesOrATryIsAskedFor() throws IOException {
        folder.video("corrupt.mp4", "corrupt", 0, 0, 0).prepare();
        List<String> decoded = new ArrayList<>();
        PreparationOptions options = folder.options();
        PreparationReport again = Preparation.run(options, PreparationListener.NONE, () -> watched(decoded), _ -> {});
        assertThat(decoded).isEmpty();
        assertThat(again.skipped()).isEqualTo(1);
        Preparation.run(options.withRetrySkipped(true), PreparationListener.NONE, () -> watched(decoded), _ -> {});
        assertThat(decoded).containsExactly("corrupt.mp4");
        folder.video("corrupt.mp4", "clip", 25, 48_000, 9).prepare();
        assertThat(folder.skipped()).isEmpty();
        assertThat(folder.everything()).containsKey("corrupt.mp4");
    }

    private static Worker<DecodeJob, SourceContent> watched(List<String> decoded) {
        return new Worker<DecodeJob, SourceContent>() {
            @Override
            public SourceContent answer(DecodeJob job) throws UnusableSourceException, IOException {
                decoded.add(String.valueOf(Path.of(job.source()).getFileName()));
                return new FakeDecoder.InProcess().answer(job);
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void aFileThatChangesWhileItIsDecodedIsLeftForLater() throws IOException {
        Path growing = folder.videos().resolve("a.mp4");
        PreparationReport report = Preparation.run(
                folder.options(),
                PreparationListener.NONE,
                () -> new Worker<DecodeJob, SourceContent>() {
                    @Override
                    public SourceContent answer(DecodeJob job) throws UnusableSourceException, IOException {
                        SourceContent content = new FakeDecoder.InProcess().answer(job);
                        if (job.source().endsWith("a.mp4")) {
                            FakeDecoder.write(growing, "clip", 100, 192_000, 1);
                        }
                        return content;
                    }

                    @Override
                    public void close() {}
                },
                _ -> {});
        assertThat(report.skippedPerReason()).containsOnlyKeys(SkipReason.CHANGED_WHILE_READ);
        assertThat(folder.prepare().added()).isEqualTo(1);
        assertThat(folder.everything()).containsKeys("a.mp4#0000", "a.mp4#0001");
    }

    @Test
    void splitsAreBySourceAndStable() throws IOException {
        for (int i = 0; i < 60; i++) {
            folder.video("many/" + i + ".mp4", "clip", 75, 150_000, 100 + i);
        }
        folder.prepare();
        Map<String, Split> before = splits();
        assertThat(before.values()).contains(Split.TRAIN, Split.VAL, Split.TEST);
        for (Split split : Split.values()) {
            try (PreparedData data = PreparedData.open(folder.data(), split)) {
                for (int clip = 0; clip < data.size(); clip++) {
                    assertThat(before).containsEntry(data.source(clip), split);
                }
            }
        }
        for (int i = 0; i < 20; i++) {
            folder.video("more/" + i + ".mp4", "clip", 25, 48_000, 1000 + i);
            Files.delete(folder.videos().resolve("many/" + i + ".mp4"));
        }
        folder.prepare();
        Map<String, Split> after = splits();
        assertThat(after).hasSize(63);
        before.keySet().retainAll(after.keySet());
        assertThat(before).hasSize(43);
        assertThat(after).containsAllEntriesOf(before);
    }

    private Map<String, Split> splits() {
        Map<String, Split> splits = new TreeMap<>();
        Manifest.read(folder.data()).sources().forEach(source -> splits.put(source.path(), source.split()));
        return splits;
    }

    @Test
    void identicalFilesAreKeptOnceAndOutOfTraining() throws IOException {
        folder.video("train/x.mp4", "clip", 25, 48_000, 9)
                .video("Test/y.mp4", "clip", 25, 48_000, 9)
                .video("val/z.mp4", "clip", 25, 48_000, 8);
        PreparationReport report = folder.prepare(folder.options().withSplit(new SplitRule.ByFolder()), _ -> {});
        assertThat(report.duplicates()).isEqualTo(1);
        assertThat(splits())
                .containsEntry("Test/y.mp4", Split.TEST)
                .containsEntry("val/z.mp4", Split.VAL)
                .containsEntry("sub/deep/c.mp4", Split.TRAIN)
                .doesNotContainKey("train/x.mp4");
        assertThat(Manifest.read(folder.data()).duplicates())
                .containsExactly(new Manifest.Duplicate("train/x.mp4", "Test/y.mp4"));
        assertThat(folder.prepare().decodedSeconds())
                .as("another rule decodes nothing")
                .isZero();
    }

    @Test
    void linksThatLoopAndTheOutputItselfAreNotWalked() throws IOException {
        Files.createSymbolicLink(folder.videos().resolve("sub/loop"), folder.videos());
        Files.createSymbolicLink(folder.videos().resolve("dangling.mp4"), temporary.resolve("nowhere"));
        PreparedFolder inside =
                new PreparedFolder(folder.videos(), folder.videos().resolve("out"));
        assertThat(inside.prepare().files()).isEqualTo(3);
        assertThat(inside.prepare().files()).isEqualTo(3);
        assertThat(inside.skipped()).isEmpty();
    }

    @Test
    void theUsersFilesAreOnlyRead() throws IOException {
        folder.video("corrupt.mp4", "corrupt", 0, 0, 0);
        Map<String, String> before = folder.videoStates();
        folder.prepare();
        folder.prepare();
        assertThat(folder.videoStates()).isEqualTo(before).hasSizeGreaterThan(5);
    }

    @Test
    void foldersThatCannotBeUsedAreRefused() throws IOException {
        PreparationOptions options = folder.options();
        assertThatThrownBy(() -> new PreparedFolder(temporary.resolve("nowhere"), folder.data()).prepare())
                .hasMessageContaining("is not a folder");
        assertThatThrownBy(() -> new PreparedFolder(folder.videos(), folder.videos()).prepare())
                .hasMessageContaining("choose another");
        Path occupied = Files.createDirectories(temporary.resolve("occupied"));
        Files.writeString(occupied.resolve("thesis.txt"), "precious");
        assertThatThrownBy(() -> new PreparedFolder(folder.videos(), occupied).prepare())
                .hasMessageContaining("is not empty");
        assertThat(occupied).isDirectoryContaining("glob:**thesis.txt");
        folder.prepare();
        assertThatThrownBy(() -> folder.prepare(options.withKeep(KeepOptions.DEFAULTS), _ -> {}))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("repeat these options");
        try (ShardStore _ = new ShardStore(folder.data(), PreparedFolder.KEEP, 1000, _ -> {})) {
            assertThatThrownBy(folder::prepare).hasMessageContaining("Another run");
        }
    }

    @Test
    void theListenerHearsEverything() throws IOException {
        folder.video("corrupt.mp4", "corrupt", 0, 0, 0);
        List<String> heard = new ArrayList<>();
        PreparationListener listener = new PreparationListener() {
            @Override
            public void started(int files, long bytes) {
                heard.add("started " + files);
            }

            @Override
            public void progress(Progress progress) {
                heard.add(progress.stage() + " " + progress.filesDone() + "/" + progress.files());
            }

            @Override
            public void skipped(SkippedFile file) {
                heard.add("skipped " + file.path());
            }

            @Override
            public void finished(PreparationReport report) {
                heard.add("finished " + report.sources());
            }
        };
        Preparation.run(folder.options(), listener, FakeDecoder.InProcess::new, _ -> {});
        assertThat(heard)
                .containsExactly(
                        "started 4",
                        "CHECKING 1/4",
                        "CHECKING 2/4",
                        "CHECKING 3/4",
                        "CHECKING 4/4",
                        "DECODING 1/4",
                        "DECODING 2/4",
                        "DECODING 3/4",
                        "DECODING 4/4",
                        "skipped corrupt.mp4",
                        "finished 3");
        assertThat(EnumSet.allOf(SkipReason.class))
                .allSatisfy(reason -> assertThat(reason.phrase()).isNotBlank());
    }
}
