package dev.earsight.shard;

import dev.earsight.EarsightException;
import dev.earsight.resume.Durable;
import dev.earsight.resume.Json;
import dev.earsight.resume.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamWriteFeature;

/**
 * What a folder of prepared data holds: {@code manifest.json}, written in one step at the end of a run.
 *
 * @param dataHash SHA-256 over everything below that training sees: equal data has an equal hash
 * @param keep what is kept of every source
 * @param splitRule how the splits were made, in words
 * @param sources sorted by path
 * @param duplicates files with the same content as a source; kept once, under the source's path
 */
public record Manifest(
        String format,
        int version,
        String dataHash,
        KeepOptions keep,
        String splitRule,
        List<Source> sources,
        List<Duplicate> duplicates) {
    static final String FILE = "manifest.json";
    static final String FORMAT = "earsight-prepared-data";
    static final int VERSION = 1;

    /** Keeps its own copies of the lists. */
    public Manifest {
        sources = List.copyOf(sources);
        duplicates = List.copyOf(duplicates);
    }

    /**
     * One source file.
     *
     * @param path relative to the folder prepared, with '/' between folders
     * @param sha256 of the file's bytes, hex
     * @param bytes the file's size
     * @param id name of its entries in the shard
     * @param shard number of the shard it lies in
     * @param durationSeconds how much of it is usable
     * @param truth whether ground truth lay beside it
     * @param notes what a user should know, such as a missing end
     */
    public record Source(
            String path,
            String sha256,
            long bytes,
            String id,
            Split split,
            int shard,
            double durationSeconds,
            List<Clip> clips,
            boolean truth,
            List<String> notes) {
        /** Keeps its own copies of the lists. */
        public Source {
            clips = List.copyOf(clips);
            notes = List.copyOf(notes);
        }
    }

    /**
     * One clip of a source.
     *
     * @param startFrame its frame 0 on the source's grid
     * @param frames its length on the 25 frames-per-second grid
     * @param samples its length at 48 kHz
     */
    public record Clip(int startFrame, int frames, long samples) {}

    /** A file at {@code path} with the same bytes as the source at {@code of}. */
    public record Duplicate(String path, String of) {}

    /** The same for writing, its lists not in memory. */
    private record Written(
            String format,
            int version,
            String dataHash,
            KeepOptions keep,
            String splitRule,
            Iterable<Source> sources,
            Iterable<Duplicate> duplicates) {}

    /** What writes a manifest; {@code sources} and {@code duplicates} are gone through while it does. */
    static Durable.Content of(
            String dataHash,
            KeepOptions keep,
            String splitRule,
            Iterable<Source> sources,
            Iterable<Duplicate> duplicates) {
        return out -> {
            Json.PAGE
                    .writer()
                    .without(StreamWriteFeature.AUTO_CLOSE_TARGET)
                    .writeValue(out, new Written(FORMAT, VERSION, dataHash, keep, splitRule, sources, duplicates));
            out.write('\n');
        };
    }

    /** The ids of the sources in the manifest of {@code folder}, one by one; none where there is no manifest, or one that cannot be read. */
    static void ids(Path folder, Consumer<String> ids) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return;
        }
        try (JsonParser parser = Json.PAGE.createParser(file)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean sources = parser.currentName().equals("sources");
                parser.nextToken();
                while (sources && parser.nextToken() == JsonToken.START_OBJECT) {
                    ids.accept(parser.readValueAs(Source.class).id());
                }
                parser.skipChildren();
            }
        } catch (JacksonException e) {
            // It is about to be written anew.
        }
    }

    /**
     * Reads and checks the manifest of {@code folder}.
     *
     * @throws EarsightException where there is none, or of another version, or one that does not fit its hash
     */
    public static Manifest read(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            throw new EarsightException(
                    Files.exists(folder.resolve(ShardStore.JOURNAL))
                            ? "The preparation of " + folder + " did not get to its end; run the same `prepare` again."
                            : folder + " holds no prepared data; make it with `earsight prepare VIDEOS --out " + folder
                                    + "`.");
        }
        Manifest manifest;
        try {
            manifest = Json.PAGE.readValue(Files.readAllBytes(file), Manifest.class);
        } catch (IOException | JacksonException e) {
            throw new EarsightException(file + " cannot be read; run the same `prepare` again to write it anew.", e);
        }
        if (!FORMAT.equals(manifest.format()) || manifest.version() != VERSION) {
            throw new EarsightException(file + " is of version " + manifest.version() + ", this program reads version "
                    + VERSION + "; prepare into a new folder.");
        }
        if (!manifest.dataHash().equals(dataHash(manifest.keep(), manifest.sources()))) {
            throw new EarsightException(
                    file + " was changed by hand: it does not fit its hash; run the same `prepare` again.");
        }
        return manifest;
    }

    /** SHA-256 over all of it that training sees. */
    static String dataHash(KeepOptions keep, Iterable<Source> sources) {
        MessageDigest sha = Sha256.digest();
        sha.update((keep + "\n").getBytes(StandardCharsets.UTF_8));
        for (Source source : sources) {
            String line = String.join(
                    "\t",
                    source.path(),
                    source.id(),
                    source.split().label(),
                    source.clips().toString());
            sha.update((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(sha.digest());
    }
}
