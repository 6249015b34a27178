package dev.earsight.index;

import dev.earsight.EarsightException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.util.BytesRef;

/**
 * Vectors linked to a graph by Lucene. A search looks around until it has {@code beam} candidates and answers the best {@code k}:
 * the wider the beam, the fewer are missed and the longer it takes.
 *
 * <p>The paper's names (HNSW, arXiv 1603.09320) and Lucene's: {@code M} = {@code maxConn} = {@link #LINKS}, {@code efConstruction}
 * = {@code beamWidth} = {@link #BUILD_BEAM}, {@code ef} = {@code k} of the query = our {@code beam}.
 */
public final class LuceneIndex implements VectorIndex {
    /** Candidates looked at for a search, more than recall@30 of 0.99 takes; {@code bench} has the figures. */
    public static final int DEFAULT_BEAM = 50;

    private static final int LINKS = 16;
    private static final int BUILD_BEAM = 100;
    private static final double WRITER_MEGABYTES = 256;

    private static final String VECTOR = "vector";
    private static final String GROUP = "group";
    private static final String LABEL = "label";
    private static final String BLOCK = "block";
    private static final String KEY = "key";
    private static final String DIMENSIONS = "dimensions";

    private final Path folder;
    private final FSDirectory directory;
    private final Optional<IndexWriter> writer;
    private final SearcherManager searchers;
    private final int dimensions;
    private final int beam;
    private volatile boolean closed;

    private LuceneIndex(Path folder, boolean writing, int givenDimensions, int beam) throws IOException {
        this.folder = folder;
        this.beam = beam;
        if (writing) {
            Files.createDirectories(folder);
        }
        directory = FSDirectory.open(folder);
        IndexWriter opened = null;
        try {
            if (writing) {
                opened = new IndexWriter(directory, configuration());
                if (!DirectoryReader.indexExists(directory)) {
                    commit(opened, givenDimensions);
                }
            }
            searchers = new SearcherManager(directory, null);
            dimensions = storedDimensions();
        } catch (IOException | RuntimeException e) {
            if (opened != null) {
                opened.rollback();
            }
            directory.close();
            throw e;
        }
        writer = Optional.ofNullable(opened);
    }

    /** Opens, or begins, for reading and writing. */
    public static LuceneIndex write(Path folder, int dimensions) {
        LuceneIndex index = opened(folder, true, dimensions, DEFAULT_BEAM);
        if (index.dimensions != dimensions) {
            index.close();
            throw new EarsightException(folder + " holds vectors of " + index.dimensions + " numbers, not " + dimensions
                    + "; delete it, and it is made again.");
        }
        return index;
    }

    /** Opens for reading. */
    public static LuceneIndex read(Path folder) {
        return read(folder, DEFAULT_BEAM);
    }

    /** Opens for reading, to look at so many candidates in a search. */
    public static LuceneIndex read(Path folder, int beam) {
        return opened(folder, false, 0, beam);
    }

    /** Whether there is one to be opened. */
    public static boolean exists(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (FSDirectory there = FSDirectory.open(folder)) {
            return DirectoryReader.indexExists(there);
        } catch (IOException e) {
            return false;
        }
    }

    private static LuceneIndex opened(Path folder, boolean writing, int dimensions, int beam) {
        if (!writing && !exists(folder)) { // Lucene would make the folder
            throw new EarsightException(folder + " holds no vectors; make an index first.");
        }
        try {
            return new LuceneIndex(folder, writing, dimensions, beam);
        } catch (LockObtainFailedException e) {
            throw new EarsightException("Another run is writing into " + folder + "; wait for it or end it first.", e);
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    private static IndexWriterConfig configuration() {
        KnnVectorsFormat vectors = new Lucene99HnswVectorsFormat(LINKS, BUILD_BEAM);
        return new IndexWriterConfig()
                .setRAMBufferSizeMB(WRITER_MEGABYTES)
                .setUseCompoundFile(false)
                .setCommitOnClose(false)
                .setCodec(new Lucene104Codec() {
                    @Override
                    public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                        return vectors;
                    }
                });
    }

    private static void commit(IndexWriter writer, int dimensions) throws IOException {
        writer.setLiveCommitData(
                Map.of(DIMENSIONS, Integer.toString(dimensions)).entrySet());
        writer.commit();
    }

    private int storedDimensions() throws IOException {
        return searching(searcher -> Integer.parseInt(((DirectoryReader) searcher.getIndexReader())
                .getIndexCommit()
                .getUserData()
                .getOrDefault(DIMENSIONS, "0")));
    }

    private interface Question<T> {
        T of(IndexSearcher searcher) throws IOException;
    }

    private <T> T searching(Question<T> question) throws IOException {
        IndexSearcher searcher = searchers.acquire();
        try {
            return question.of(searcher);
        } finally {
            searchers.release(searcher);
        }
    }

    private <T> T asking(Question<T> question) {
        requireOpen();
        try {
            return searching(question);
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    @Override
    public int dimensions() {
        requireOpen();
        return dimensions;
    }

    @Override
    public long size() {
        return asking(searcher -> (long) searcher.getIndexReader().numDocs());
    }

    @Override
    public Set<String> groups() {
        return asking(searcher -> {
            Set<String> groups = new TreeSet<>();
            Terms terms = MultiTerms.getTerms(searcher.getIndexReader(), GROUP);
            if (terms != null) {
                TermsEnum each = terms.iterator();
                for (BytesRef term = each.next(); term != null; term = each.next()) {
                    // The terms of deleted documents stay until segments are merged.
                    if (!searcher.getIndexReader().hasDeletions()
                            || searcher.count(new TermQuery(new Term(GROUP, term))) > 0) {
                        groups.add(term.utf8ToString());
                    }
                }
            }
            return groups;
        });
    }

    @Override
    public void put(String group, String label, Vectors vectors) {
        writing(to -> {
            Term block = new Term(BLOCK, block(group, label));
            to.deleteDocuments(block);
            float[] vector = new float[dimensions];
            try {
                for (int i = 0; i < vectors.size(); i++) {
                    vectors.copy(i, vector);
                    UnitVectors.require(vector, dimensions);
                    to.addDocument(document(group, label, vectors.key(i), vector));
                }
            } catch (IllegalArgumentException e) {
                to.deleteDocuments(block);
                throw e;
            }
        });
    }

    private static String block(String group, String label) {
        return label + "\u0000" + group;
    }

    private static Document document(String group, String label, long key, float[] vector) {
        Document document = new Document();
        document.add(new StringField(GROUP, group, Field.Store.NO));
        document.add(new SortedDocValuesField(GROUP, new BytesRef(group)));
        document.add(new StringField(LABEL, label, Field.Store.NO));
        document.add(new SortedDocValuesField(LABEL, new BytesRef(label)));
        document.add(new StringField(BLOCK, block(group, label), Field.Store.NO));
        document.add(new NumericDocValuesField(KEY, key));
        document.add(new KnnFloatVectorField(VECTOR, vector.clone(), VectorSimilarityFunction.DOT_PRODUCT));
        return document;
    }

    @Override
    public void remove(String group) {
        writing(to -> to.deleteDocuments(new Term(GROUP, group)));
    }

    @Override
    public void commit() {
        writing(to -> {
            commit(to, dimensions);
            searchers.maybeRefreshBlocking();
        });
    }

    /** Joins what was added bit by bit to one graph, which is searched faster than several; commits. Takes as long as building it. */
    public void join() {
        writing(to -> {
            to.forceMerge(1);
            commit(to, dimensions);
            searchers.maybeRefreshBlocking();
        });
    }

    @Override
    public boolean refresh() {
        requireOpen();
        try {
            long before = searching(searcher -> version(searcher));
            searchers.maybeRefreshBlocking();
            return searching(searcher -> version(searcher)) != before;
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    private static long version(IndexSearcher searcher) {
        return ((DirectoryReader) searcher.getIndexReader()).getVersion();
    }

    @Override
    public List<Neighbor> nearest(float[] query, int k, NeighborFilter filter) {
        return asking(searcher -> {
            UnitVectors.require(query, dimensions);
            int candidates = Math.min(
                    Math.max(beam, k), Math.max(1, searcher.getIndexReader().maxDoc()));
            ScoreDoc[] found = k == 0 || searcher.getIndexReader().numDocs() == 0
                    ? new ScoreDoc[0]
                    : searcher.search(new KnnFloatVectorQuery(VECTOR, query, candidates, query(filter)), candidates)
                            .scoreDocs;
            List<Neighbor> neighbors = new ArrayList<>(found.length);
            for (ScoreDoc document : found) {
                neighbors.add(neighbor(searcher, document.doc, query));
            }
            Collections.sort(neighbors);
            return List.copyOf(neighbors.subList(0, Math.min(k, neighbors.size())));
        });
    }

    private static Query query(NeighborFilter filter) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        all.add(new MatchAllDocsQuery(), BooleanClause.Occur.FILTER);
        filter.labels().ifPresent(labels -> all.add(oneOf(LABEL, labels), BooleanClause.Occur.FILTER));
        filter.groups().ifPresent(groups -> all.add(oneOf(GROUP, groups), BooleanClause.Occur.FILTER));
        return all.build();
    }

    private static Query oneOf(String field, Set<String> names) {
        return new TermInSetQuery(field, names.stream().map(BytesRef::new).toList());
    }

    private static Neighbor neighbor(IndexSearcher searcher, int found, float[] query) throws IOException {
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(found, leaves));
        int document = found - leaf.docBase;
        NumericDocValues keys = DocValues.getNumeric(leaf.reader(), KEY);
        keys.advanceExact(document);
        // Lucene's own scores are squeezed between 0 and 1 and lose the last bits, by which an exact scan orders.
        FloatVectorValues vectors = Objects.requireNonNull(leaf.reader().getFloatVectorValues(VECTOR));
        KnnVectorValues.DocIndexIterator each = vectors.iterator();
        each.advance(document);
        float score = UnitVectors.product(query, vectors.vectorValue(each.index()));
        return new Neighbor(name(leaf, GROUP, document), name(leaf, LABEL, document), keys.longValue(), score);
    }

    private static String name(LeafReaderContext leaf, String field, int document) throws IOException {
        SortedDocValues names = DocValues.getSorted(leaf.reader(), field);
        names.advanceExact(document);
        return Objects.requireNonNull(names.lookupOrd(names.ordValue())).utf8ToString();
    }

    private interface Change {
        void apply(IndexWriter writer) throws IOException;
    }

    private void writing(Change change) {
        requireOpen();
        try {
            change.apply(writer.orElseThrow(() -> new IllegalStateException("Opened for reading only")));
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    private static EarsightException failed(Path folder, IOException e) {
        return new EarsightException(
                "The graph of vectors in " + folder + " cannot be read or written (" + e.getMessage()
                        + "); make room, or delete that folder, and run 'index' again.",
                e);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The index is closed");
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (FSDirectory _ = directory) {
            searchers.close();
            if (writer.isPresent()) {
                writer.get().rollback(); // what was not committed has not happened
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
