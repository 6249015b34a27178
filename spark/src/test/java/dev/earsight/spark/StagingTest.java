package dev.earsight.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earsight.EarsightException;
import dev.earsight.resume.Fleet;
import dev.earsight.shard.Preparation;
import dev.earsight.shard.PreparationListener;
import dev.earsight.shard.PreparationOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results by way of a Hadoop file system, as from executors that do not see the output folder. */
class StagingTest {
    @TempDir
    Path temporary;

    private Path media = Path.of("");
    private Path staging = Path.of("");

    @BeforeEach
    void make() throws IOException {
        media = MadeMedia.videos(temporary.resolve("media"));
        staging = Files.createDirectory(temporary.resolve("staging"));
    }

    private static Fleet fleet(String staging) {
        return new SparkFleetProvider()
                .open("local[2]", Map.of(MadeFileSystem.SETTING, MadeFileSystem.class.getName()), Optional.of(staging));
    }

    @Test
    void resultsAreTheSameAndNothingStaysBehind() throws IOException {
        Path together = temporary.resolve("together");
        try (Fleet fleet = fleet("made:" + staging)) {
            Preparation.run(PreparationOptions.of(media, together), PreparationListener.NONE, fleet);
            assertThat(Folders.files(staging)).isEmpty();
        }
        Path alone = temporary.resolve("alone");
        Preparation.run(PreparationOptions.of(media, alone).withWorkers(1), PreparationListener.NONE);
        assertThat(Folders.contents(together)).isEqualTo(Folders.contents(alone));
        assertThat(MadeFileSystem.PUT).hasSize(5).allMatch(file -> file.startsWith(staging + "/earsight-"));
        assertThat(staging).isEmptyDirectory();
        assertThat(ProcessHandle.current().children()).as("worker processes").isEmpty();
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() {
        assertThatThrownBy(() -> fleet("nowhere://host/staging").close())
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("nowhere://host/staging")
                .hasMessageContaining("--spark-staging");
    }
}
