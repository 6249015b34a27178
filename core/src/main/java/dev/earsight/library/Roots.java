package dev.earsight.library;

import dev.earsight.EarsightException;
import dev.earsight.resume.SourceFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    static List<IndexDescription.Place> after(
            List<IndexDescription.Place> known, List<SourceFolder> given, List<SourceFolder> forget) {
        List<IndexDescription.Place> roots = new ArrayList<>(known);
        for (SourceFolder path : forget) {
            if (!roots.removeIf(root -> root.path().equals(path.location()))) {
                throw new EarsightException(path + " is not indexed; these are: "
                        + String.join(
                                ", ",
                                known.stream().map(IndexDescription.Place::path).toList()));
            }
        }
        int next = known.stream().mapToInt(IndexDescription.Place::number).max().orElse(-1) + 1;
        for (SourceFolder path : given) {
            String real = path.location();
            if (roots.stream().noneMatch(root -> Path.of(real).startsWith(root.path()))) {
                roots.removeIf(root -> Path.of(root.path()).startsWith(real));
                roots.add(new IndexDescription.Place(next++, real));
            }
        }
        return roots;
    }

    /** Refuses paths that are not there. */
    static void requirePresent(List<SourceFolder> given) {
        for (SourceFolder path : given) {
            if (!path.exists()) {
                throw new EarsightException(path + " is not there; give a folder of media, or a media file.");
            }
        }
    }

    static EarsightException gone(String path, String what) {
        return new EarsightException(path + ", which is indexed, " + what
                + "; if it is on a disk that is not connected, connect it; to drop it from the index give --forget "
                + path
                + ".");
    }

    /** What a file of a root is called, on another file system its address. */
    static String named(IndexDescription.Place root, String path) {
        return root.path().contains(":/")
                ? root.path().endsWith("/" + path) ? root.path() : root.path() + "/" + path
                : locate(root, path).toString();
    }

    /** Where a file of a root lies, on a disk. */
    static Path locate(IndexDescription.Place root, String path) {
        Path base = Path.of(root.path());
        return Files.isRegularFile(base) ? base : base.resolve(path);
    }
}
