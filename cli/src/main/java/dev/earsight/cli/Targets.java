package dev.earsight.cli;

import dev.earsight.EarsightException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where each input's picture or video goes: the file named by {@code --out}, or one in that folder for each input. */
final class Targets {
    private final Optional<Path> file;
    private final Optional<Path> folder;
    private final String ending;
    private final List<Path> inputs;
    private final Set<String> taken = new HashSet<>();

    /** Targets of files that end in {@code ending}; without {@code out} there are none. */
    Targets(@Nullable Path out, String ending, boolean several, List<Path> inputs) {
        this.ending = ending;
        this.inputs = inputs;
        if (out == null) {
            file = Optional.empty();
            folder = Optional.empty();
            return;
        }
        String name = String.valueOf(out.getFileName());
        boolean isFolder = Files.isDirectory(out) || (!Files.exists(out) && !name.contains("."));
        if (isFolder) {
            file = Optional.empty();
            folder = Optional.of(out);
        } else if (several) {
            throw new EarsightException("Several inputs need a folder to go to; " + out + " is a file.");
        } else if (!name.toLowerCase(Locale.ROOT).endsWith(ending)) {
            throw new EarsightException("--out " + out + " must end in " + ending + " or be a folder.");
        } else {
            file = Optional.of(out);
            folder = Optional.empty();
        }
    }

    /** Where the result for this input goes; its folder is there. */
    Optional<Path> of(Path input) {
        Optional<Path> target = file.or(() -> folder.map(into -> into.resolve(freshName(input))));
        target.ifPresent(path -> Inputs.requireFree(path, inputs));
        return target;
    }

    private String freshName(Path input) {
        String stem = Inputs.stem(input);
        String name = stem + ending;
        for (int i = 2; !taken.add(name); i++) {
            name = stem + "-" + i + ending;
        }
        return name;
    }
}
