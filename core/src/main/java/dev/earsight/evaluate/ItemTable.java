package dev.earsight.evaluate;

import dev.earsight.EarsightException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What was found for every single item, as CSV (RFC 4180, UTF-8), so that a surprising mean can be traced.
 *
 * @param columns names of the columns
 * @param rows values, as many per row as there are columns
 */
public record ItemTable(List<String> columns, List<List<?>> rows) {
    /** Checks that each row is complete. */
    public ItemTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        for (List<?> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(
                        "A row of " + row.size() + " values under " + columns.size() + " columns: " + row);
            }
        }
    }

    /** Writes the table; the folder is made where it is missing. */
    public void write(Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            try (BufferedWriter writer = Files.newBufferedWriter(file)) {
                writer.write(line(columns));
                for (List<?> row : rows) {
                    writer.write(line(row));
                }
            }
        } catch (IOException e) {
            throw new EarsightException("Cannot write " + file + ": " + e.getMessage() + "; check free space.", e);
        }
    }

    private static String line(List<?> values) {
        return values.stream().map(value -> quoted(String.valueOf(value))).collect(Collectors.joining(",")) + "\r\n";
    }

    private static String quoted(String value) {
        boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }
}
