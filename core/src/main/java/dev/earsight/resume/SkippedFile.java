package dev.earsight.resume;

import java.util.List;
import java.util.Locale;

/**
 * A file that was not used.
 *
 * @param path relative to the folder prepared, with '/' between folders
 * @param detail what was found, in words
 */
public record SkippedFile(String path, SkipReason reason, String detail) {
    /** The list as {@code skipped.csv}: a header, then a line per file, fields quoted where needed (RFC 4180). */
    public static String csv(List<SkippedFile> files) {
        StringBuilder csv = new StringBuilder("path,reason,detail\n");
        for (SkippedFile file : files) {
            csv.append(field(file.path()))
                    .append(',')
                    .append(file.reason().label())
                    .append(',')
                    .append(field(file.detail()))
                    .append('\n');
        }
        return csv.toString();
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
