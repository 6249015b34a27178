package dev.earsight.spark;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The disk of this machine under addresses of its own, {@code made:/path}: all that Hadoop's file systems have in common. */
public final class MadeFileSystem extends RawLocalFileSystem {
    static final String SETTING = "spark.hadoop.fs.made.impl";

    /** Where files were put by this process, in full. */
    static final Queue<String> PUT = new ConcurrentLinkedQueue<>();

    /** For Hadoop. */
    public MadeFileSystem() {}

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        boolean renamed = super.rename(from, to);
        if (renamed) {
            PUT.add(to.toUri().getPath());
        }
        return renamed;
    }

    @Override
    public String getScheme() {
        return "made";
    }

    @Override
    public URI getUri() {
        return URI.create("made:///");
    }

    @Override
    public FileStatus[] listStatus(Path folder) throws IOException {
        return Arrays.stream(super.listStatus(folder))
                .map(MadeFileSystem::plain)
                .toArray(FileStatus[]::new);
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        return plain(super.getFileStatus(path));
    }

    /** Without the owner and the permissions, for which its parent class insists on {@code file:}. */
    private static FileStatus plain(FileStatus file) {
        return new FileStatus(
                file.getLen(), file.isDirectory(), 1, 1 << 20, file.getModificationTime(), file.getPath());
    }
}
