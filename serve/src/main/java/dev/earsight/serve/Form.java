package dev.earsight.serve;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A form with its files, each under a name of the server's own. For one thread at a time. */
final class Form {
    private final Map<String, String> text;
    private final Map<String, Path> files;

    /** What was typed and what was uploaded, by name. */
    Form(Map<String, String> text, Map<String, Path> files) {
        this.text = text;
        this.files = files;
    }

    Fields fields() {
        return new Fields(name -> Optional.ofNullable(text.get(name)));
    }

    Optional<Path> file(String name) {
        return Optional.ofNullable(files.get(name));
    }

    /** Those that are still the form's. */
    List<Path> files() {
        return List.copyOf(files.values());
    }

    /** Makes a file the caller's to remove, who works on when the request is answered. */
    void release(Path file) {
        files.values().remove(file);
    }
}
