package dev.earsight.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.EarsightException;
import dev.earsight.embed.Embedder;
import dev.earsight.net.Model;
import dev.earsight.resume.SkipReason;
import dev.earsight.resume.SkippedFile;
import dev.earsight.resume.SourceFolder;
import dev.earsight.weights.TrainedNetwork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryTest {
    @TempDir
    Path temporary;

    private Path media;
    private Path index;
    private Path network;
    private MadeMedia.InProcess workers;

    @BeforeEach
    void make() throws IOException {
        media = temporary.resolve("media");
        index = temporary.resolve("index");
        network = MadeMedia.network(temporary.resolve("ave.safetensors"), 1);
        workers = new MadeMedia.InProcess(network);
        MadeMedia.sound(media.resolve("sounds/a.wav"), 3.2, 1);
        MadeMedia.sound(media.resolve("sounds/b.wav"), 0.5, 2);
        MadeMedia.picture(media.resolve("pictures/c.png"), 3);
        MadeMedia.picture(media.resolve("pictures/d.png"), 4);
        MadeMedia.video(media.resolve("e.mp4"), 3, 5);
        settle(media);
    }

    /** Files look as if nobody had touched them for a while. */
    private static void settle(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, FileTime.fromMillis(1_600_000_000_000L));
            }
        }
    }

    private IndexingOptions options() {
        return IndexingOptions.of(index, network, List.of(media)).withWorkers(1);
    }

    private IndexingReport run() {
        return run(options());
    }

    private IndexingReport run(IndexingOptions options) {
        return Indexing.run(options, IndexingListener.NONE, workers);
    }

    private List<QueryVector> query(Path file, OptionalDouble at) {
        try (TrainedNetwork loaded = TrainedNetwork.load(network)) {
            return QueryVectors.of(new Embedder(loaded), file, at, _ -> {});
        }
    }

    private List<Hit> search(Library library, Path file, SearchFilter filter) {
        return library.search(new SearchQuery(query(file, OptionalDouble.empty()), filter, 30));
    }

    /** Every vector of every file, by path, kind of vector and time. */
    private Map<String, List<Float>> everything(Path folder) {
        Map<String, List<Float>> all = new TreeMap<>();
        try (Library library = Library.open(folder)) {
            for (LibraryFile file : library.files()) {
                int i = 0;
                for (QueryVector vector : library.vectorsOf(file.id())) {
                    List<Float> numbers = new ArrayList<>();
                    for (float number : vector.vector()) {
                        numbers.add(number);
                    }
                    all.put(file.path() + " " + vector.side() + " " + i++, numbers);
                }
            }
        }
        return all;
    }

    @Test
    void filesAreFoundByThemselvesAndByWhatTheyAre() throws IOException {
        Files.writeString(media.resolve("words.mp4"), "no video at all\n".repeat(50));
        Files.createFile(media.resolve("empty.wav"));
        settle(media);
        List<String> skipped = new ArrayList<>();
        IndexingListener listener = new IndexingListener() {
            @Override
            public void progress(Progress state) {}

            @Override
            public void skipped(SkippedFile file) {
                skipped.add(file.path() + " " + file.reason());
            }
        };
        IndexingReport report = Indexing.run(options(), listener, workers);

        assertThat(report.added()).isEqualTo(5);
        assertThat(report.failed()).isEqualTo(2);
        assertThat(skipped)
                .containsExactly(
                        media.toRealPath().resolve("empty.wav") + " EMPTY",
                        media.toRealPath().resolve("words.mp4") + " NOT_MEDIA");
        assertThat(Files.readAllLines(index.resolve("failures.csv"))).hasSize(3);
        assertThat(index.resolve("parts")).doesNotExist();
        try (Library library = Library.open(index)) {
            assertThat(library.counts())
                    .isEqualTo(new LibraryCounts(
                            7, 5, 0, 2, 2, 2, 1, library.counts().hours(), 3 + 4 + 1 + 4 + 1 + 1, "exact"));
            assertThat(library.counts().hours() * 3600).isCloseTo(3.2 + 0.5 + 3, within(0.1));
            assertThat(library.info().model()).isEqualTo("AVE");
            assertThat(library.info().hopSeconds()).isEqualTo(1);
            for (String name : List.of("sounds/a.wav", "sounds/b.wav", "pictures/c.png", "pictures/d.png", "e.mp4")) {
                Hit best =
                        search(library, media.resolve(name), SearchFilter.ALL).getFirst();
                assertThat(best.path()).isEqualTo(name);
                assertThat(best.score()).isCloseTo(1, within(1e-5));
                assertThat(library.path(best)).isEqualTo(media.toRealPath().resolve(name));
                assertThat(library.path(best.fileId())).contains(library.path(best));
                assertThat(library.file(best.fileId()).orElseThrow().path()).isEqualTo(name);
            }
            assertThat(search(library, media.resolve("e.mp4"), SearchFilter.ALL.withKinds(EnumSet.of(MediaKind.IMAGE))))
                    .hasSize(2)
                    .allMatch(hit -> hit.kind() == MediaKind.IMAGE && hit.endSeconds() == 0);
            assertThat(search(library, media.resolve("e.mp4"), SearchFilter.ALL.withSides(Set.of(Side.SOUND))))
                    .isNotEmpty()
                    .allMatch(hit -> hit.side() == Side.SOUND);
            for (String folder : List.of(
                    "sounds", "sounds/", media.toRealPath().resolve("sounds").toString())) {
                assertThat(search(library, media.resolve("e.mp4"), SearchFilter.ALL.withFolder(folder)))
                        .extracting(Hit::path)
                        .containsOnly("sounds/a.wav", "sounds/b.wav");
            }
            assertThat(search(library, media.resolve("e.mp4"), SearchFilter.ALL.withFolder("sound")))
                    .as("not a folder, though folders begin like it")
                    .isEmpty();
            String video = library.files().stream()
                    .filter(file -> file.path().equals("e.mp4"))
                    .findFirst()
                    .orElseThrow()
                    .id();
            assertThat(search(library, media.resolve("e.mp4"), SearchFilter.ALL.withoutFile(video)))
                    .isNotEmpty()
                    .noneMatch(hit -> hit.path().equals("e.mp4"));
            for (String id : List.of("", "../e.mp4", "0", "zz".repeat(16), video + "0", video.substring(1))) {
                assertThat(library.path(id)).isEmpty();
                assertThat(library.file(id)).isEmpty();
            }
        }
    }

    @Test
    void aMomentOfAVideoIsFoundWhereItIs() {
        run();
        try (Library library = Library.open(index)) {
            for (double at : new double[] {0, 1, 2}) {
                List<Hit> hits = library.search(new SearchQuery(
                        query(media.resolve("e.mp4"), OptionalDouble.of(at)),
                        SearchFilter.ALL.withSides(Set.of(Side.PICTURE)),
                        1));
                assertThat(hits.getFirst().path()).isEqualTo("e.mp4");
                assertThat(hits.getFirst().bestSeconds()).isEqualTo(at);
                assertThat(hits.getFirst().startSeconds()).isLessThanOrEqualTo(at);
                assertThat(hits.getFirst().endSeconds()).isGreaterThan(at);
                assertThat(library.vectorsAt(hits.getFirst().fileId(), at)).hasSize(2);
            }
            assertThatThrownBy(() -> query(media.resolve("e.mp4"), OptionalDouble.of(60)))
                    .isInstanceOf(EarsightException.class)
                    .hasMessageContaining("ends before 60");
        }
    }

    @Test
    void onlyWhatIsNewIsEmbedded() throws IOException {
        run();
        workers.embedded.clear();
        assertThat(run().added()).isZero();
        assertThat(workers.embedded).isEmpty();

        Files.setLastModifiedTime(media.resolve("e.mp4"), FileTime.fromMillis(1_700_000_000_000L));
        Files.move(media.resolve("sounds/a.wav"), media.resolve("moved.wav"));
        Files.copy(media.resolve("pictures/c.png"), media.resolve("pictures/copy.png"));
        Files.delete(media.resolve("pictures/d.png"));
        MadeMedia.sound(media.resolve("sounds/b.wav"), 0.5, 99);
        MadeMedia.picture(media.resolve("new.png"), 7);
        IndexingReport report = run();

        assertThat(workers.embedded).containsExactlyInAnyOrder("b.wav", "new.png");
        assertThat(report.added()).isEqualTo(2);
        assertThat(report.moved()).isEqualTo(1);
        assertThat(report.removed()).isEqualTo(1);
        try (Library library = Library.open(index)) {
            assertThat(library.files())
                    .extracting(LibraryFile::path)
                    .containsExactly(
                            "e.mp4", "moved.wav", "new.png", "pictures/c.png", "pictures/copy.png", "sounds/b.wav");
            assertThat(library.files()).allMatch(file -> file.state() == LibraryFile.State.INDEXED);
            assertThat(search(library, media.resolve("moved.wav"), SearchFilter.ALL)
                            .getFirst()
                            .path())
                    .isEqualTo("moved.wav");
            assertThat(search(library, media.resolve("pictures/copy.png"), SearchFilter.ALL.withFolder("pictures")))
                    .as("copies are one content")
                    .hasSize(1);
            String copied = library.files().get(3).id();
            Files.delete(media.resolve("pictures/c.png"));
            assertThat(library.path(copied)).contains(media.toRealPath().resolve("pictures/copy.png"));
        }
        Path fresh = temporary.resolve("fresh");
        workers.embedded.clear();
        run();
        Indexing.run(IndexingOptions.of(fresh, network, List.of(media)).withWorkers(1), IndexingListener.NONE, workers);
        assertThat(everything(index)).as("as if indexed in one go").isEqualTo(everything(fresh));
    }

    @Test
    void failuresAreTriedAgainWhenTheyChangeOrWhenAsked() throws IOException {
        Path bad = Files.writeString(media.resolve("bad.wav"), "words\n".repeat(99));
        settle(media);
        run();
        workers.embedded.clear();
        assertThat(run().failed()).isEqualTo(1);
        assertThat(workers.embedded).isEmpty();
        assertThat(run(options().withRetryFailed(true)).failed()).isEqualTo(1);
        assertThat(workers.embedded).containsExactly("bad.wav");
        try (Library library = Library.open(index)) {
            LibraryFile failed = library.files().getFirst();
            assertThat(failed.state()).isEqualTo(LibraryFile.State.FAILED);
            assertThat(failed.reason()).contains(SkipReason.NOT_MEDIA);
            assertThat(library.path(failed.id())).contains(bad.toRealPath());
        }
        MadeMedia.sound(bad, 1, 9);
        assertThat(run().failed()).isZero();
        try (Library library = Library.open(index)) {
            assertThat(library.counts().failed()).isZero();
        }
    }

    @Test
    void aFileHasTheSameVectorsWhateverElseIsIndexed() throws IOException {
        run();
        Path alone = temporary.resolve("alone");
        for (String name : List.of("e.mp4", "pictures/d.png", "sounds/b.wav", "sounds/a.wav", "pictures/c.png")) {
            Indexing.run(
                    IndexingOptions.of(alone, network, List.of(media.resolve(name)))
                            .withWorkers(1),
                    IndexingListener.NONE,
                    workers);
        }
        List<List<Float>> inOneRun = List.copyOf(everything(index).values());
        assertThat(everything(alone).values()).containsExactlyInAnyOrderElementsOf(inOneRun);
        Path together = temporary.resolve("together");
        Indexing.run(
                IndexingOptions.of(together, network, List.of(media)).withWorkers(3), IndexingListener.NONE, workers);
        assertThat(everything(together)).isEqualTo(everything(index));
    }

    @Test
    void mediaIsOnlyRead() throws IOException {
        Map<String, String> before = state(media);
        run();
        MadeMedia.network(temporary.resolve("other.safetensors"), 2);
        assertThat(state(media)).isEqualTo(before);
    }

    private static Map<String, String> state(Path folder) throws IOException {
        Map<String, String> state = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                state.put(
                        file.toString(),
                        Files.getLastModifiedTime(file)
                                + (Files.isRegularFile(file)
                                        ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                                        : ""));
            }
        }
        return state;
    }

    @Test
    void vectorsOfTwoNetworksAreNotMixed() {
        run();
        Path other = MadeMedia.network(temporary.resolve("other.safetensors"), 2);
        assertThatThrownBy(() -> run(IndexingOptions.of(index, other, List.of())))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("another network")
                .hasMessageContaining(network.toString());
        try (Library library = Library.open(index)) {
            library.requireNetwork(network);
            assertThatThrownBy(() -> library.requireNetwork(other)).hasMessageContaining("another network");
        }
        Path avol = MadeMedia.network(temporary.resolve("avol.safetensors"), Model.AVOL, 1);
        assertThatThrownBy(() -> run(IndexingOptions.of(temporary.resolve("new"), avol, List.of(media))))
                .hasMessageContaining("--model ave");
    }

    @Test
    void saysWhatToChange() throws IOException {
        assertThatThrownBy(() -> Library.open(temporary.resolve("nowhere")))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("is not an index");
        assertThatThrownBy(() -> run(IndexingOptions.of(media, network, List.of(media))))
                .hasMessageContaining("is not empty and holds no index");
        assertThatThrownBy(() -> run(IndexingOptions.of(index, network, List.of(temporary.resolve("missing")))))
                .hasMessageContaining("missing is not there");
        run();
        assertThatThrownBy(() -> run(options().withHopSeconds(0.5))).hasMessageContaining("every 1.0 s, not every 0.5");
        assertThatThrownBy(() -> run(options().withHopSeconds(0.01))).hasMessageContaining("at least 0.04");
        assertThatThrownBy(() -> run(options().withForget(List.of(SourceFolder.of(temporary)))))
                .hasMessageContaining("is not indexed");

        Path away = Files.move(media, temporary.resolve("away"));
        IndexingOptions known = IndexingOptions.of(index, network, List.of()).withWorkers(1);
        assertThatThrownBy(() -> run(known))
                .hasMessageContaining("no longer there")
                .hasMessageContaining("--forget");
        Files.createDirectory(media);
        assertThatThrownBy(() -> run(known))
                .hasMessageContaining("no media in it")
                .hasMessageContaining("--forget");
        try (Library library = Library.open(index)) {
            assertThat(library.counts().indexed())
                    .as("an unplugged disk costs nothing")
                    .isEqualTo(5);
        }
        workers.embedded.clear();
        IndexingReport report = run(IndexingOptions.of(index, network, List.of(away))
                .withForget(List.of(SourceFolder.of(media)))
                .withWorkers(1));
        assertThat(workers.embedded).as("the same contents elsewhere").isEmpty();
        assertThat(report.moved()).isEqualTo(5);
    }

    @Test
    void oneWriterAndAnyReaders() {
        List<Integer> seen = new ArrayList<>();
        run(IndexingOptions.of(index, network, List.of(media.resolve("sounds"))).withWorkers(1));
        try (Library library = Library.open(index)) {
            assertThat(library.refresh()).isFalse();
            IndexingListener whileWriting = state -> {
                assertThatThrownBy(() -> run()).hasMessageContaining("Another run is writing");
                library.refresh();
                seen.add(library.counts().files());
            };
            Indexing.run(options(), whileWriting, workers);
            assertThat(seen).last().isEqualTo(5);
            assertThat(library.refresh()).isTrue();
            assertThat(library.counts().indexed()).isEqualTo(5);
            assertThat(search(library, media.resolve("e.mp4"), SearchFilter.ALL)
                            .getFirst()
                            .path())
                    .isEqualTo("e.mp4");
        }
        assertThatThrownBy(() -> Indexing.run(
                        options().withRetryFailed(true),
                        _ -> {
                            throw new IllegalStateException("stop");
                        },
                        workers))
                .hasMessage("stop");
        run();
    }

    @Test
    void theGraphAnswersAsTheExactScanDoes() throws IOException {
        for (int i = 0; i < 12; i++) {
            MadeMedia.picture(media.resolve("more/" + i + ".png"), 50 + i);
        }
        run(options().withExactUpTo(6));
        assertSameByGraph();
        Files.delete(media.resolve("more/3.png"));
        MadeMedia.picture(media.resolve("more/new.png"), 77);
        run(options().withExactUpTo(Long.MAX_VALUE - 1));
        assertThat(index.resolve("graph")).doesNotExist();
        run(options().withExactUpTo(6));
        MadeMedia.picture(media.resolve("more/newer.png"), 78);
        assertSameByGraph();

        Path graph = temporary.resolve("graph");
        Files.createDirectory(graph);
        copy(index.resolve("graph"), graph);
        Files.delete(media.resolve("more/5.png"));
        run(options().withExactUpTo(6));
        copy(graph, index.resolve("graph"));
        assertSameByGraph(); // the graph of before: one file too many, one too few
    }

    private static void copy(Path from, Path to) throws IOException {
        IndexStore.clear(to);
        Files.createDirectory(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private void assertSameByGraph() {
        try (Library byGraph = Library.open(index);
                Library exact = Library.open(index, new LibraryOptions(1000))) {
            assertThat(byGraph.counts().backend()).isEqualTo("lucene");
            assertThat(exact.counts().backend()).isEqualTo("exact");
            for (SearchFilter filter : List.of(
                    SearchFilter.ALL,
                    SearchFilter.ALL.withFolder("more"),
                    SearchFilter.ALL.withKinds(EnumSet.of(MediaKind.VIDEO)))) {
                List<Hit> expected = search(exact, media.resolve("e.mp4"), filter);
                List<Hit> found = search(byGraph, media.resolve("e.mp4"), filter);
                assertThat(found)
                        .usingRecursiveComparison()
                        .withComparatorForType((a, b) -> Math.abs(a - b) < 1e-5 ? 0 : 1, Double.class)
                        .isEqualTo(expected);
            }
        }
    }
}
