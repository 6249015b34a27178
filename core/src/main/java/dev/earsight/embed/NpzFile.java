package dev.earsight.embed;

import dev.earsight.EarsightException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Named arrays in one file, as {@code numpy.savez} writes and {@code numpy.load} reads: a zip of {@code .npy} files, stored. */
public final class NpzFile {
    private static final String SUFFIX = ".npy";

    private NpzFile() {}

    /** Writes all arrays, in the map's order; an older file is replaced only when the new one is whole. */
    public static void write(Path file, Map<String, ? extends NpyArray> arrays) {
        Path target = file.toAbsolutePath();
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        try {
            Files.createDirectories(partial.resolveSibling("."));
            try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(partial)))) {
                zip.setMethod(ZipOutputStream.STORED);
                for (Map.Entry<String, ? extends NpyArray> array : arrays.entrySet()) {
                    byte[] bytes = array.getValue().toBytes();
                    CRC32 checksum = new CRC32();
                    checksum.update(bytes);
                    ZipEntry entry = new ZipEntry(array.getKey() + SUFFIX);
                    entry.setSize(bytes.length);
                    entry.setCrc(checksum.getValue());
                    entry.setTime(
                            315_532_800_000L); // 1980, the first moment of zip: the same arrays give the same bytes
                    zip.putNextEntry(entry);
                    zip.write(bytes);
                    zip.closeEntry();
                }
            }
            Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new EarsightException(
                    "Cannot write " + file + ": " + e.getMessage() + "; check free space and permissions.", e);
        }
    }

    /** Reads all arrays, in the file's order. */
    public static Map<String, NpyArray> read(Path file) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName();
                if (name.endsWith(SUFFIX)) {
                    arrays.put(name.substring(0, name.length() - SUFFIX.length()), NpyArray.parse(zip.readAllBytes()));
                }
            }
        } catch (IOException | IllegalArgumentException | ArithmeticException e) {
            throw new EarsightException(
                    "Cannot read " + file + " as npz (" + e.getMessage()
                            + "); give a whole one, written by 'embed' or numpy.savez.",
                    e);
        }
        if (arrays.isEmpty()) {
            throw new EarsightException(file + " holds no arrays; give a file written by 'embed'.");
        }
        return arrays;
    }
}
