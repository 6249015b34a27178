package dev.earsight.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earsight.EarsightException;
import dev.earsight.index.LuceneIndex;
import dev.earsight.index.VectorIndex;
import dev.earsight.index.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorTest {
    @TempDir
    Path temporary;

    private Path media;
    private Path index;

    @BeforeEach
    void make() throws IOException {
        media = temporary.resolve("media");
        index = temporary.resolve("index");
        MadeMedia.sound(media.resolve("a.wav"), 3.2, 1);
        MadeMedia.picture(media.resolve("b.png"), 2);
        run();
    }

    private void run() throws IOException {
        Path network = temporary.resolve("ave.safetensors");
        if (!Files.exists(network)) {
            MadeMedia.network(network, 1);
        }
        Indexing.run(
                IndexingOptions.of(index, network, List.of(media)).withWorkers(1),
                IndexingListener.NONE,
                new MadeMedia.InProcess(network));
    }

    private static List<Hit> hits(Library library, SearchQuery query, VectorIndex mirror) {
        List<Hit> hits = library.search(query, mirror);
        assertThat(hits).as("as the library finds them itself").isEqualTo(library.search(query));
        return hits;
    }

    @Test
    void aMirrorAnswersAsTheLibraryAndFollowsIt() throws IOException {
        try (VectorIndex mirror = LuceneIndex.write(temporary.resolve("mirror"), dimensions())) {
            List<Long> progress = new ArrayList<>();
            try (Library library = Library.open(index)) {
                library.mirror(mirror, (done, total, _, _) -> progress.add(100 * done / total));
                assertThat(progress).isSorted().hasSize(2).endsWith(100L);
                assertThat(mirror.size()).isEqualTo(library.counts().vectors()).isEqualTo(5);
                SearchQuery query = new SearchQuery(
                        library.vectorsOf(library.files().getFirst().id()), SearchFilter.ALL, 9);
                assertThat(hits(library, query, mirror)).hasSize(2);
            }
            Files.delete(media.resolve("a.wav"));
            MadeMedia.picture(media.resolve("c.png"), 3);
            run();
            try (Library library = Library.open(index)) {
                library.mirror(mirror, MirrorListener.NONE);
                assertThat(mirror.size()).isEqualTo(2);
                SearchQuery query = new SearchQuery(
                        library.vectorsOf(library.files().getLast().id()), SearchFilter.ALL, 9);
                assertThat(hits(library, query, mirror)).extracting(Hit::path).containsExactly("c.png", "b.png");
            }
        }
    }

    private int dimensions() {
        try (Library library = Library.open(index)) {
            return library.info().dimensions();
        }
    }

    @Test
    void doesNotOverwriteTheVectorsOfOtherMedia() {
        try (VectorIndex mirror = LuceneIndex.write(temporary.resolve("mirror"), dimensions());
                Library library = Library.open(index)) {
            float[] vector = new float[dimensions()];
            vector[0] = 1;
            mirror.put("of another library", "video-sound", Vectors.of(List.of(vector)));
            mirror.commit();
            assertThatThrownBy(() -> library.mirror(mirror, MirrorListener.NONE))
                    .isInstanceOf(EarsightException.class)
                    .hasMessageContaining(index.toString())
                    .hasMessageContaining("choose another name");
            assertThat(mirror.groups()).containsExactly("of another library");
        }
    }
}
