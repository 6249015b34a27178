package dev.earsight.microphones;

import dev.earsight.EarsightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** What was learnt about fusing, as JSON; see {@code docs/formats.md}. */
public final class FusionFile {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private FusionFile() {}

    /** Writes it. */
    public static void write(Path file, FusionFit fit) {
        try {
            Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(fit) + "\n");
        } catch (IOException e) {
            throw new EarsightException(file + " cannot be written (" + e.getMessage() + "); check the folder.", e);
        }
    }

    /**
     * Reads it back.
     *
     * @throws EarsightException if it cannot be read or is something else
     */
    public static FusionFit read(Path file) {
        try {
            FusionFit fit = JSON.readValue(Files.readString(file), FusionFit.class);
            if (fit == null || fit.fusion() == null) {
                throw new EarsightException(file + " holds no learnt fusion; make it with 'earsight fuse'.");
            }
            return fit;
        } catch (IOException e) {
            throw new EarsightException(file + " cannot be read; check the path.", e);
        } catch (JacksonException e) {
            throw new EarsightException(
                    file + " holds no learnt fusion (" + e.getOriginalMessage() + "); make it with 'earsight fuse'.",
                    e);
        }
    }
}
