package dev.earsight.library;

import dev.earsight.EarsightException;
import dev.earsight.media.VideoFrame;
import dev.earsight.resume.Durable;
import dev.earsight.resume.Json;
import dev.earsight.resume.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.core.JacksonException;

/** {@code index.json}: what the vectors were made of and where the media lies. */
record IndexDescription(String format, int version, Network network, int hopFrames, List<Place> roots) {
    static final String FILE = "index.json";
    static final String FORMAT = "earsight-index";
    static final int VERSION = 1;

    /** The network whose vectors these are. */
    record Network(String sha256, String checkpoint, String model, int dimensions) {}

    /** A root. */
    record Place(int number, String path) {}

    IndexDescription {
        roots = List.copyOf(roots);
    }

    static IndexDescription read(Path folder) {
        Path file = folder.resolve(FILE);
        IndexDescription read;
        try {
            read = Json.PAGE.readValue(Files.readAllBytes(file), IndexDescription.class);
        } catch (NoSuchFileException e) {
            throw new EarsightException(
                    folder + " is not an index; make one with: earsight index --run RUN --out " + folder + " MEDIA", e);
        } catch (IOException | JacksonException e) {
            throw new EarsightException(file + " cannot be read (" + e.getMessage() + "); make the index again.", e);
        }
        if (!FORMAT.equals(read.format) || read.version != VERSION) {
            throw new EarsightException(file + " was written by another version of the program (this one reads version "
                    + VERSION + "); make the index again in another folder.");
        }
        return read;
    }

    void write(Path folder) throws IOException {
        Durable.replace(
                folder.resolve(FILE), (Json.PAGE.writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    IndexDescription withRoots(List<Place> others) {
        return new IndexDescription(format, version, network, hopFrames, others);
    }

    /** With the same network at another place. */
    IndexDescription withCheckpoint(Path checkpoint) {
        return new IndexDescription(
                format,
                version,
                new Network(
                        network.sha256,
                        checkpoint.toAbsolutePath().normalize().toString(),
                        network.model,
                        network.dimensions),
                hopFrames,
                roots);
    }

    /** The hash a network is known by: that of its file. */
    static String hash(Path checkpoint) {
        try (InputStream in = new DigestInputStream(Files.newInputStream(checkpoint), Sha256.digest())) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of()
                    .formatHex(((DigestInputStream) in).getMessageDigest().digest());
        } catch (IOException e) {
            throw new EarsightException(
                    "The network " + checkpoint + " cannot be read (" + e.getMessage()
                            + "); give a training run, or one of its .safetensors files.",
                    e);
        }
    }

    /** Refuses another network than the one whose vectors these are. */
    void requireNetwork(Path folder, Path checkpoint) {
        if (!hash(checkpoint).equals(network.sha256)) {
            throw new EarsightException("The vectors in " + folder + " were made with another network ("
                    + network.checkpoint + " as it was then) than " + checkpoint
                    + "; vectors of two networks cannot be compared. Use that network, or make an index of its own in another "
                    + "folder with: earsight index --run RUN --out OTHER MEDIA");
        }
    }

    LibraryInfo info() {
        return new LibraryInfo(
                network.sha256,
                Path.of(network.checkpoint),
                network.model,
                network.dimensions,
                hopFrames / (double) VideoFrame.PER_SECOND,
                roots.stream()
                        .map(root -> new LibraryInfo.Root(root.number(), Path.of(root.path())))
                        .toList());
    }
}
