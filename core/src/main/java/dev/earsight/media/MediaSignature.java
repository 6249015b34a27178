package dev.earsight.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Tells a damaged media file from one that never was media, by its first bytes: a cut-off mp4 still starts like an mp4.
 * Only asked when FFmpeg has already failed.
 */
final class MediaSignature {
    private static final Set<String> BOXES = Set.of("ftyp", "moov", "mdat", "wide", "free", "skip");
    private static final Set<String> STARTS = Set.of(
            "RIFF",
            "OggS",
            "fLaC",
            "FLV\u0001",
            "\u001aE\u00df\u00a3",
            "\u0000\u0000\u0001\u00ba",
            "\u00ff\u00d8\u00ff",
            "\u0089PNG",
            "ID3");

    private MediaSignature() {}

    static boolean of(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            String start = new String(in.readNBytes(12), StandardCharsets.ISO_8859_1);
            return STARTS.stream().anyMatch(start::startsWith)
                    || start.length() >= 8 && BOXES.contains(start.substring(4, 8));
        } catch (IOException e) {
            return false;
        }
    }
}
