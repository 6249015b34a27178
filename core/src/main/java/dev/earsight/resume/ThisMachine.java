package dev.earsight.resume;

import dev.earsight.EarsightException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;

/** Processes of this machine. */
record ThisMachine(int lanes) implements Fleet {
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z][a-z0-9+.-]+:/.*");

    @Override
    public SourceFolder folder(String location) {
        if (ELSEWHERE.matcher(location).matches()) {
            throw new EarsightException(location + " is on a file system that only Spark reads; add --spark MASTER, or "
                    + "mount it and give its path.");
        }
        return SourceFolder.of(Path.of(location));
    }

    @Override
    public int filesPerHashing() {
        return 1;
    }

    @Override
    public List<FileHash> hash(List<SourceFile> files) {
        return files.stream()
                .map(file -> FileHash.of(() -> Files.newInputStream(file.file())))
                .toList();
    }

    @Override
    public <J extends FileJob, R> Worker<J, R> worker(WorkerPlan<J, R> plan, IntConsumer progress) {
        return WorkerProcess.of(plan, progress);
    }

    @Override
    public void close() {}
}
