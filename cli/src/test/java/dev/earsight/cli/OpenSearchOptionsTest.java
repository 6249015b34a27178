package dev.earsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said before any work is done; the cluster itself is tested in its module. */
class OpenSearchOptionsTest {
    private static final String NOBODY = "http://127.0.0.1:1";

    @TempDir
    Path folder;

    private Made.Run index(String name, Object... more) {
        Stream<Object> verb = Stream.of("index", "--run", folder.resolve("run"), "--out", folder.resolve(name));
        return Made.run(Stream.concat(verb, Stream.of(more)).toArray());
    }

    @Test
    void saysThatNoNodeAnswersBeforeItBeginsToIndex() {
        Made.Run run = index("tapes", "--opensearch", NOBODY);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains("No node of OpenSearch answers: " + NOBODY + " (no connection)", "whether they run");
        assertThat(folder.resolve("tapes")).doesNotExist();
    }

    @Test
    void asksForANameWhereTheFolderHasNoneThatWillDo() {
        Made.Run run = index("My tapes", "--opensearch", NOBODY);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("'my tapes'", "--opensearch-name");
        assertThat(index("My tapes", "--opensearch", NOBODY, "--opensearch-name", "tapes")
                        .err())
                .contains("No node of OpenSearch answers");
    }

    @Test
    void asksForTheAddress() {
        Made.Run run = index("tapes", "--opensearch-name", "tapes");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("give its address with --opensearch");
    }
}
