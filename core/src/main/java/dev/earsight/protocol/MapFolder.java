package dev.earsight.protocol;

import dev.earsight.EarsightException;
import dev.earsight.embed.NpyArray;
import dev.earsight.embed.NpzFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder of score maps: {@code NAME.npz} for each item, with an array {@code map} of rows and columns, float32 or float64
 * (further dimensions of size one in front are passed over).
 */
public final class MapFolder implements MapSource {
    /** What the array is called. */
    public static final String ARRAY = "map";

    private static final String SUFFIX = ".npz";

    private final Path folder;

    /** The folder must exist. */
    public MapFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new EarsightException(
                    folder + " is not a folder; give the folder that holds NAME.npz for each item.");
        }
        this.folder = folder;
    }

    @Override
    public Optional<RawMap> map(String name) {
        Path file = folder.resolve(name + SUFFIX);
        return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
    }

    /** Maps that belong to none of the items, by name. */
    public List<String> beyond(Set<String> names) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> String.valueOf(file.getFileName()))
                    .filter(file -> file.endsWith(SUFFIX))
                    .map(file -> file.substring(0, file.length() - SUFFIX.length()))
                    .filter(name -> !names.contains(name))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new EarsightException(
                    folder + " cannot be listed: " + e.getMessage() + "; check its permissions.", e);
        }
    }

    private static RawMap read(Path file) {
        NpyArray array = array(file);
        float[] scores = switch (array) {
            case NpyArray.Floats floats -> floats.values();
            case NpyArray.Doubles doubles -> narrowed(doubles.values());
            default -> throw wrong(file, "holds an array '" + ARRAY + "' that is not float32 or float64");
        };
        int[] shape = array.shape();
        int first = Math.max(0, shape.length - 2);
        boolean plane = shape.length >= 2
                && scores.length > 0
                && Arrays.stream(shape, 0, first).allMatch(size -> size == 1);
        if (!plane) {
            throw wrong(
                    file,
                    "holds an array '" + ARRAY + "' of shape " + Arrays.toString(shape)
                            + " instead of rows and columns");
        }
        return new RawMap(shape[first], shape[first + 1], scores);
    }

    private static NpyArray array(Path file) {
        try {
            NpyArray array = NpzFile.read(file).get(ARRAY);
            if (array != null) {
                return array;
            }
        } catch (EarsightException e) {
            // Its remedy, to embed again, does not help here.
            throw (EarsightException) wrong(file, "cannot be read as npz").initCause(e);
        }
        throw wrong(file, "holds no array '" + ARRAY + "'");
    }

    private static float[] narrowed(double[] values) {
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = (float) values[i];
        }
        return result;
    }

    private static EarsightException wrong(Path file, String what) {
        return new EarsightException(
                file + " " + what + "; write it with numpy.savez(file, map=scores), see docs/formats.md.");
    }
}
