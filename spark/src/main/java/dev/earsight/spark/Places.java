package dev.earsight.spark;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** Files by their location: an absolute path that this machine sees, or an address on a Hadoop file system. */
record Places(Configuration hadoop) {
    private static final Pattern ADDRESS = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:/.*");

    /** Whether it is an address and not a path; {@code file:} is a path. */
    static boolean isAddress(String location) {
        return ADDRESS.matcher(location).matches() && !location.startsWith("file:");
    }

    /** A path of this machine. */
    static Path path(String location) {
        return location.startsWith("file:") ? Path.of(URI.create(location).getPath()) : Path.of(location);
    }

    /** The file system that {@code location} is on. */
    FileSystem system(String location) throws IOException {
        return hadoopPath(location).getFileSystem(hadoop);
    }

    private static org.apache.hadoop.fs.Path hadoopPath(String location) {
        return isAddress(location)
                ? new org.apache.hadoop.fs.Path(location)
                : new org.apache.hadoop.fs.Path(path(location).toUri());
    }

    InputStream open(String location) throws IOException {
        return isAddress(location)
                ? system(location).open(new org.apache.hadoop.fs.Path(location))
                : Files.newInputStream(path(location));
    }

    /** Copies a file from there to a path of this machine. */
    void fetch(String address, Path to) throws IOException {
        try (InputStream in = open(address)) {
            Files.copy(in, to);
        }
    }

    /** Moves a file of this machine there; all of it is there afterwards or nothing, even where two machines do it. */
    void put(Path file, String location, String uniqueName) throws IOException {
        if (isAddress(location)) {
            org.apache.hadoop.fs.Path target = new org.apache.hadoop.fs.Path(location);
            org.apache.hadoop.fs.Path fresh = new org.apache.hadoop.fs.Path(target.getParent(), uniqueName);
            FileSystem system = system(location);
            system.copyFromLocalFile(true, true, new org.apache.hadoop.fs.Path(file.toUri()), fresh);
            if (!system.rename(fresh, target)) {
                // It is there already: an executor was given up that had gone on, and wrote the same.
                system.delete(target, false);
                if (!system.rename(fresh, target)) {
                    throw new IOException(fresh + " cannot be renamed to " + target);
                }
            }
        } else {
            Path target = path(location);
            Path fresh = target.resolveSibling(uniqueName);
            Files.move(file, fresh);
            Files.move(fresh, target, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        }
    }

    void makeFolder(String location) throws IOException {
        system(location).mkdirs(hadoopPath(location));
    }

    /** Deletes a file, or a folder with all in it. */
    void delete(String location) throws IOException {
        system(location).delete(hadoopPath(location), true);
    }
}
