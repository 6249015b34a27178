package dev.earsight.resume;

import dev.earsight.EarsightException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A file that may be media, as found in a folder. Such files are only ever opened for reading.
 *
 * @param path relative to the folder, with '/' between folders
 * @param location where it is: an absolute path, or an address on another file system
 * @param modifiedNanos when it was last written to
 * @param changedNanos when the system last changed anything about it, which nobody can set back; as modified where unknown
 * @param truth where the {@code NAME.json} beside it is, if any
 */
public record SourceFile(
        String path, String location, long bytes, long modifiedNanos, long changedNanos, Optional<String> truth) {
    /** What lies beside media and is none: passed over without a word. Anything else is tried. */
    private static final Set<String> BESIDE = Set.of(
            "json", "jsonl", "txt", "csv", "tsv", "md", "rst", "xml", "yaml", "yml", "toml", "ini", "html", "htm",
            "log", "nfo", "srt", "vtt", "ass", "sub", "idx", "pdf", "py", "sh", "npy", "npz", "db", "url", "torrent",
            "sha256", "md5", "license");

    /** The files under {@code input}, in no order; {@code output} and hidden files are left out. */
    public static void walk(Path input, Path output, Consumer<SourceFile> found) {
        try {
            Path hidden = Files.exists(output)
                    ? output.toRealPath()
                    : output.toAbsolutePath().normalize();
            Files.walkFileTree(
                    input, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                                throws IOException {
                            boolean skip = !folder.equals(input)
                                    && (isHidden(folder.getFileName().toString())
                                            || folder.toRealPath().equals(hidden));
                            return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                            if (attributes.isRegularFile()
                                    && mayBeMedia(file.getFileName().toString())) {
                                found.accept(of(input, file, attributes));
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException problem) {
                            return FileVisitResult
                                    .CONTINUE; // a loop or a dangling link, or a folder that may not be entered
                        }
                    });
        } catch (IOException e) {
            throw new EarsightException("The folder " + input + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** One file on its own, under its absolute path. */
    public static SourceFile at(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        return of(absolute.resolveSibling("."), absolute, Files.readAttributes(absolute, BasicFileAttributes.class))
                .named(absolute.toString());
    }

    /** The same with nothing beside it. */
    public SourceFile withoutTruth() {
        return new SourceFile(path, location, bytes, modifiedNanos, changedNanos, Optional.empty());
    }

    private SourceFile named(String name) {
        return new SourceFile(name, location, bytes, modifiedNanos, changedNanos, truth);
    }

    /** Where it is, for a file on a disk of this machine. */
    public Path file() {
        return Path.of(location);
    }

    /** This file as it is now; empty where it is gone. */
    Optional<SourceFile> again(Path input) {
        try {
            return Optional.of(
                    of(input.toAbsolutePath(), file(), Files.readAttributes(file(), BasicFileAttributes.class)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static SourceFile of(Path input, Path file, BasicFileAttributes attributes) {
        long modified = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
        long changed = modified;
        try {
            changed = ((FileTime) Files.getAttribute(file, "unix:ctime")).to(TimeUnit.NANOSECONDS);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            // Not a Unix file system, or gone since it was listed: the time of the last modification has to do.
        }
        Path beside = file.resolveSibling(truthName(file.getFileName().toString()));
        return new SourceFile(
                input.relativize(file).toString().replace(File.separatorChar, '/'),
                file.toAbsolutePath().toString(),
                attributes.size(),
                modified,
                changed,
                Files.isRegularFile(beside)
                        ? Optional.of(beside.toAbsolutePath().toString())
                        : Optional.empty());
    }

    /** What the truth beside a file of this name is called. */
    public static String truthName(String name) {
        int dot = name.lastIndexOf('.');
        return (dot > 0 ? name.substring(0, dot) : name) + ".json";
    }

    /** Whether a file of this name is tried. */
    public static boolean mayBeMedia(String name) {
        return !isHidden(name) && !BESIDE.contains(extension(name));
    }

    /** Whether files and folders of this name are passed over. */
    public static boolean isHidden(String name) {
        return name.startsWith(".") || name.equalsIgnoreCase("thumbs.db") || name.equalsIgnoreCase("desktop.ini");
    }

    private static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    /** SHA-256 of its bytes as they are now, hex. */
    public String sha256() throws IOException {
        try (InputStream in = Files.newInputStream(file())) {
            return Sha256.of(in);
        }
    }

    /** Whether it is the same file with the same size and times. */
    public boolean unchangedSince(SourceFile before) {
        return bytes == before.bytes && modifiedNanos == before.modifiedNanos && changedNanos == before.changedNanos;
    }
}
