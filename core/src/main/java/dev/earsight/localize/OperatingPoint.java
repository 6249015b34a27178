package dev.earsight.localize;

import dev.earsight.EarsightException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * From which probability on something in the picture is said to make the sound, chosen for a rate of false alarms on pairs of
 * known kind; lies in the run's folder as {@value #FILE}.
 *
 * @param probability the lowest one that says "visible"
 * @param falseAlarmRate share of mismatched pairs at or above it
 * @param hitRate share of matched pairs at or above it
 * @param heldOutFalseAlarmRate the same on sources that had no part in choosing (five parts in turn)
 * @param heldOutHitRate the hit rate there
 * @param matchedPairs n of the hit rates
 * @param mismatchedPairs n of the false-alarm rates
 * @param data the prepared data the pairs are from
 * @param split which of its splits
 * @param networkSha256 the checkpoint it belongs to: another network's probabilities mean something else
 */
public record OperatingPoint(
        double probability,
        double falseAlarmRate,
        double hitRate,
        double heldOutFalseAlarmRate,
        double heldOutHitRate,
        long matchedPairs,
        long mismatchedPairs,
        String data,
        String split,
        String networkSha256) {
    /** The file's name in a run's folder. */
    public static final String FILE = "operating-point.json";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Checks the range. */
    public OperatingPoint {
        if (!(probability > 0 && probability <= 1)) {
            throw new IllegalArgumentException("A probability of " + probability);
        }
    }

    /**
     * The one in a run's folder, if there is one; {@code run} may be anything else, which has none.
     *
     * @throws EarsightException where the file cannot be understood
     */
    public static Optional<OperatingPoint> of(Path run) {
        Path file = run.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readString(file), OperatingPoint.class));
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            throw new EarsightException(
                    file + " is no operating point; delete it, or make it anew with: earsight diagnose --run " + run,
                    e);
        }
    }

    /** Writes it into a run's folder; a reader sees the old one or the new one. */
    public void write(Path run) {
        Path file = run.resolve(FILE);
        Path unfinished = run.resolve("." + FILE + ".part");
        try {
            Files.writeString(unfinished, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new EarsightException(file + " cannot be written (" + e.getMessage() + "); check the folder.", e);
        }
    }

    /** Whether it was chosen for the network in this file. */
    public boolean belongsTo(Path checkpoint) {
        return networkSha256.equals(sha256(checkpoint));
    }

    /** What tells one checkpoint file from another. */
    public static String sha256(Path checkpoint) {
        try (InputStream file = Files.newInputStream(checkpoint);
                DigestInputStream bytes = new DigestInputStream(file, MessageDigest.getInstance("SHA-256"))) {
            bytes.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(bytes.getMessageDigest().digest());
        } catch (IOException e) {
            throw new EarsightException(checkpoint + " cannot be read; check the path.", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
