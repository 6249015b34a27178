package dev.earsight.shard;

import dev.earsight.EarsightException;
import dev.earsight.resume.DiskMaps;
import dev.earsight.resume.Durable;
import dev.earsight.resume.FolderLock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * The shards of a folder being prepared. A source's entries are appended to the open shard, forced to the disk, and only then
 * entered in the journal: whatever lies in the open shard beyond the last byte the journal knows is cut off at the next
 * start. Only the open shard, the one with the highest number, is ever written to or cut.
 *
 * <p>One process at a time may hold a store; its methods may be called by several threads.
 */
final class ShardStore implements AutoCloseable {
    static final String JOURNAL = "journal.jsonl";
    private static final int COPY_BYTES = 1 << 20;

    private final Path folder;
    private final long shardBytes;
    private final Consumer<String> faults;
    private final FolderLock lock;
    private final DiskMaps maps;
    private final Journal journal;
    private int openShard;
    private long openEnd;

    /**
     * Opens or begins a store and brings it back to the last commit.
     *
     * @param shardBytes a shard that has reached this size is not added to; a source is never divided between shards
     * @param faults told each moment at which a test may end the run
     */
    ShardStore(Path folder, KeepOptions keep, long shardBytes, Consumer<String> faults) throws IOException {
        this.folder = folder;
        this.shardBytes = shardBytes;
        this.faults = faults;
        Path journalFile = folder.resolve(JOURNAL);
        if (Files.exists(folder) && !Files.exists(journalFile) && !isEmpty(folder)) {
            throw new EarsightException(
                    folder + " is not empty and holds no prepared data; choose a new or an empty output folder.");
        }
        Files.createDirectories(shardFolder(folder));
        Files.createDirectories(partFolder());
        lock = FolderLock.take(folder);
        try {
            deleteParts();
            maps = DiskMaps.in(partFolder());
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
        try {
            journal = new Journal(journalFile, keep, maps, faults);
            recover();
        } catch (IOException | RuntimeException e) {
            maps.close();
            lock.close();
            throw e;
        }
    }

    private void deleteParts() throws IOException {
        for (Path part : list(partFolder())) {
            Files.delete(part);
        }
    }

    private void recover() throws IOException {
        openShard = journal.stored().values().stream()
                .mapToInt(JournalLine.Stored::shard)
                .max()
                .orElse(0);
        forgetLost();
        openEnd = committedEnds().getOrDefault(openShard, 0L);
        try (FileChannel shard = openShardFile(openShard)) {
            shard.truncate(openEnd);
        }
    }

    static Path shardFolder(Path folder) {
        return folder.resolve("shards");
    }

    static Path shardFile(Path folder, int shard) {
        return shardFolder(folder).resolve(String.format(Locale.ROOT, "shard-%05d.tar", shard));
    }

    static Path indexFile(Path folder, int shard) {
        return shardFolder(folder).resolve(String.format(Locale.ROOT, "shard-%05d.index", shard));
    }

    Path partFolder() {
        return folder.resolve("parts");
    }

    Journal journal() {
        return journal;
    }

    /** For what else is to be known of many files during this run. */
    DiskMaps maps() {
        return maps;
    }

    /** Enters a line that is not about stored content. */
    synchronized void note(JournalLine line, boolean lasting) throws IOException {
        journal.append(line, lasting);
    }

    /** Takes over the part file of a decoded source and deletes it. */
    synchronized void add(String id, String sha256, Path part, SourceContent content) throws IOException {
        roll();
        try (FileChannel in = FileChannel.open(part)) {
            append(in, 0, in.size(), id, sha256, content);
        }
        Files.delete(part);
        faults.accept("after a part is deleted");
    }

    /**
     * Copies what is alive out of shards of which more than {@code deadShare} is dead, and forgets the rest of them; their
     * files go with {@link #deleteUnused}, once no manifest names them.
     */
    synchronized void compact(Predicate<String> alive, double deadShare) throws IOException {
        Map<Integer, Long> living = new TreeMap<>();
        for (JournalLine.Stored stored : journal.stored().values()) {
            living.merge(stored.shard(), alive.test(stored.id()) ? stored.length() : 0, Long::sum);
        }
        Set<Integer> wasteful = new TreeSet<>();
        for (Map.Entry<Integer, Long> shard : living.entrySet()) {
            // Of the file's size: content dropped by a run that was ended is not in the journal any more.
            if (shard.getValue()
                    < (1 - deadShare) * (Files.size(shardFile(folder, shard.getKey())) - Tar.TRAILER_BYTES)) {
                wasteful.add(shard.getKey());
            }
        }
        if (wasteful.isEmpty()) {
            return;
        }
        openNext();
        for (JournalLine.Stored stored : journal.stored().values()) {
            if (wasteful.contains(stored.shard())) {
                if (alive.test(stored.id())) {
                    roll();
                    try (FileChannel in = FileChannel.open(shardFile(folder, stored.shard()))) {
                        append(in, stored.offset(), stored.length(), stored.id(), stored.sha256(), stored.content());
                    }
                } else {
                    journal.append(new JournalLine.Dropped(stored.id()), true);
                }
            }
        }
    }

    /** Ends the open shard as a tar must end, and writes the indexes that are missing or behind. */
    synchronized void seal() throws IOException {
        try (FileChannel shard = openShardFile(openShard)) {
            Durable.write(shard, new byte[Tar.TRAILER_BYTES], openEnd);
            shard.force(true);
        }
        faults.accept("after the trailer");
        for (Map.Entry<Integer, Long> end : committedEnds().entrySet()) {
            Path file = indexFile(folder, end.getKey());
            if (ShardIndex.read(file)
                    .filter(index -> index.tarBytes() == end.getValue())
                    .isEmpty()) {
                Durable.replace(
                        file,
                        ShardIndex.scan(shardFile(folder, end.getKey()), end.getValue())
                                .bytes());
                faults.accept("after an index");
            }
        }
    }

    /** Deletes the shards and indexes the journal does not name. */
    synchronized void deleteUnused() throws IOException {
        Set<Path> used = new TreeSet<>();
        for (int shard : committedEnds().keySet()) {
            used.add(shardFile(folder, shard));
            used.add(indexFile(folder, shard));
        }
        for (Path file : list(shardFolder(folder))) {
            if (!used.contains(file)) {
                Files.delete(file);
                faults.accept("after an unused file is deleted");
            }
        }
    }

    /** For each shard in use, the byte after its last content. */
    synchronized Map<Integer, Long> committedEnds() {
        Map<Integer, Long> ends = new TreeMap<>();
        for (JournalLine.Stored stored : journal.stored().values()) {
            ends.merge(stored.shard(), stored.offset() + stored.length(), Math::max);
        }
        return ends;
    }

    @Override
    public void close() throws IOException {
        try (FolderLock _ = lock;
                Journal _ = journal) {
            maps.close();
            deleteParts();
        }
    }

    private void append(FileChannel in, long from, long length, String id, String sha256, SourceContent content)
            throws IOException {
        CRC32C crc = new CRC32C();
        try (FileChannel shard = openShardFile(openShard)) {
            ByteBuffer buffer = ByteBuffer.allocate(COPY_BYTES);
            for (long at = 0; at < length; at += buffer.limit()) {
                buffer.clear().limit((int) Math.min(COPY_BYTES, length - at));
                Tar.readFully(in, buffer, from + at);
                byte[] bytes = Arrays.copyOf(buffer.array(), buffer.limit());
                crc.update(bytes);
                if (at == 0) {
                    Durable.write(shard, Arrays.copyOf(bytes, bytes.length / 2), openEnd);
                    faults.accept("half a part appended");
                }
                Durable.write(shard, bytes, openEnd + at);
            }
            shard.force(true);
        }
        faults.accept("a part appended");
        JournalLine.Stored before = journal.stored().get(id);
        if (before != null && before.crc32c() != crc.getValue()) {
            throw new EarsightException(shardFile(folder, before.shard()) + " is damaged (checksum of " + id
                    + "); delete it and prepare again.");
        }
        journal.append(new JournalLine.Stored(id, sha256, openShard, openEnd, length, crc.getValue(), content), true);
        openEnd += length;
    }

    /** Content whose bytes are gone (a shard deleted or cut by somebody) is forgotten, so that it is decoded again. */
    private void forgetLost() throws IOException {
        for (JournalLine.Stored stored : journal.stored().values()) {
            Path file = shardFile(folder, stored.shard());
            if (!Files.exists(file) || Files.size(file) < stored.offset() + stored.length()) {
                journal.append(new JournalLine.Dropped(stored.id()), true);
            }
        }
    }

    private void roll() throws IOException {
        if (openEnd >= shardBytes) {
            try (FileChannel shard = openShardFile(openShard)) {
                Durable.write(shard, new byte[Tar.TRAILER_BYTES], openEnd);
                shard.force(true);
            }
            openNext();
        }
    }

    private void openNext() throws IOException {
        int highest = openShard;
        for (Path file : list(shardFolder(folder))) {
            String name = file.getFileName().toString();
            if (name.endsWith(".tar")) {
                highest = Math.max(highest, Integer.parseInt(name.substring(6, name.length() - 4)));
            }
        }
        openShard = highest + 1;
        openEnd = 0;
    }

    private FileChannel openShardFile(int shard) throws IOException {
        Path file = shardFile(folder, shard);
        boolean fresh = !Files.exists(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (fresh) {
            Durable.forceFolderOf(file);
        }
        return channel;
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.allMatch(file -> Set.of(".lock", "shards", "parts", JOURNAL + ".new")
                    .contains(file.getFileName().toString()));
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.sorted().toList());
        }
    }
}
