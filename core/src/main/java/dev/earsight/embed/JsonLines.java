package dev.earsight.embed;

import dev.earsight.EarsightException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** One JSON object per line, for tools that read line by line; lines are complete as soon as they are flushed. */
public final class JsonLines implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;
    private final BufferedWriter writer;

    private JsonLines(Path file, BufferedWriter writer) {
        this.file = file;
        this.writer = writer;
    }

    /** Starts the file anew; its folder is made where it is missing. */
    public static JsonLines create(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().resolveSibling("."));
            return new JsonLines(file, Files.newBufferedWriter(file));
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /** Writes one object; values may be text, numbers, arrays of them, lists and maps, in the map's order. */
    public void write(Map<String, ?> object) {
        try {
            writer.write(JSON.writeValueAsString(object));
            writer.write('\n');
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private static EarsightException failed(Path file, IOException e) {
        return new EarsightException("Cannot write " + file + ": " + e.getMessage() + "; check free space.", e);
    }
}
