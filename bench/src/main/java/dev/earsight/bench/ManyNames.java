package dev.earsight.bench;

import dev.earsight.index.VectorFile;
import dev.earsight.library.Indexing;
import dev.earsight.library.IndexingOptions;
import dev.earsight.library.IndexingReport;
import dev.earsight.resume.DiskMap;
import dev.earsight.resume.DiskMaps;
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
 * What the machine that asks remembers of files: prepares a made-up listing of so many, whose content nobody decodes, or indexes one of pictures
 * whose vectors are made up, too. Run it with a small {@code -Xmx} on a folder in memory: {@code ManyNames COUNT FOLDER [RUN]}, an index where there
 * is a run.
 */
public final class ManyNames {
    private static final String VIDEO =
            "{\"durationSeconds\":10.0,\"clips\":[{\"startFrame\":0,\"frames\":250,\"samples\":480000}],\"truth\":false,\"notes\":[]}";

    private static final String PICTURE =
            "{\"kind\":\"IMAGE\",\"durationSeconds\":0,\"pictures\":1,\"sounds\":0,\"note\":\"\"}";

    /** Small, since made-up parts are: as many in a shard as there are of real ones. */
    private static final long SHARD_BYTES = 1 << 20;

    private static final int DIMENSIONS = 128;

    private ManyNames() {}

    /** Prints the heap in use at the end of each stage, and how long it took. */
    public static void main(String[] arguments) {
        Listing listing = new Listing(Integer.parseInt(arguments[0]));
        Path folder = Path.of(arguments[1]);
        long start = System.nanoTime();
        String done = arguments.length > 2
                ? index(listing, folder, Path.of(arguments[2], "best.safetensors"))
                : prepare(listing, folder);
        System.out.printf(
                Locale.ROOT,
                "%s, heap of at most %,d MB, %.0f s%n",
                done,
                Runtime.getRuntime().maxMemory() >> 20,
                (System.nanoTime() - start) / 1e9);
    }

    private static String prepare(Listing listing, Path folder) {
        PreparationReport report = Preparation.run(
                PreparationOptions.of(listing, folder).withShardBytes(SHARD_BYTES),
                new PreparationListener() {
                    @Override
                    public void progress(Progress progress) {
                        measure(progress.stage(), progress.filesDone(), progress.files());
                    }
                },
                new Stub(listing, VIDEO, ManyNames::writeVideo));
        return String.format(Locale.ROOT, "%,d files, %,d stored", report.files(), report.sources());
    }

    private static String index(Listing listing, Path folder, Path checkpoint) {
        IndexingReport report = Indexing.run(
                IndexingOptions.ofFolders(folder, checkpoint, List.of(listing)).withExactUpTo(Long.MAX_VALUE),
                progress -> measure(progress.stage(), progress.filesDone(), progress.files()),
                new Stub(listing, PICTURE, ManyNames::writePicture));
        return String.format(
                Locale.ROOT, "%,d pictures, %,d failed", report.counts().images(), report.failed());
    }

    private static void measure(Enum<?> stage, int done, int files) {
        if (done == files) {
            System.gc();
            Runtime now = Runtime.getRuntime();
            System.out.printf(
                    Locale.ROOT, "%s: %.0f MB in use%n", stage, (now.totalMemory() - now.freeMemory()) / 1048576.0);
        }
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
        public DiskMap<SourceFile> files(Path output, DiskMaps maps) {
            DiskMap<SourceFile> files = maps.map("files", SourceFile.class);
            IntStream.range(0, count).mapToObj(Listing::file).forEach(file -> files.put(file.path(), file));
            return files;
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

    /** One entry of a tar, as a part has. */
    private static void writeVideo(Path part) throws IOException {
        String name = String.valueOf(part.getFileName());
        byte[] content = VIDEO.getBytes(StandardCharsets.UTF_8);
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

    private static void writePicture(Path part) throws IOException {
        float[] vector = new float[DIMENSIONS];
        vector[0] = 1;
        try (VectorFile.Writer file = new VectorFile.Writer(part, DIMENSIONS)) {
            file.add(0, vector);
        }
    }

    private interface Writing {
        void write(Path part) throws IOException;
    }

    /** Files whose content is their path, of which all workers say the same. */
    private record Stub(Listing listing, String answer, Writing writing) implements Fleet {
        @Override
        public int lanes() {
            return 4;
        }

        @Override
        public SourceFolder folder(String location) {
            return listing;
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
                    writing.write(Path.of(job.writes().getFirst()));
                    return Json.LINE.readValue(answer, plan.answerType());
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void close() {}
    }
}
