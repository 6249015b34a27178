package dev.earsight.opensearch;

import dev.earsight.EarsightException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Says who is asking. The file holds one line: {@code user:password}, or {@code Bearer} and a token. Never printed. */
final class Credentials {
    private static final String BEARER = "Bearer ";

    private final String header;

    private Credentials(String header) {
        this.header = header;
    }

    static Credentials read(Path file) {
        String line;
        try {
            line = Files.readString(file).strip();
        } catch (IOException e) {
            throw new EarsightException(
                    "The credentials " + file + " cannot be read (" + e.getMessage()
                            + "); give a file with one line, user:password or Bearer TOKEN.",
                    e);
        }
        boolean bearer = line.startsWith(BEARER) && line.length() > BEARER.length();
        if (line.lines().count() != 1 || !(bearer || line.indexOf(':') > 0)) {
            throw new EarsightException(
                    "The credentials " + file + " are not one line with user:password or Bearer TOKEN; write it so.");
        }
        return new Credentials(
                bearer ? line : "Basic " + Base64.getEncoder().encodeToString(line.getBytes(StandardCharsets.UTF_8)));
    }

    /** The value of the header {@code Authorization}. */
    String header() {
        return header;
    }

    @Override
    public String toString() {
        return "(credentials)";
    }
}
