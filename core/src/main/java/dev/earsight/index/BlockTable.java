package dev.earsight.index;

import dev.earsight.EarsightException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Which blocks an {@link ExactIndex} has and where they lie, as its log says at one moment. */
final class BlockTable {
    static final String REMEDY = "delete the index folder and make the index again.";

    private final BlockLine.Begun begun;
    private final Map<String, Map<String, BlockLine.Put>> groups;
    private final long size;
    private final long end;

    private BlockTable(BlockLine.Begun begun, Map<String, Map<String, BlockLine.Put>> groups, long end) {
        this.begun = begun;
        this.groups = groups;
        this.end = end;
        size = groups.values().stream()
                .flatMap(labels -> labels.values().stream())
                .mapToLong(BlockLine.Put::count)
                .sum();
    }

    /** What all lines of the log in {@code folder} say. */
    static BlockTable of(List<BlockLine> lines, Path folder) {
        if (lines.isEmpty() || !(lines.getFirst() instanceof BlockLine.Begun begun)) {
            throw new EarsightException("The log in " + folder + " is not that of an index; " + REMEDY);
        }
        if (!begun.format().equals(BlockLine.Begun.FORMAT) || begun.version() != BlockLine.Begun.VERSION) {
            throw new EarsightException("The vectors in " + folder
                    + " were written by another version of the program (this one reads version "
                    + BlockLine.Begun.VERSION + "); make the index again in another folder.");
        }
        return new BlockTable(begun, Map.of(), 0).with(lines.subList(1, lines.size()));
    }

    /** With what happened next. */
    BlockTable with(List<BlockLine> lines) {
        Map<String, Map<String, BlockLine.Put>> changed = new TreeMap<>(groups);
        long after = end;
        for (BlockLine line : lines) {
            switch (line) {
                case BlockLine.Begun _ -> throw new IllegalStateException("A log begins once");
                case BlockLine.Removed removed -> changed.remove(removed.group());
                case BlockLine.Put put -> {
                    Map<String, BlockLine.Put> labels = new TreeMap<>(changed.getOrDefault(put.group(), Map.of()));
                    labels.put(put.label(), put);
                    changed.put(put.group(), labels);
                    after = put.offset() + (long) put.count() * MappedVectors.stride(dimensions());
                }
            }
        }
        return new BlockTable(begun, changed, after);
    }

    /** All blocks moved together in the next file. */
    BlockTable moved() {
        List<BlockLine> lines = new ArrayList<>();
        long offset = 0;
        for (BlockLine.Put block : blocks(NeighborFilter.ALL)) {
            lines.add(new BlockLine.Put(block.group(), block.label(), offset, block.count()));
            offset += (long) block.count() * MappedVectors.stride(dimensions());
        }
        BlockLine.Begun next =
                new BlockLine.Begun(begun.format(), begun.version(), begun.dimensions(), begun.generation() + 1);
        return new BlockTable(next, Map.of(), 0).with(lines);
    }

    /** The lines that say all this. */
    List<BlockLine> lines() {
        List<BlockLine> lines = new ArrayList<>();
        lines.add(begun);
        lines.addAll(blocks(NeighborFilter.ALL));
        return lines;
    }

    int dimensions() {
        return begun.dimensions();
    }

    int generation() {
        return begun.generation();
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

    Set<String> groups() {
        return Collections.unmodifiableSet(groups.keySet());
    }

    Set<String> labels(String group) {
        return Set.copyOf(groups.getOrDefault(group, Map.of()).keySet());
    }

    Optional<BlockLine.Put> block(String group, String label) {
        return Optional.ofNullable(groups.getOrDefault(group, Map.of()).get(label));
    }

    /** In order of group and label. */
    List<BlockLine.Put> blocks(NeighborFilter filter) {
        List<BlockLine.Put> found = new ArrayList<>();
        groups.forEach((group, labels) -> labels.values().stream()
                .filter(block -> filter.admits(group, block.label()))
                .forEach(found::add));
        return found;
    }
}
