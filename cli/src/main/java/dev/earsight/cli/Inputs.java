package dev.earsight.cli;

import dev.earsight.EarsightException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** The user's files: worked through one by one, never written over. */
final class Inputs {
    private Inputs() {}

    /**
     * Does the same to each; a file that fails is reported and the others go on.
     *
     * @return the exit code
     * @throws EarsightException where a single file is all there is and it fails
     */
    static int forEach(List<Path> files, Consumer<Path> work) {
        int failed = 0;
        for (Path file : files) {
            try {
                work.accept(file);
            } catch (EarsightException | UncheckedIOException e) {
                if (files.size() == 1) {
                    throw e;
                }
                failed++;
                System.err.println("Skipped: " + e.getMessage());
            }
        }
        if (failed > 0) {
            System.err.println(failed + " of " + files.size() + " files could not be used.");
        }
        return failed == 0 ? 0 : failed == files.size() ? 1 : Main.SOME_SKIPPED;
    }

    /** Refuses a place for results that is one of the inputs or a folder, and makes its folder. */
    static void requireFree(Path target, List<Path> inputs) {
        try {
            if (Files.isDirectory(target)) {
                // A finished file is moved into place, which would replace an empty folder without a word.
                throw new EarsightException(target + " is a folder; name a file in it.");
            }
            for (Path input : inputs) {
                if (Files.exists(target) && Files.exists(input) && Files.isSameFile(target, input)) {
                    throw new EarsightException(
                            target + " is one of the inputs, which are never written over; choose another place.");
                }
            }
            Files.createDirectories(target.toAbsolutePath().resolveSibling("."));
        } catch (IOException e) {
            throw new EarsightException(target + " cannot be written (" + e.getMessage() + "); check the folder.", e);
        }
    }

    /** The file's name without its ending. */
    static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
