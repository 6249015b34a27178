package dev.earsight.library;

import dev.earsight.EarsightException;
import dev.earsight.index.ExactIndex;
import dev.earsight.index.LuceneIndex;
import dev.earsight.index.VectorIndex;
import dev.earsight.index.Vectors;
import dev.earsight.resume.LogFollower;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An index folder, open for search. Reads only; another process, or an {@link Indexing} in this one, may be adding to it, which {@link
 * #refresh} takes in. May be used by many threads.
 */
public final class Library implements AutoCloseable {
    static final String VECTORS = "vectors";
    static final String GRAPH = "graph";

    private final Path folder;
    private final LibraryOptions options;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final LogFollower<CatalogLine> log;
    private final ExactIndex vectors;
    private IndexDescription description;
    private Catalog catalog = new Catalog();
    private Map<String, List<CatalogLine.Found>> copies = Map.of();
    private Map<String, String> contents = Map.of();
    private @Nullable LuceneIndex graph;
    /** Contents that the graph does not know yet. */
    private Set<String> unlinked = Set.of();

    private boolean closed;

    private Library(Path folder, LibraryOptions options) {
        this.folder = folder;
        this.options = options;
        description = IndexDescription.read(folder);
        log = new LogFollower<>(folder.resolve(Catalog.FILE), CatalogLine.class, Catalog.REMEDY);
        vectors = ExactIndex.read(folder.resolve(VECTORS));
        try {
            takeIn();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Opens.
     *
     * @throws EarsightException where there is no index, or one of another version
     */
    public static Library open(Path folder) {
        return open(folder, LibraryOptions.DEFAULTS);
    }

    /** Opens, to be searched as {@code options} say. */
    public static Library open(Path folder, LibraryOptions options) {
        return new Library(folder, options);
    }

    /** What the index was made of. */
    public LibraryInfo info() {
        return reading(() -> description.info());
    }

    /** Refuses a checkpoint file that holds another network than the one whose vectors these are. */
    public void requireNetwork(Path checkpoint) {
        reading(() -> {
            description.requireNetwork(folder, checkpoint);
            return true;
        });
    }

    /** Takes in what has been committed since; whether that changed anything. Cheap where nothing did. */
    public boolean refresh() {
        lock.writeLock().lock();
        try {
            requireOpen();
            return takeIn();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** The catalog first: what it says is embedded is among the vectors read after it. */
    private boolean takeIn() {
        boolean changed = false;
        try {
            LogFollower.News<CatalogLine> news = log.read();
            if (!news.none()) {
                Catalog fresh = news.afresh() ? new Catalog() : new Catalog(catalog);
                news.lines().forEach(fresh::apply);
                catalog = fresh;
                copies = fresh.copies();
                Map<String, String> byId = new HashMap<>();
                copies.keySet().forEach(sha256 -> byId.put(Catalog.id(sha256), sha256));
                contents = byId;
                description = IndexDescription.read(folder);
                changed = true;
            }
        } catch (NoSuchFileException e) {
            // An index that was begun a moment ago.
        } catch (IOException e) {
            throw new EarsightException("The index in " + folder + " cannot be read (" + e.getMessage() + ").", e);
        }
        boolean moreVectors = vectors.refresh();
        boolean otherGraph = followGraph();
        LuceneIndex open = graph;
        if (open != null && (moreVectors || otherGraph)) {
            Set<String> missing = new TreeSet<>(vectors.groups());
            missing.removeAll(open.groups());
            unlinked = missing;
        }
        return changed || moreVectors || otherGraph;
    }

    private boolean followGraph() {
        LuceneIndex open = graph;
        boolean wanted = vectors.size() > options.exactUpTo() && LuceneIndex.exists(folder.resolve(GRAPH));
        if (open == null && wanted) {
            graph = LuceneIndex.read(folder.resolve(GRAPH));
            return true;
        }
        if (open != null && !wanted) {
            graph = null;
            open.close();
            return true;
        }
        return open != null && open.refresh();
    }

    /** How much there is. */
    public LibraryCounts counts() {
        return reading(() -> counts(catalog, vectors.size(), graph != null));
    }

    static LibraryCounts counts(Catalog catalog, long vectors, boolean graph) {
        int[] states = new int[LibraryFile.State.values().length];
        int[] kinds = new int[MediaKind.values().length];
        catalog.each(file -> {
            states[file.state().ordinal()]++;
            file.kind().ifPresent(kind -> kinds[kind.ordinal()]++);
        });
        double seconds = catalog.embedded().values().stream()
                .mapToDouble(content -> content.content().durationSeconds())
                .sum();
        return new LibraryCounts(
                catalog.found().size() + catalog.unreadable().size(),
                states[LibraryFile.State.INDEXED.ordinal()],
                states[LibraryFile.State.WAITING.ordinal()],
                states[LibraryFile.State.FAILED.ordinal()],
                kinds[MediaKind.IMAGE.ordinal()],
                kinds[MediaKind.SOUND.ordinal()],
                kinds[MediaKind.VIDEO.ordinal()],
                seconds / 3600,
                vectors,
                graph ? "lucene" : "exact");
    }

    /** All files, by root and path. */
    public List<LibraryFile> files() {
        return reading(() -> catalog.files());
    }

    /** The indexed file of this id: of copies, the first that is still on the disk. */
    public Optional<LibraryFile> file(String id) {
        return reading(
                () -> present(id).map(catalog::described).filter(file -> file.state() == LibraryFile.State.INDEXED));
    }

    /** Where the file of this id lies; empty where there is none, or none any more. */
    public Optional<Path> path(String id) {
        return reading(() -> present(id).flatMap(file -> locate(file.root(), file.path())));
    }

    /** Where the file of a hit lies, or lay when it was indexed. */
    public Path path(Hit hit) {
        return reading(() -> locate(hit.root(), hit.path()))
                .orElseThrow(() -> new IllegalArgumentException("A hit of another library: " + hit));
    }

    /** Where a file lies, or lay when it was indexed. */
    public Path path(LibraryFile file) {
        return reading(() -> locate(file.root(), file.path()))
                .orElseThrow(() -> new IllegalArgumentException("A file of another library: " + file));
    }

    private Optional<CatalogLine.Found> present(String id) {
        String sha256 = contents.get(id);
        return sha256 == null
                ? Optional.empty()
                : copies.getOrDefault(sha256, List.of()).stream()
                        .filter(file -> locate(file.root(), file.path())
                                .filter(Files::isRegularFile)
                                .isPresent())
                        .findFirst();
    }

    private Optional<Path> locate(int number, String path) {
        return description.roots().stream()
                .filter(root -> root.number() == number)
                .findFirst()
                .map(root -> Roots.locate(root, path));
    }

    /** The stretches that are nearest to a query, best first. */
    public List<Hit> search(SearchQuery query) {
        return reading(() -> search(Optional.ofNullable(graph), unlinked).hits(query));
    }

    /** The same, by an index to which these vectors were {@link #mirror mirrored}; what was not does not come up. */
    public List<Hit> search(SearchQuery query, VectorIndex elsewhere) {
        return reading(() -> search(Optional.of(elsewhere), Set.of()).hits(query));
    }

    /**
     * Brings another index in step with the vectors of this library. May be ended at any moment; the next call goes on where it was.
     *
     * @throws EarsightException where the other index holds vectors and none of them is of this library's files
     */
    public void mirror(VectorIndex elsewhere, MirrorListener listener) {
        requireOpen();
        Set<String> there = elsewhere.groups();
        if (!there.isEmpty() && Collections.disjoint(there, vectors.groups())) {
            throw new EarsightException("What the vectors of " + folder
                    + " were to be copied to holds those of other media, which would be lost; choose another name.");
        }
        try {
            Mirror.bringUpToDate(elsewhere, vectors, listener);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EarsightException("Copying was interrupted; the same command goes on where it was.", e);
        }
    }

    /** The vectors of an indexed file that are nearest to a moment, one of each side it has. */
    public List<QueryVector> vectorsAt(String id, double seconds) {
        return reading(() -> queries(id, block -> List.of(TimeRanges.nearest(block, seconds))));
    }

    /** The vectors of an indexed file, evenly thinned to {@value QueryVectors#MOST} of each side. */
    public List<QueryVector> vectorsOf(String id) {
        return reading(() -> queries(id, block -> QueryVectors.thinned(block.size())));
    }

    private interface Choice {
        List<Integer> of(Vectors block);
    }

    private List<QueryVector> queries(String id, Choice choice) {
        List<QueryVector> queries = new ArrayList<>();
        String sha256 = contents.getOrDefault(id, "");
        for (String label : vectors.labels(sha256)) {
            queries.addAll(vectors.block(sha256, label, block -> {
                List<QueryVector> chosen = new ArrayList<>();
                for (int i : block.size() == 0 ? List.<Integer>of() : choice.of(block)) {
                    float[] vector = new float[vectors.dimensions()];
                    block.copy(i, vector);
                    chosen.add(new QueryVector(BlockName.of(label).side(), vector));
                }
                return chosen;
            }));
        }
        return queries;
    }

    private CatalogSearch search(Optional<VectorIndex> neighbors, Set<String> without) {
        return new CatalogSearch(description, catalog, copies, contents, vectors, neighbors, without);
    }

    private <T> T reading(Supplier<T> question) {
        lock.readLock().lock();
        try {
            requireOpen();
            return question.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The library is closed");
        }
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                vectors.close();
                if (graph != null) {
                    graph.close();
                }
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
