package dev.earsight.library;

import dev.earsight.EarsightException;
import dev.earsight.resume.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which folders and files an index covers: those it knows, with those newly given, without those to be forgotten. */
final class Roots {
    private Roots() {}

    /**
     * The roots from now on. A folder given that lies in a known one adds nothing; known ones that lie in a folder given go on as
     * part of it. Numbers of roots that go are not used again while the others stay.
     *
     * @throws EarsightException where a path is not there, or one to be forgotten is not known
     */
    static List<IndexDescription.Place> after(List<IndexDescription.Place> known, List<Path> given, List<Path> forget) {
        List<IndexDescription.Place> roots = new ArrayList<>(known);
        for (Path path : forget) {
            if (!roots.removeIf(root -> root.path().equals(absolute(path).toString()))) {
                throw new EarsightException(path + " is not indexed; these are: "
                        + String.join(
                                ", ",
                                known.stream().map(IndexDescription.Place::path).toList()));
            }
        }
        int next = known.stream().mapToInt(IndexDescription.Place::number).max().orElse(-1) + 1;
        for (Path path : given) {
            Path real = real(path);
            if (roots.stream().noneMatch(root -> real.startsWith(root.path()))) {
                roots.removeIf(root -> Path.of(root.path()).startsWith(real));
                roots.add(new IndexDescription.Place(next++, real.toString()));
            }
        }
        return roots;
    }

    /** Refuses paths that are not there. */
    static void requirePresent(List<Path> given) {
        given.forEach(Roots::real);
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new EarsightException(path + " is not there; give a folder of media, or a media file.", e);
        }
    }

    private static Path absolute(Path path) {
        return Files.exists(path) ? real(path) : path.toAbsolutePath().normalize();
    }

    /**
     * The files under a root that may be media, by path.
     *
     * @throws EarsightException where the root is not there
     */
    static List<SourceFile> walk(IndexDescription.Place root, Path index) {
        Path path = Path.of(root.path());
        if (Files.isRegularFile(path)) {
            return SourceFile.walk(path.resolveSibling("."), index).stream()
                    .filter(file -> file.path().equals(String.valueOf(path.getFileName())))
                    .toList();
        }
        if (!Files.isDirectory(path)) {
            throw gone(path, "is no longer there");
        }
        return SourceFile.walk(path, index).stream()
                .sorted(Comparator.comparing(SourceFile::path))
                .toList();
    }

    static EarsightException gone(Path path, String what) {
        return new EarsightException(path + ", which is indexed, " + what
                + "; if it is on a disk that is not connected, connect it; to drop it from the index give --forget "
                + path
                + ".");
    }

    /** Where a file of a root lies. */
    static Path locate(IndexDescription.Place root, String path) {
        Path base = Path.of(root.path());
        return Files.isRegularFile(base) ? base : base.resolve(path);
    }
}
