package dev.earsight.library;

import java.nio.file.Path;
import java.util.List;

/**
 * What an index was made of.
 *
 * @param networkSha256 hash of the checkpoint file whose vectors these are
 * @param checkpoint where that file lay
 * @param model its kind of network, such as {@code AVE}
 * @param dimensions numbers in a vector
 * @param hopSeconds time from one vector to the next
 * @param roots the folders and files indexed
 */
public record LibraryInfo(
        String networkSha256, Path checkpoint, String model, int dimensions, double hopSeconds, List<Root> roots) {
    /** Keeps its own list. */
    public LibraryInfo {
        roots = List.copyOf(roots);
    }

    /**
     * A folder, or a single file, that is indexed.
     *
     * @param number stays the same as others come and go
     * @param path absolute
     */
    public record Root(int number, Path path) {}
}
