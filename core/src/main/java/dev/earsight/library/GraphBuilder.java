package dev.earsight.library;

import dev.earsight.index.ExactIndex;
import dev.earsight.index.LuceneIndex;
import dev.earsight.library.IndexingListener.Progress;
import dev.earsight.library.IndexingListener.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** The last part of indexing: where there are many vectors, links them to a graph. It can be made again from the vectors at any time. */
final class GraphBuilder {
    private GraphBuilder() {}

    /** Brings the graph in step with the vectors; removes it where there are too few to need one. */
    static void bringUpToDate(ExactIndex vectors, Path folder, long exactUpTo, IndexingListener listener)
            throws IOException, InterruptedException {
        if (vectors.size() <= exactUpTo) {
            IndexStore.clear(folder);
            return;
        }
        try (LuceneIndex graph = LuceneIndex.write(folder, vectors.dimensions())) {
            boolean changed = Mirror.bringUpToDate(
                    graph,
                    vectors,
                    (done, total, elapsed, left) -> listener.progress(new Progress(
                            Stage.LINKING,
                            Math.toIntExact(total),
                            Math.toIntExact(done),
                            0,
                            0,
                            0,
                            0,
                            elapsed,
                            OptionalDouble.of(left),
                            "")));
            if (changed) {
                graph.join();
            }
        }
    }
}
