package dev.earsight.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earsight.resume.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What is in folders. */
final class Folders {
    private Folders() {}

    /** All files under a folder. */
    static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The hash of each file under a folder. */
    static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        for (Path file : files(folder)) {
            try (InputStream in = Files.newInputStream(file)) {
                contents.put(folder.relativize(file).toString(), Sha256.of(in));
            }
        }
        assertThat(contents).hasSizeGreaterThan(4);
        return contents;
    }
}
