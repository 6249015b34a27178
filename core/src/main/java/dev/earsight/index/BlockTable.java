package dev.earsight.index;

import dev.earsight.EarsightException;
import dev.earsight.resume.DiskMap;
import dev.earsight.resume.DiskMaps;
import java.nio.file.Path;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Which blocks an {@link ExactIndex} has and where they lie; made of the {@link BlockLine}s of its log. Not for several threads that change it. */
final class BlockTable {
    static final String REMEDY = "delete the index folder and make the index again.";

    private final Path folder;
    /** By {@link #name}, so that a group's blocks follow each other. */
    private final Map<String, BlockLine.Put> blocks;

    /** The entries from a name on. */
    private final Function<String, Iterable<Map.Entry<String, BlockLine.Put>>> blocksFrom;

    private BlockLine.@Nullable Begun begun;
    private long size;
    private long end;

    private BlockTable(Path folder, NavigableMap<String, BlockLine.Put> blocks) {
        this.folder = folder;
        this.blocks = blocks;
        blocksFrom = name -> blocks.tailMap(name, true).entrySet();
    }

    /** An empty one in memory, of the index in {@code folder}. */
    BlockTable(Path folder) {
        this(folder, new TreeMap<>());
    }

    /** Another with the same in it, in memory. */
    BlockTable(BlockTable other) {
        this(other.folder, new TreeMap<>(other.blocks));
        begun = other.begun;
        size = other.size;
        end = other.end;
    }

    /** An empty one that takes no more memory the more is in it. */
    BlockTable(Path folder, DiskMaps maps) {
        this.folder = folder;
        DiskMap<BlockLine.Put> map = maps.map("blocks", BlockLine.Put.class);
        blocks = map;
        blocksFrom = map::from;
    }

    private static String name(String group, String label) {
        return group + '\0' + label;
    }

    /** Another line has been written; after the first line of a log, it is all there is. */
    void apply(BlockLine line) {
        switch (line) {
            case BlockLine.Begun first -> {
                requireReadable(first);
                begun = first;
                blocks.clear();
                size = 0;
                end = 0;
            }
            case BlockLine.Removed removed ->
                labels(removed.group()).forEach(label -> forget(blocks.remove(name(removed.group(), label))));
            case BlockLine.Put put -> {
                forget(blocks.put(name(put.group(), put.label()), put));
                size += put.count();
                end = put.offset() + bytes(put);
            }
        }
    }

    private void requireReadable(BlockLine.Begun first) {
        if (!first.format().equals(BlockLine.Begun.FORMAT) || first.version() != BlockLine.Begun.VERSION) {
            throw new EarsightException("The vectors in " + folder
                    + " were written by another version of the program (this one reads version "
                    + BlockLine.Begun.VERSION + "); make the index again in another folder.");
        }
    }

    private void forget(BlockLine.@Nullable Put block) {
        size -= block == null ? 0 : block.count();
    }

    private long bytes(BlockLine.Put block) {
        return (long) block.count() * MappedVectors.stride(dimensions());
    }

    private BlockLine.Begun begun() {
        if (begun == null) {
            throw new EarsightException("The log in " + folder + " is not that of an index; " + REMEDY);
        }
        return begun;
    }

    /** The lines of a log that has the same blocks one after the other in the next file. */
    Iterable<BlockLine> moved() {
        BlockLine.Begun now = begun();
        BlockLine.Begun next = new BlockLine.Begun(now.format(), now.version(), now.dimensions(), now.generation() + 1);
        return () -> {
            long[] offset = new long[1];
            Stream<BlockLine> puts = from("").map(block -> {
                long at = offset[0];
                offset[0] += bytes(block);
                return new BlockLine.Put(block.group(), block.label(), at, block.count());
            });
            return Stream.concat(Stream.of(next), puts).iterator();
        };
    }

    int dimensions() {
        return begun().dimensions();
    }

    int generation() {
        return begun().generation();
    }

    long size() {
        return size;
    }

    /** The byte after the last block. */
    long end() {
        return end;
    }

    /** How much of the file is of blocks that are no longer there. */
    double deadShare() {
        return end == 0 ? 0 : 1 - (double) size * MappedVectors.stride(dimensions()) / end;
    }

    /** In order; a view. */
    Set<String> groups() {
        return new AbstractSet<>() {
            @Override
            public Iterator<String> iterator() {
                AtomicReference<@Nullable String> before = new AtomicReference<>();
                return from("").map(BlockLine.Put::group)
                        .filter(group -> !group.equals(before.getAndSet(group)))
                        .iterator();
            }

            @Override
            public boolean contains(Object group) {
                return blocksOf(group.toString()).findFirst().isPresent();
            }

            @Override
            public int size() {
                int count = 0;
                for (Iterator<String> all = iterator(); all.hasNext(); all.next()) {
                    count++;
                }
                return count;
            }
        };
    }

    Set<String> labels(String group) {
        Set<String> labels = new TreeSet<>();
        blocksOf(group).forEach(block -> labels.add(block.label()));
        return labels;
    }

    Optional<BlockLine.Put> block(String group, String label) {
        return Optional.ofNullable(blocks.get(name(group, label)));
    }

    /** In order of group and label. */
    Iterable<BlockLine.Put> blocks(NeighborFilter filter) {
        return () -> from("").filter(block -> filter.admits(block.group(), block.label()))
                .iterator();
    }

    private Stream<BlockLine.Put> blocksOf(String group) {
        return from(name(group, "")).takeWhile(block -> block.group().equals(group));
    }

    private Stream<BlockLine.Put> from(String name) {
        return StreamSupport.stream(blocksFrom.apply(name).spliterator(), false).map(Map.Entry::getValue);
    }
}
