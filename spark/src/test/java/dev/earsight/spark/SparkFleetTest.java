package dev.earsight.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earsight.EarsightException;
import dev.earsight.library.Indexing;
import dev.earsight.library.IndexingListener;
import dev.earsight.library.IndexingOptions;
import dev.earsight.resume.Fleet;
import dev.earsight.shard.KeepOptions;
import dev.earsight.shard.Preparation;
import dev.earsight.shard.PreparationListener;
import dev.earsight.shard.PreparationOptions;
import dev.earsight.shard.PreparationReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two executors, processes of their own, against this process alone: the same bytes in every file. */
class SparkFleetTest {
    @TempDir
    static Path temporary;

    private static Path media = Path.of("");
    private static Path alone = Path.of("");
    private static Path network = Path.of("");
    private static Fleet fleet = Fleet.ofThisMachine(1);

    @BeforeAll
    static void start() throws IOException {
        media = MadeMedia.videos(temporary.resolve("media"));
        network = MadeMedia.network(temporary.resolve("network.safetensors"));
        Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
        fleet = new SparkFleetProvider()
                .open(
                        "local-cluster[2,1,1024]",
                        Map.of(MadeFileSystem.SETTING, MadeFileSystem.class.getName()),
                        Optional.empty());
        // Now that the media is older than two seconds: of younger files the hash is not noted, as they may still be
        // written to.
        alone = temporary.resolve("alone");
        Preparation.run(into(alone), PreparationListener.NONE);
    }

    @AfterAll
    static void end() {
        List<ProcessHandle> executors = executors();
        fleet.close();
        assertThat(executors)
                .hasSize(2)
                .allSatisfy(executor -> assertThat(executor.onExit()).succeedsWithin(Duration.ofMinutes(2)));
        assertThat(Path.of(System.getenv("SPARK_HOME"), "work")).isEmptyDirectory();
    }

    private static List<ProcessHandle> executors() {
        return ProcessHandle.current().children().toList();
    }

    private static PreparationOptions into(Path data) {
        return PreparationOptions.of(media, data)
                .withKeep(new KeepOptions(24, 85, 25, 600, 3600))
                .withShardBytes(100_000)
                .withWorkers(2);
    }

    @Test
    void anExecutorKilledInTheMiddleChangesNothing() throws IOException {
        Path together = temporary.resolve("together");
        List<ProcessHandle> before = executors();
        assertThat(before).hasSize(2);

        PreparationReport report = Preparation.run(
                into(together),
                new PreparationListener() {
                    @Override
                    public void progress(Progress progress) {
                        if (progress.stage() == Stage.DECODING && progress.filesDone() == 1) {
                            before.getFirst().destroyForcibly();
                        }
                    }
                },
                fleet);

        assertThat(Folders.contents(together)).isEqualTo(Folders.contents(alone));
        assertThat(Files.readAllLines(together.resolve("skipped.csv")))
                .hasSize(3)
                .anyMatch(line -> line.startsWith("more/broken.mp4,not-media,"))
                .contains("nothing.mp4,empty,0 bytes");
        assertThat(report.sources()).isEqualTo(5);
        assertThat(report.duplicates()).isEqualTo(1);
        assertThat(before.getFirst().isAlive()).isFalse();

        PreparationReport again = Preparation.run(into(together), PreparationListener.NONE, fleet);
        assertThat(again.decodedSeconds()).as("decoded again").isZero();
        assertThat(Folders.contents(together)).isEqualTo(Folders.contents(alone));
    }

    @Test
    void anIndexIsTheSame() throws IOException {
        Path one = temporary.resolve("one.index");
        Indexing.run(IndexingOptions.of(one, network, List.of(media)).withWorkers(1), IndexingListener.NONE);
        Path together = temporary.resolve("together.index");
        Indexing.run(IndexingOptions.of(together, network, List.of(media)), IndexingListener.NONE, fleet);
        assertThat(Folders.contents(together)).isEqualTo(Folders.contents(one));
    }

    @Test
    void mediaMayLieOnAHadoopFileSystem() throws IOException {
        Path together = temporary.resolve("from Hadoop");
        PreparationOptions options = into(together);
        Preparation.run(
                new PreparationOptions(
                        fleet.folder("made:" + media),
                        together,
                        options.keep(),
                        options.split(),
                        options.fileTimeLimit(),
                        options.workers(),
                        options.retrySkipped(),
                        options.shardBytes()),
                PreparationListener.NONE,
                fleet);
        Map<String, String> expected = Folders.contents(alone);
        expected.remove("journal.jsonl"); // such file systems know times to the millisecond
        Map<String, String> found = Folders.contents(together);
        found.remove("journal.jsonl");
        assertThat(found).isEqualTo(expected);
        assertThatThrownBy(() -> fleet.folder("nowhere://host/videos"))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("nowhere://host/videos cannot be read");
    }
}
