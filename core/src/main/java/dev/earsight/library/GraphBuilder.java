package dev.earsight.library;

import dev.earsight.index.ExactIndex;
import dev.earsight.index.LuceneIndex;
import dev.earsight.index.Vectors;
import dev.earsight.library.IndexingListener.Progress;
import dev.earsight.library.IndexingListener.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/** The last part of indexing: where there are many vectors, links them to a graph. It can be made again from the vectors at any time. */
final class GraphBuilder {
    /** So many vectors may have to be linked again after the process was killed. */
    private static final int UNCOMMITTED_VECTORS = 100_000;

    private GraphBuilder() {}

    /** Brings the graph in step with the vectors; removes it where there are too few to need one. */
    static void bringUpToDate(ExactIndex vectors, Path folder, long exactUpTo, IndexingListener listener)
            throws IOException, InterruptedException {
        if (vectors.size() <= exactUpTo) {
            IndexStore.clear(folder);
            return;
        }
        try (LuceneIndex graph = LuceneIndex.write(folder, vectors.dimensions())) {
            Set<String> linked = graph.groups();
            Set<String> wanted = vectors.groups();
            List<String> gone =
                    linked.stream().filter(group -> !wanted.contains(group)).toList();
            List<String> missing =
                    wanted.stream().filter(group -> !linked.contains(group)).toList();
            gone.forEach(graph::remove);
            int total = missing.stream().mapToInt(group -> size(vectors, group)).sum();
            long start = System.nanoTime();
            int done = 0;
            int committed = 0;
            for (String group : missing) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                for (String label : vectors.labels(group)) {
                    vectors.block(group, label, block -> {
                        graph.put(group, label, block);
                        return true;
                    });
                }
                done += size(vectors, group);
                if (done - committed >= UNCOMMITTED_VECTORS) {
                    graph.commit();
                    committed = done;
                }
                double elapsed = (System.nanoTime() - start) / 1e9;
                listener.progress(new Progress(
                        Stage.LINKING,
                        total,
                        done,
                        0,
                        0,
                        0,
                        0,
                        elapsed,
                        OptionalDouble.of(elapsed * (total - done) / Math.max(1, done)),
                        ""));
            }
            if (!gone.isEmpty() || !missing.isEmpty()) {
                graph.commit();
                graph.join();
            }
        }
    }

    private static int size(ExactIndex vectors, String group) {
        return vectors.labels(group).stream()
                .mapToInt(label -> vectors.block(group, label, Vectors::size))
                .sum();
    }
}
