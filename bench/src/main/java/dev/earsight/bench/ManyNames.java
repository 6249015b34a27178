package dev.earsight.bench;

import dev.earsight.resume.FileHash;
import dev.earsight.resume.FileJob;
import dev.earsight.resume.Fleet;
import dev.earsight.resume.Json;
import dev.earsight.resume.SourceFile;
import dev.earsight.resume.SourceFolder;
import dev.earsight.resume.Worker;
import dev.earsight.resume.WorkerPlan;
import dev.earsight.shard.Preparation;
import dev.earsight.shard.PreparationListener;
import dev.earsight.shard.PreparationOptions;
import dev.earsight.shard.PreparationReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * What the machine that asks remembers of files: prepares a made-up listing of so many, whose content nobody decodes. Run it with a small
 * {@code -Xmx} on a folder in memory: {@code ManyNames COUNT FOLDER}.
 */
public final class ManyNames {
    private static final String CONTENT =
            "{\"durationSeconds\":10.0,\"clips\":[{\"startFrame\":0,\"frames\":250,\"samples\":480000}],\"truth\":false,\"notes\":[]}";

    private ManyNames() {}

    /** Prints the heap in use at the end, and how long it took. */
    public static void main(String[] arguments) {
        int count = Integer.parseInt(arguments[0]);
        long start = System.nanoTime();
        long[] most = new long[1];
        PreparationReport report = Preparation.run(
                PreparationOptions.of(new Listing(count), Path.of(arguments[1])),
                new PreparationListener() {
                    @Override
                    public void progress(Progress progress) {
                        if (progress.filesDone() == progress.files()) {
                            System.gc();
                            Runtime now = Runtime.getRuntime();
                            most[0] = now.totalMemory() - now.freeMemory();
                            System.out.printf(
                                    Locale.ROOT, "%s: %.0f MB in use%n", progress.stage(), most[0] / 1048576.0);
                        }
                    }
                },
                new Stub());
        System.out.printf(
                Locale.ROOT,
                "%,d files, %,d stored, heap of at most %,d MB, %.0f s%n",
                report.files(),
                report.sources(),
                Runtime.getRuntime().maxMemory() >> 20,
                (System.nanoTime() - start) / 1e9);
    }

    /** Names as an archive has them, and nothing behind them. */
    private record Listing(int count) implements SourceFolder {
        @Override
        public String location() {
            return "/archive";
        }

        @Override
        public boolean exists() {
            return true;
        }

        @Override
        public boolean isFolder() {
            return true;
        }

        @Override
        public List<SourceFile> files(Path output) {
            return IntStream.range(0, count).mapToObj(Listing::file).toList();
        }

        private static SourceFile file(int number) {
            String path = String.format(Locale.ROOT, "reel-%04d/tape-%08d.mp4", number / 1000, number);
            return new SourceFile(path, "/archive/" + path, 1 << 20, number, number, Optional.empty());
        }

        @Override
        public Optional<SourceFile> again(SourceFile file) {
            return Optional.of(file);
        }

        @Override
        public byte[] read(String location) throws IOException {
            throw new IOException("Nothing is there");
        }
    }

    private static final class Stub implements Fleet {
        @Override
        public int lanes() {
            return 4;
        }

        @Override
        public SourceFolder folder(String location) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int filesPerHashing() {
            return 64;
        }

        @Override
        public List<FileHash> hash(List<SourceFile> files) {
            return files.stream()
                    .map(file -> FileHash.of(
                            () -> new ByteArrayInputStream(file.path().getBytes(StandardCharsets.UTF_8))))
                    .toList();
        }

        @Override
        public <J extends FileJob, R> Worker<J, R> worker(WorkerPlan<J, R> plan, IntConsumer progress) {
            return new Worker<>() {
                @Override
                public R answer(J job) throws IOException {
                    write(Path.of(job.writes().getFirst()));
                    return Json.LINE.readValue(CONTENT, plan.answerType());
                }

                @Override
                public void close() {}
            };
        }

        /** One entry of a tar, as a part has. */
        private static void write(Path part) throws IOException {
            String name = String.valueOf(part.getFileName());
            byte[] content = CONTENT.getBytes(StandardCharsets.UTF_8);
            try (OutputStream file = Files.newOutputStream(part)) {
                TarArchiveOutputStream tar = new TarArchiveOutputStream(file, 512);
                TarArchiveEntry entry = new TarArchiveEntry(name.substring(0, name.indexOf('-')) + "/source.json");
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
                tar.flush();
            }
        }

        @Override
        public void close() {}
    }
}
