package dev.earsight.index;

import dev.earsight.EarsightException;
import dev.earsight.resume.DiskMaps;
import dev.earsight.resume.Durable;
import dev.earsight.resume.LineLog;
import dev.earsight.resume.LogFollower;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Vectors in a file, compared with a query one and all. The file is mapped, so that memory does not grow with it.
 *
 * <p>The products are Lucene's ({@link UnitVectors#product}): it uses the processor's vector instructions where Java runs with {@code
 * --add-modules jdk.incubator.vector} (the launcher does) and plain code elsewhere, without a module that is still incubating on
 * our compiler's path.
 *
 * <p>In the folder: {@code blocks.log} (a {@link LineLog}) says which block lies where in {@code vectors-N.bin}, which only grows until
 * a third of it is of use no more; then the rest is copied to {@code vectors-(N+1).bin}.
 */
public final class ExactIndex implements VectorIndex {
    private static final String LOG = "blocks.log";
    private static final double DEAD_SHARE = 1 / 3.0;
    /** A writer may delete a file of vectors between its log being read and its being mapped; the log then names the next. */
    private static final int READ_ATTEMPTS = 5;

    private final Path folder;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Optional<Writer> writer;
    private final LogFollower<BlockLine> follower;
    private BlockTable table;
    private MappedVectors vectors;
    private boolean closed;

    private ExactIndex(Path folder, BlockTable empty, boolean writing) throws IOException {
        this.folder = folder;
        table = empty;
        follower = new LogFollower<>(folder.resolve(LOG), BlockLine.class, BlockTable.REMEDY);
        follower.read(table::apply);
        vectors = MappedVectors.of(folder, table);
        writer = writing ? Optional.of(new Writer()) : Optional.empty();
    }

    /**
     * Opens, or begins, for reading and writing.
     *
     * @param maps to keep what is known of the vectors, so that it takes no more memory the more there are; of one index only, and closed after it
     * @throws EarsightException where what is there has vectors of another size
     */
    public static ExactIndex write(Path folder, int dimensions, DiskMaps maps) {
        ExactIndex index = opened(folder, () -> {
            if (!Files.exists(folder.resolve(LOG))) {
                Files.createDirectories(folder);
                begin(folder, dimensions);
            }
            return new ExactIndex(folder, new BlockTable(folder, maps), true);
        });
        if (index.dimensions() != dimensions) {
            int there = index.dimensions();
            index.close();
            throw new EarsightException(folder + " holds vectors of " + there + " numbers, not " + dimensions
                    + "; choose another folder for the index.");
        }
        return index;
    }

    /** Opens for reading. */
    public static ExactIndex read(Path folder) {
        return opened(folder, () -> new ExactIndex(folder, new BlockTable(folder), false));
    }

    private static ExactIndex opened(Path folder, Opening opening) {
        try {
            for (int attempt = 1; ; attempt++) {
                try {
                    return opening.open();
                } catch (NoSuchFileException e) {
                    if (attempt == READ_ATTEMPTS) {
                        throw e;
                    }
                }
            }
        } catch (NoSuchFileException e) {
            throw new EarsightException(folder + " holds no vectors; make an index first.", e);
        } catch (IOException e) {
            throw new EarsightException(
                    "The vectors in " + folder + " cannot be opened (" + e.getMessage() + "); check the folder.", e);
        }
    }

    private interface Opening {
        ExactIndex open() throws IOException;
    }

    private static void begin(Path folder, int dimensions) throws IOException {
        BlockLine.Begun begun = new BlockLine.Begun(BlockLine.Begun.FORMAT, BlockLine.Begun.VERSION, dimensions, 0);
        Files.deleteIfExists(MappedVectors.file(folder, 0));
        Files.createFile(MappedVectors.file(folder, 0));
        try (LineLog<BlockLine> log = LineLog.append(folder.resolve(LOG), BlockLine.class, 0, 0, _ -> {})) {
            log.replace(List.of(begun));
        }
    }

    /** What is to be committed. */
    private final class Writer {
        private FileChannel data;
        private final LineLog<BlockLine> log;
        private final List<BlockLine> pending = new ArrayList<>();
        private long end;

        Writer() throws IOException {
            log = follower.append(_ -> {});
            data = FileChannel.open(MappedVectors.file(folder, table.generation()), StandardOpenOption.WRITE);
            end = table.end();
            data.truncate(end);
        }

        void put(String group, String label, Vectors block) throws IOException {
            long after = MappedVectors.append(data, end, block, table.dimensions());
            pending.add(new BlockLine.Put(group, label, end, block.size()));
            end = after;
        }

        void commit() throws IOException {
            if (!pending.isEmpty()) {
                data.force(false);
                for (int i = 0; i < pending.size(); i++) {
                    log.append(pending.get(i), i == pending.size() - 1);
                }
                pending.forEach(table::apply);
                pending.clear();
                map(table);
                if (table.deadShare() > DEAD_SHARE) {
                    compact();
                }
            }
        }

        private void compact() throws IOException {
            Path old = MappedVectors.file(folder, table.generation());
            Path file = MappedVectors.file(folder, table.generation() + 1);
            FileChannel out = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
            end = 0;
            for (BlockLine.Put block : table.blocks(NeighborFilter.ALL)) {
                end = MappedVectors.append(out, end, vectors.of(block), table.dimensions());
            }
            out.force(true);
            Durable.forceFolderOf(file);
            log.replace(table.moved());
            LineLog.read(folder.resolve(LOG), BlockLine.class, 0, BlockTable.REMEDY, table::apply);
            map(table);
            data.close();
            data = out;
            Files.deleteIfExists(old);
        }

        void close() throws IOException {
            try (LineLog<BlockLine> _ = log) {
                data.close();
            }
        }
    }

    @Override
    public int dimensions() {
        return asking(() -> table.dimensions());
    }

    @Override
    public long size() {
        return asking(() -> table.size());
    }

    @Override
    public Set<String> groups() {
        return asking(() -> table.groups());
    }

    /** The labels of a group's committed blocks. */
    public Set<String> labels(String group) {
        return asking(() -> table.labels(group));
    }

    /** What {@code reading} makes of a committed block, an empty one where there is none; it must not keep the vectors. */
    public <T> T block(String group, String label, Function<Vectors, T> reading) {
        return asking(
                () -> reading.apply(table.block(group, label).map(vectors::of).orElse(Vectors.of(List.of()))));
    }

    @Override
    public List<Neighbor> nearest(float[] query, int k, NeighborFilter filter) {
        return asking(() -> {
            UnitVectors.require(query, table.dimensions());
            Nearest nearest = new Nearest(k);
            float[] vector = new float[table.dimensions()];
            for (BlockLine.Put block : table.blocks(filter)) {
                Vectors rows = vectors.of(block);
                for (int i = 0; i < rows.size(); i++) {
                    rows.copy(i, vector);
                    float score = UnitVectors.product(query, vector);
                    if (nearest.takes(score)) {
                        nearest.add(new Neighbor(block.group(), block.label(), rows.key(i), score));
                    }
                }
            }
            return nearest.bestFirst();
        });
    }

    @Override
    public void put(String group, String label, Vectors block) {
        writing(to -> to.put(group, label, block));
    }

    @Override
    public void remove(String group) {
        writing(to -> to.pending.add(new BlockLine.Removed(group)));
    }

    @Override
    public void commit() {
        writing(Writer::commit);
    }

    @Override
    public boolean refresh() {
        lock.writeLock().lock();
        try {
            requireOpen();
            return writer.isEmpty() && reload();
        } catch (IOException e) {
            throw failed(e);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Takes in what a writer has committed; whether anything changed. */
    private boolean reload() throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                LogFollower.News<BlockLine> news = follower.read();
                if (news.none() && attempt == 1) {
                    return false;
                }
                BlockTable fresh = news.afresh() ? new BlockTable(folder) : new BlockTable(table);
                news.lines().forEach(fresh::apply);
                map(fresh);
                return true;
            } catch (NoSuchFileException e) {
                if (attempt == READ_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** The vectors of a table in the place of those there were. */
    private void map(BlockTable fresh) throws IOException {
        MappedVectors mapped = MappedVectors.of(folder, fresh);
        vectors.close();
        table = fresh;
        vectors = mapped;
    }

    private <T> T asking(Supplier<T> question) {
        lock.readLock().lock();
        try {
            requireOpen();
            return question.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    private interface Change {
        void apply(Writer writer) throws IOException;
    }

    private void writing(Change change) {
        lock.writeLock().lock();
        try {
            requireOpen();
            change.apply(writer.orElseThrow(() -> new IllegalStateException("Opened for reading only")));
        } catch (IOException e) {
            throw failed(e);
        } finally {
            lock.writeLock().unlock();
        }
    }

    private EarsightException failed(IOException e) {
        return new EarsightException(
                "The vectors in " + folder + " cannot be read or written (" + e.getMessage()
                        + "); make room or mend the disk and run the same command again.",
                e);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The index is closed");
        }
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                vectors.close();
                if (writer.isPresent()) {
                    writer.get().close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.writeLock().unlock();
        }
    }
}
