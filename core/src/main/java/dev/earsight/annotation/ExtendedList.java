package dev.earsight.annotation;

import dev.earsight.EarsightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The negatives of an extended set (Mo and Morgado, NeurIPS 2022, SLAVC's {@code *_plus_silent.csv}): lines
 * {@code video,audio,non-sounding}, the frame of one clip with a sound that nothing in it makes. An item is called
 * {@code VIDEO@AUDIO}, or {@code VIDEO} where a clip has its own, inaudible, sound.
 */
public final class ExtendedList {
    private static final String HEADER = "video,audio,label";

    private ExtendedList() {}

    /** Reads the list; all its items are negatives. */
    public static Annotations read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new EarsightException(file + " cannot be read: " + e.getMessage() + "; check its name.", e);
        }
        if (lines.isEmpty() || !lines.getFirst().strip().equals(HEADER)) {
            throw new EarsightException(
                    file + " does not begin with '" + HEADER + "'; give SLAVC's *_plus_silent.csv.");
        }
        List<AnnotatedItem> items = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            String[] parts = lines.get(i).strip().split(",", -1);
            if (parts.length != 3 || !parts[2].equals("non-sounding")) {
                throw new EarsightException("In " + file + " line " + (i + 1)
                        + " is not 'video,audio,non-sounding'; give SLAVC's *_plus_silent.csv.");
            }
            String name = parts[0].equals(parts[1]) ? parts[0] : parts[0] + "@" + parts[1];
            items.add(AnnotatedItem.negative(name, Names.beforeLastToken(parts[0])));
        }
        return Annotations.of(file, items, List.of());
    }
}
