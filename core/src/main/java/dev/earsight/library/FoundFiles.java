package dev.earsight.library;

import dev.earsight.resume.Chained;
import dev.earsight.resume.DiskMap;
import dev.earsight.resume.SourceFile;
import dev.earsight.resume.SourceFolder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The files found under the roots of an index, by root and path; not in memory. */
final class FoundFiles implements Iterable<FoundFile> {
    /** What lies under one root. */
    private record Root(int number, SourceFolder folder, DiskMap<SourceFile> files) {
        private Iterable<FoundFile> found() {
            return () -> files.values().stream()
                    .map(file -> new FoundFile(number, folder, file, ""))
                    .iterator();
        }
    }

    private final List<Root> roots = new ArrayList<>();

    /** Another root, of a higher number than those before. */
    void add(int number, SourceFolder folder, DiskMap<SourceFile> files) {
        roots.add(new Root(number, folder, files));
    }

    boolean contains(int root, String path) {
        return roots.stream()
                .anyMatch(one -> one.number() == root && one.files().containsKey(path));
    }

    @Override
    public Iterator<FoundFile> iterator() {
        return new Chained<>(roots.stream().map(Root::found).toList()).iterator();
    }
}
