package dev.earsight.resume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A folder, or a single file, that this machine sees. */
record LocalFolder(Path path) implements SourceFolder {
    @Override
    public String location() {
        try {
            return path.toRealPath().toString();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize().toString(); // it is not there
        }
    }

    @Override
    public boolean exists() {
        return Files.exists(path);
    }

    @Override
    public boolean isFolder() {
        return Files.isDirectory(path);
    }

    @Override
    public DiskMap<SourceFile> files(Path output, DiskMaps maps) {
        DiskMap<SourceFile> files = maps.map("files of " + location(), SourceFile.class);
        boolean single = Files.isRegularFile(path);
        SourceFile.walk(base(), output, file -> {
            if (!single || file.path().equals(String.valueOf(path.getFileName()))) {
                files.put(file.path(), file);
            }
        });
        return files;
    }

    @Override
    public Optional<SourceFile> again(SourceFile file) {
        return file.again(base());
    }

    @Override
    public byte[] read(String location) throws IOException {
        return Files.readAllBytes(Path.of(location));
    }

    private Path base() {
        return Files.isRegularFile(path) ? path.resolveSibling(".") : path;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
