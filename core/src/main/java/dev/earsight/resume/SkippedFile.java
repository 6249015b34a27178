package dev.earsight.resume;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A file that was not used.
 *
 * @param path relative to the folder prepared, with '/' between folders
 * @param detail what was found, in words
 */
public record SkippedFile(String path, SkipReason reason, String detail) {
    /** The list as {@code skipped.csv}: a header, then a line per file, fields quoted where needed (RFC 4180). */
    public static Durable.Content csv(Iterable<SkippedFile> files) {
        return out -> {
            out.write("path,reason,detail\n".getBytes(StandardCharsets.UTF_8));
            for (SkippedFile file : files) {
                String line = field(file.path()) + "," + file.reason().label() + "," + field(file.detail()) + "\n";
                out.write(line.getBytes(StandardCharsets.UTF_8));
            }
        };
    }

    private static String field(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %s (%s)", path, reason.phrase(), detail);
    }
}
