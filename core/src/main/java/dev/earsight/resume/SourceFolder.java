package dev.earsight.resume;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A folder of files that may be media, on a disk of this machine or elsewhere. It is only ever read. */
public interface SourceFolder {
    /** On a disk that this machine sees; a single file stands for a folder with nothing else in it. */
    static SourceFolder of(Path path) {
        return new LocalFolder(path);
    }

    /** Where it is: an absolute path without links, or the address of a folder on another file system. */
    String location();

    /** Whether it is there. */
    boolean exists();

    /** Whether it is there, and a folder. */
    boolean isFolder();

    /** The files under it, by path; {@code output} and hidden files are left out. The map is one of {@code maps}. */
    DiskMap<SourceFile> files(Path output, DiskMaps maps);

    /** The file as it is now; empty where it is gone. */
    Optional<SourceFile> again(SourceFile file);

    /** All bytes of a small file at {@code location}, such as the truth beside a file of this folder. */
    byte[] read(String location) throws IOException;
}
