package dev.earsight.cli;

import dev.earsight.EarsightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of text that the user asked for. */
final class TextFile {
    private TextFile() {}

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException failure) {
            throw new EarsightException(file + " cannot be written; choose another file.", failure);
        }
    }
}
