package dev.earsight.shard;

import dev.earsight.EarsightException;
import dev.earsight.resume.Json;
import dev.earsight.resume.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * What flow a folder of prepared data holds: {@code flow/flow.json}, written in one step. Clips that are not in it have none
 * (yet); what lies in {@code flow} beside the files of these clips is unfinished.
 *
 * @param flowHash SHA-256 over everything below
 * @param clips sorted by name
 */
public record FlowManifest(String format, int version, String flowHash, FlowOptions options, List<Clip> clips) {
    static final String FILE = "flow.json";
    static final String FORMAT = "earsight-flow";
    static final int VERSION = 1;

    /** Keeps its own copy of the list. */
    public FlowManifest {
        clips = List.copyOf(clips);
    }

    /**
     * The flow of one clip.
     *
     * @param clip the content's id, a hyphen, the clip's number
     * @param fields how many fields are kept
     * @param cuts frames after which another scene begins, as far as their field is kept
     */
    public record Clip(String clip, int fields, List<Integer> cuts) {
        /** Keeps its own copy of the list. */
        public Clip {
            cuts = List.copyOf(cuts);
        }
    }

    static FlowManifest of(FlowOptions options, List<Clip> clips) {
        return new FlowManifest(FORMAT, VERSION, flowHash(options, clips), options, clips);
    }

    static Path folder(Path data) {
        return data.resolve("flow");
    }

    /** Where the flow of a clip lies: 256 folders, so that none gets too full. */
    static Path file(Path data, String clip) {
        return folder(data).resolve(clip.substring(0, 2)).resolve(clip + ".flow");
    }

    static String clip(Manifest.Source source, int clip) {
        return String.format(Locale.ROOT, "%s-%04d", source.id(), clip);
    }

    /**
     * Reads the flow manifest of the prepared data in {@code data}; empty where no flow was ever made.
     *
     * @throws EarsightException where it is damaged or of another version
     */
    public static Optional<FlowManifest> read(Path data) {
        Path file = folder(data).resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        FlowManifest manifest;
        try {
            manifest = Json.PAGE.readValue(Files.readAllBytes(file), FlowManifest.class);
        } catch (IOException | JacksonException e) {
            throw new EarsightException(
                    file
                            + " cannot be read; delete it and run the same `prepare --flow` again, which computes no field "
                            + "anew.",
                    e);
        }
        if (!FORMAT.equals(manifest.format()) || manifest.version() != VERSION) {
            throw new EarsightException(file + " is of version " + manifest.version() + ", this program reads version "
                    + VERSION + "; delete " + folder(data) + " and run `prepare --flow` again.");
        }
        if (!manifest.flowHash().equals(flowHash(manifest.options(), manifest.clips()))) {
            throw new EarsightException(file + " was changed by hand: it does not fit its hash; delete it and run the "
                    + "same `prepare --flow` again.");
        }
        return Optional.of(manifest);
    }

    byte[] bytes() {
        return (Json.PAGE.writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String flowHash(FlowOptions options, List<Clip> clips) {
        MessageDigest sha = Sha256.digest();
        sha.update((options + "\n").getBytes(StandardCharsets.UTF_8));
        clips.forEach(clip -> sha.update((clip + "\n").getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(sha.digest());
    }
}
