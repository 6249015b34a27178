package dev.earsight.shard;

import dev.earsight.media.MediaException;
import dev.earsight.resume.SkipReason;
import dev.earsight.resume.UnusableSourceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;

/** What the readers of the {@code media} room say of a file they cannot use, as a reason to skip it. */
public final class UnusableMedia {
    /** The brand, index and data of an mp4 or mov file, and the boxes that may stand between them. */
    private static final Set<String> BOXES = Set.of(
            "ftyp", "moov", "mdat", "wide", "free", "skip", "uuid", "moof", "mfra", "sidx", "styp", "pdin", "meta");

    private UnusableMedia() {}

    /** The same problem, for a list that names the file in a column of its own. */
    public static UnusableSourceException of(MediaException problem, Path file) {
        String detail = String.valueOf(problem.getMessage()).replace(file + ": ", "");
        SkipReason reason = switch (problem.reason()) {
            case NOT_MEDIA -> SkipReason.NOT_MEDIA;
            case CORRUPT -> endsTooEarly(file) ? SkipReason.TRUNCATED : SkipReason.CORRUPT;
            case EMPTY -> SkipReason.EMPTY;
            case NO_VIDEO -> SkipReason.NO_VIDEO;
            case NO_AUDIO -> SkipReason.NO_AUDIO;
            case TOO_SHORT -> SkipReason.TOO_SHORT;
            case SILENT -> SkipReason.SILENT;
            case STILL_PICTURE -> SkipReason.STILL_PICTURE;
            case TIMED_OUT -> SkipReason.TIMED_OUT;
            case CRASHED -> SkipReason.CRASHED;
            case UNREADABLE -> SkipReason.UNREADABLE;
        };
        return new UnusableSourceException(reason, detail);
    }

    /** Whether an mp4 or mov file stops within one of its boxes, or before the one that describes the rest. */
    static boolean endsTooEarly(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer head = ByteBuffer.allocate(16);
            boolean described = false;
            long at = 0;
            while (at + 16 <= channel.size()) {
                Tar.readFully(channel, head.clear(), at);
                long size = head.getInt(0) & 0xffffffffL;
                String type = new String(head.array(), 4, 4, StandardCharsets.ISO_8859_1);
                described |= type.equals("moov");
                size = size == 1 ? head.getLong(8) : size == 0 ? channel.size() - at : size;
                if (!BOXES.contains(type) || size < 8) {
                    return false;
                }
                at += size;
            }
            return at > 0 && (at > channel.size() || !described);
        } catch (IOException e) {
            return false;
        }
    }
}
