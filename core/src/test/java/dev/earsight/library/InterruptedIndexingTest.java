package dev.earsight.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earsight.EarsightException;
import dev.earsight.resume.SkipReason;
import dev.earsight.resume.UnusableSourceException;
import dev.earsight.resume.WorkerProcess;
import dev.earsight.resume.WorkerTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ended by force in the middle, and by files that never end. */
class InterruptedIndexingTest {
    private static final int FILES = 6;

    @TempDir
    Path temporary;

    private Path media;
    private Path network;

    @BeforeEach
    void make() throws IOException {
        media = temporary.resolve("media");
        network = MadeMedia.network(temporary.resolve("ave.safetensors"), 1);
        for (int i = 0; i < FILES; i++) {
            MadeMedia.sound(media.resolve(i + ".wav"), 1 + i, i);
        }
    }

    @Test
    void aKilledProcessGoesOnAndNothingIsLostOrDoubled() throws Exception {
        MadeMedia.InProcess workers = new MadeMedia.InProcess(network);
        Path whole = temporary.resolve("whole");
        Indexing.run(IndexingOptions.of(whole, network, List.of(media)), IndexingListener.NONE, workers);
        Path index = temporary.resolve("index");
        for (int at : new int[] {1, 3}) {
            Process process = IndexingProcess.start(index, network, media, at);
            while (process.isAlive() && !Files.exists(IndexingProcess.marker(index))) {
                Thread.sleep(20);
            }
            assertThat(process.isAlive()).as("still at work when it is killed").isTrue();
            process.destroyForcibly().waitFor();
            // What a process that dies in the middle of writing leaves behind.
            Files.writeString(index.resolve("catalog.log"), "{\"what\":\"embedded\",\"sha", StandardOpenOption.APPEND);
            Files.writeString(index.resolve("vectors/blocks.log"), "{\"what\":\"put\"", StandardOpenOption.APPEND);
            Files.write(index.resolve("vectors/vectors-0.bin"), new byte[1000], StandardOpenOption.APPEND);
            try (Library library = Library.open(index)) {
                assertThat(library.counts().indexed() + library.counts().waiting())
                        .isEqualTo(FILES);
            }
        }
        workers.embedded.clear();
        Indexing.run(IndexingOptions.of(index, network, List.of(media)), IndexingListener.NONE, workers);
        assertThat(workers.embedded).as("what was done is not done again").hasSizeLessThan(FILES);
        try (Library library = Library.open(index);
                Library expected = Library.open(whole)) {
            assertThat(library.files()).isEqualTo(expected.files());
            assertThat(library.counts()).isEqualTo(expected.counts());
            for (LibraryFile file : library.files()) {
                assertThat(library.vectorsOf(file.id()))
                        .usingRecursiveComparison()
                        .isEqualTo(expected.vectorsOf(file.id()));
            }
        }
        assertThat(Files.size(index.resolve("vectors/vectors-0.bin")))
                .as("not one vector too many")
                .isLessThanOrEqualTo(Files.size(whole.resolve("vectors/vectors-0.bin")) * 4 / 3);
    }

    @Test
    void anInterruptedThreadStopsAndWhatIsDoneStays() {
        MadeMedia.InProcess workers = new MadeMedia.InProcess(network);
        Path index = temporary.resolve("index");
        IndexingListener interrupting = state -> {
            if (state.stage() == IndexingListener.Stage.EMBEDDING && state.filesDone() == 2) {
                throw new EarsightException("enough");
            }
        };
        IndexingOptions options =
                IndexingOptions.of(index, network, List.of(media)).withWorkers(1);
        assertThatThrownBy(() -> Indexing.run(options, interrupting, workers)).hasMessage("enough");
        try (Library library = Library.open(index)) {
            assertThat(library.counts().indexed()).isEqualTo(2);
            assertThat(library.counts().waiting()).isEqualTo(FILES - 2);
        }
        workers.embedded.clear();
        Indexing.run(options, IndexingListener.NONE, workers);
        assertThat(workers.embedded).hasSize(FILES - 2);
    }

    /** Hangs on one file and takes the process down with another. */
    static final class Misbehaving implements WorkerTask<EmbedJob, EmbedAnswer> {
        private final EmbedTask task;

        Misbehaving(String checkpoint) throws ReflectiveOperationException {
            task = new EmbedTask(checkpoint, EmbedderOpener.Still.class.getName());
        }

        @Override
        public Class<EmbedJob> jobType() {
            return EmbedJob.class;
        }

        @Override
        public EmbedAnswer answer(EmbedJob job, IntConsumer progress) throws UnusableSourceException, IOException {
            if (job.source().endsWith("2.wav")) {
                Runtime.getRuntime().halt(139);
            }
            if (job.source().endsWith("3.wav")) {
                try {
                    Thread.sleep(Duration.ofHours(1));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return task.answer(job, progress);
        }
    }

    @Test
    void filesThatHangOrCrashCostThemselvesOnly() throws IOException {
        IndexingReport report = Indexing.run(
                IndexingOptions.of(temporary.resolve("index"), network, List.of(media))
                        .withWorkers(1),
                IndexingListener.NONE,
                progress -> new WorkerProcess<>(
                        Misbehaving.class,
                        List.of(network.toString()),
                        EmbedAnswer.class,
                        // Generous with all but the one that never comes back, however busy the machine.
                        job -> Duration.ofSeconds(job.source().endsWith("3.wav") ? 1 : 300),
                        progress));
        assertThat(report.counts().indexed()).isEqualTo(FILES - 2);
        assertThat(report.failed()).isEqualTo(2);
        assertThat(Files.readString(temporary.resolve("index").resolve(Indexing.FAILURES)))
                .containsSubsequence("," + SkipReason.CRASHED.label(), "," + SkipReason.TIMED_OUT.label());
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
                .as("workers left over")
                .isEmpty();
    }
}
