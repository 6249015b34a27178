package dev.earsight.bench;

import dev.earsight.index.ExactIndex;
import dev.earsight.index.LuceneIndex;
import dev.earsight.index.Neighbor;
import dev.earsight.index.NeighborFilter;
import dev.earsight.index.UnitVectors;
import dev.earsight.index.VectorIndex;
import dev.earsight.index.Vectors;
import dev.earsight.resume.DiskMaps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What it takes to build and ask the indexes, and how many of the true 30 nearest the graph finds. Arguments: a folder for them (made
 * anew), numbers of vectors, e.g. {@code /tmp/neighbors 100000 1000000}.
 *
 * <p>Vectors are clustered as embeddings are: a center for every hundred, each vector its center and as much noise, of unit length.
 * Queries are other vectors of the same clusters.
 */
public final class NeighborSearch {
    private static final int DIMENSIONS = 128;
    private static final int PER_CLUSTER = 100;
    private static final int PER_GROUP = 1000;
    private static final int K = 30;
    private static final int QUERIES = 200;
    private static final int WARM_UP = 300;
    private static final int[] BEAMS = {30, 50, 100, 150, 200, 400};

    private NeighborSearch() {}

    /** Runs and prints. */
    public static void main(String[] arguments) throws IOException {
        for (String count : List.of(arguments).subList(1, arguments.length)) {
            Path folder = Path.of(arguments[0]).resolve(count);
            run(folder, Integer.parseInt(count));
        }
    }

    private static void run(Path folder, int count) throws IOException {
        Random random = new Random(count);
        float[][] centers = new float[Math.max(1, count / PER_CLUSTER)][];
        for (int i = 0; i < centers.length; i++) {
            centers[i] = direction(random);
        }
        List<float[]> queries = new ArrayList<>();
        for (int i = 0; i < QUERIES + WARM_UP; i++) {
            queries.add(near(centers[random.nextInt(centers.length)], random));
        }
        Path exactFolder = folder.resolve("exact");
        if (!Files.exists(exactFolder)) {
            long start = System.nanoTime();
            Files.createDirectories(folder);
            try (DiskMaps maps = DiskMaps.in(folder);
                    ExactIndex exact = ExactIndex.write(exactFolder, DIMENSIONS, maps)) {
                fill(exact, centers, count, random);
            }
            System.out.printf(
                    Locale.ROOT,
                    "%,d vectors, exact: written in %.1f s, %d MB%n",
                    count,
                    since(start),
                    megabytes(exactFolder));
        }
        try (ExactIndex exact = ExactIndex.read(exactFolder)) {
            List<Set<String>> truth = time("exact scan", exact, queries.subList(0, QUERIES), count > 200_000 ? 5 : 30);
            graph(folder.resolve("graph"), exact, queries, truth);
        }
    }

    private static void graph(Path folder, ExactIndex exact, List<float[]> queries, List<Set<String>> truth)
            throws IOException {
        if (!Files.exists(folder)) {
            long start = System.nanoTime();
            try (LuceneIndex graph = LuceneIndex.write(folder, DIMENSIONS)) {
                for (String group : exact.groups()) {
                    exact.block(group, "picture", block -> {
                        graph.put(group, "picture", block);
                        return true;
                    });
                }
                graph.commit();
                System.out.printf(Locale.ROOT, "graph: linked in %.1f s, %d MB%n", since(start), megabytes(folder));
            }
        }
        beams(folder, queries, truth);
        long start = System.nanoTime();
        try (LuceneIndex graph = LuceneIndex.write(folder, DIMENSIONS)) {
            graph.join();
        }
        System.out.printf(Locale.ROOT, "graph: joined to one in %.1f s, %d MB%n", since(start), megabytes(folder));
        beams(folder, queries, truth);
    }

    private static void beams(Path folder, List<float[]> queries, List<Set<String>> truth) {
        for (int beam : BEAMS) {
            try (LuceneIndex graph = LuceneIndex.read(folder, beam)) {
                for (float[] query : queries.subList(QUERIES, QUERIES + WARM_UP)) {
                    graph.nearest(query, K, NeighborFilter.ALL);
                }
                List<Set<String>> found = time("graph, beam " + beam, graph, queries.subList(0, QUERIES), 0);
                double recall = 0;
                for (int i = 0; i < QUERIES; i++) {
                    Set<String> both = new HashSet<>(found.get(i));
                    both.retainAll(truth.get(i));
                    recall += both.size() / (double) K / QUERIES;
                }
                System.out.printf(Locale.ROOT, "    recall@%d %.4f%n", K, recall);
            }
        }
    }

    private static List<Set<String>> time(String name, VectorIndex index, List<float[]> queries, int warmUp) {
        queries.subList(0, warmUp).forEach(query -> index.nearest(query, K, NeighborFilter.ALL));
        double[] milliseconds = new double[queries.size()];
        List<Set<String>> found = new ArrayList<>();
        for (int i = 0; i < queries.size(); i++) {
            long start = System.nanoTime();
            List<Neighbor> neighbors = index.nearest(queries.get(i), K, NeighborFilter.ALL);
            milliseconds[i] = (System.nanoTime() - start) / 1e6;
            Set<String> names = new HashSet<>();
            neighbors.forEach(one -> names.add(one.group() + " " + one.key()));
            found.add(names);
        }
        Arrays.sort(milliseconds);
        System.out.printf(
                Locale.ROOT,
                "%s: p50 %.2f ms, p95 %.2f ms, n = %d%n",
                name,
                milliseconds[milliseconds.length / 2],
                milliseconds[(int) (0.95 * milliseconds.length)],
                milliseconds.length);
        return found;
    }

    private static void fill(ExactIndex index, float[][] centers, int count, Random random) {
        for (int from = 0; from < count; from += PER_GROUP) {
            List<float[]> vectors = new ArrayList<>();
            for (int i = from; i < Math.min(count, from + PER_GROUP); i++) {
                vectors.add(near(centers[random.nextInt(centers.length)], random));
            }
            index.put(String.format(Locale.ROOT, "%08d", from), "picture", Vectors.of(vectors));
        }
        index.commit();
    }

    private static float[] near(float[] center, Random random) {
        float[] noise = direction(random);
        for (int i = 0; i < DIMENSIONS; i++) {
            noise[i] += center[i];
        }
        return UnitVectors.unit(noise);
    }

    private static float[] direction(Random random) {
        float[] vector = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return UnitVectors.unit(vector);
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static long megabytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            long bytes = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
            return bytes >> 20;
        }
    }
}
