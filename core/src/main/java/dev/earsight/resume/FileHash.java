package dev.earsight.resume;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;

/**
 * What is in a file, or why that is unknown.
 *
 * @param sha256 hex; empty where the file cannot be read
 * @param problem why not; else empty
 */
public record FileHash(String sha256, String problem) implements Serializable {
    /** How a file is opened. */
    public interface Opening {
        /** Its bytes. */
        InputStream open() throws IOException;
    }

    /** Reads a file to its end. */
    public static FileHash of(Opening file) {
        try (InputStream in = file.open()) {
            return new FileHash(Sha256.of(in), "");
        } catch (IOException e) {
            return new FileHash("", e.toString());
        }
    }
}
