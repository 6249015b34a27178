package dev.earsight.cli;

import dev.earsight.EarsightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Composed scenes in folders {@code train} and {@code val}, as the splits experiments want: {@code val} becomes the test split,
 * every tenth file of {@code train} the one to choose checkpoints by. The files are copied, never touched.
 */
final class GivenScenes {
    private static final int EVERY = 10;
    private static final int HEIGHT = 240;

    private GivenScenes() {}

    /** The prepared data, made now if it is not there yet. */
    static Path prepared(Path scenes, Path out) {
        if (!Files.isDirectory(scenes.resolve("train")) || !Files.isDirectory(scenes.resolve("val"))) {
            throw new EarsightException(scenes + " has no folders train and val; give --scenes a folder that has, or "
                    + "prepare your videos and give --data.");
        }
        Path folder = out.resolve("data")
                .resolve("given-"
                        + Integer.toHexString(
                                scenes.toAbsolutePath().normalize().toString().hashCode()));
        Path prepared = folder.resolve("prepared");
        if (!Files.exists(prepared.resolve("manifest.json"))) {
            Path videos = folder.resolve("videos");
            copy(scenes.resolve("train"), videos, true);
            copy(scenes.resolve("val"), videos, false);
            ExperimentData.prepare(videos, prepared, HEIGHT);
            ExperimentData.delete(videos);
        }
        return prepared;
    }

    private static void copy(Path from, Path to, boolean train) {
        try (Stream<Path> listed = Files.list(from)) {
            List<Path> files = listed.filter(Files::isRegularFile).sorted().toList();
            List<String> stems =
                    files.stream().map(GivenScenes::stem).distinct().toList();
            for (Path file : files) {
                String split = !train ? "test" : stems.indexOf(stem(file)) % EVERY == 0 ? "val" : "train";
                Path target = to.resolve(split).resolve(file.getFileName().toString());
                Files.createDirectories(to.resolve(split));
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException failure) {
            throw new EarsightException(
                    "The scenes in " + from + " cannot be copied to " + to + ": " + failure.getMessage()
                            + "; check free space.",
                    failure);
        }
    }

    private static String stem(Path file) {
        return file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    }
}
