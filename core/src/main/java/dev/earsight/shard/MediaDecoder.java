package dev.earsight.shard;

import dev.earsight.media.AudioReader;
import dev.earsight.media.FrameReader;
import dev.earsight.media.FrameSize;
import dev.earsight.media.MediaException;
import dev.earsight.media.MediaInfo;
import dev.earsight.media.RgbImage;
import dev.earsight.media.VideoFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Decodes with the readers of the {@code media} room: what workers do unless a test says otherwise. */
final class MediaDecoder implements SourceDecoder {
    /** Loads FFmpeg when it is made. */
    static final class Opener implements SourceDecoder.Opener {
        Opener() {
            try {
                MediaInfo.probe(Path.of("")); // no file: only loads the native libraries
            } catch (MediaException e) {
                // as it must
            }
        }

        @Override
        public SourceDecoder open(Path file, int shortSidePixels) throws UnusableSourceException {
            try {
                return new MediaDecoder(file, shortSidePixels);
            } catch (MediaException e) {
                throw unusable(e, file);
            }
        }
    }

    /** The brand, index and data of an mp4 or mov file, and the boxes that may stand between them. */
    private static final Set<String> BOXES = Set.of(
            "ftyp", "moov", "mdat", "wide", "free", "skip", "uuid", "moof", "mfra", "sidx", "styp", "pdin", "meta");

    private final Path file;
    private final MediaInfo info;
    private final FrameReader frames;
    private final AudioReader sound;

    private MediaDecoder(Path file, int shortSidePixels) {
        this.file = file;
        info = MediaInfo.probe(file);
        if (!info.hasVideo() && !info.hasAudio() && !info.stillPicture()) {
            throw new MediaException(
                    MediaException.Reason.CORRUPT, file, "neither pictures nor sound can be found in it");
        }
        frames = FrameReader.open(file, FrameSize.shortSide(shortSidePixels));
        try {
            sound = AudioReader.open(file);
        } catch (MediaException e) {
            frames.close();
            throw e;
        }
    }

    @Override
    public OptionalDouble declaredSeconds() {
        return Double.isFinite(info.durationSeconds())
                ? OptionalDouble.of(info.durationSeconds())
                : OptionalDouble.empty();
    }

    @Override
    public int damagedPackets() {
        return frames.corruptPackets() + sound.corruptPackets();
    }

    @Override
    public Optional<RgbImage> nextFrame() throws UnusableSourceException {
        try {
            return frames.next().map(VideoFrame::image);
        } catch (MediaException e) {
            throw unusable(e, file);
        }
    }

    @Override
    public int readSound(float[] into, int offset, int count) throws UnusableSourceException {
        try {
            int total = 0;
            while (total < count) {
                int read = sound.read(into, offset + total, count - total);
                if (read < 0) {
                    break;
                }
                total += read;
            }
            return total;
        } catch (MediaException e) {
            throw unusable(e, file);
        }
    }

    @Override
    public void close() {
        frames.close();
        sound.close();
    }

    private static UnusableSourceException unusable(MediaException problem, Path file) {
        // The list names the file in a column of its own.
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
