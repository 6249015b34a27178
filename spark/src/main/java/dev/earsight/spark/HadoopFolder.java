package dev.earsight.spark;

import dev.earsight.EarsightException;
import dev.earsight.resume.DiskMap;
import dev.earsight.resume.DiskMaps;
import dev.earsight.resume.SourceFile;
import dev.earsight.resume.SourceFolder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** A folder, or a single file, on a Hadoop file system. Such file systems know when a file was modified, to the millisecond, and no more. */
final class HadoopFolder implements SourceFolder {
    private final Path folder;
    private final FileSystem system;
    private final Places places;

    HadoopFolder(String address, Places places) {
        this.places = places;
        try {
            system = places.system(address);
            folder = system.makeQualified(new Path(address));
        } catch (IOException | IllegalArgumentException e) {
            throw unreachable(address, e);
        }
    }

    private static EarsightException unreachable(Object address, Exception e) {
        return new EarsightException(
                address + " cannot be read (" + e.getMessage()
                        + "); check the address, and what the file system needs to be "
                        + "told with --spark-conf spark.hadoop.NAME=VALUE.",
                e);
    }

    @Override
    public String location() {
        return folder.toString();
    }

    @Override
    public boolean exists() {
        return status(folder).isPresent();
    }

    @Override
    public boolean isFolder() {
        return status(folder).filter(FileStatus::isDirectory).isPresent();
    }

    private Optional<FileStatus> status(Path path) {
        try {
            return Optional.of(system.getFileStatus(path));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unreachable(path, e);
        }
    }

    @Override
    public DiskMap<SourceFile> files(java.nio.file.Path output, DiskMaps maps) {
        DiskMap<SourceFile> media = maps.map("files of " + location(), SourceFile.class);
        DiskMap<String> truths = maps.map("truths of " + location(), String.class);
        try {
            RemoteIterator<? extends FileStatus> all = system.listFiles(folder, true);
            while (all.hasNext()) {
                FileStatus file = all.next();
                if (hidden(file.getPath())) {
                    continue;
                }
                if (SourceFile.mayBeMedia(file.getPath().getName())) {
                    SourceFile source = source(file, truth(file.getPath()));
                    media.put(source.path(), source);
                } else if (file.getPath().getName().endsWith(".json")) {
                    truths.put(file.getPath().toString(), "");
                }
            }
        } catch (IOException e) {
            throw unreachable(folder, e);
        }
        media.values().stream()
                .filter(file -> file.truth().filter(truths::containsKey).isEmpty())
                .forEach(file -> media.put(file.path(), file.withoutTruth()));
        return media;
    }

    private boolean hidden(Path file) {
        return List.of(relative(file).split("/")).stream().anyMatch(SourceFile::isHidden);
    }

    private String relative(Path file) {
        String name = folder.toUri().relativize(file.toUri()).getPath();
        return name.isEmpty() ? file.getName() : name;
    }

    private static Optional<String> truth(Path file) {
        return Optional.of(new Path(file.getParent(), SourceFile.truthName(file.getName())).toString());
    }

    private SourceFile source(FileStatus file, Optional<String> truth) {
        long modified = TimeUnit.MILLISECONDS.toNanos(file.getModificationTime());
        return new SourceFile(
                relative(file.getPath()), file.getPath().toString(), file.getLen(), modified, modified, truth);
    }

    @Override
    public Optional<SourceFile> again(SourceFile file) {
        return status(new Path(file.location())).map(now -> source(now, file.truth()));
    }

    @Override
    public byte[] read(String location) throws IOException {
        try (InputStream in = places.open(location)) {
            return in.readAllBytes();
        }
    }

    @Override
    public String toString() {
        return location();
    }
}
