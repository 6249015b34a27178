package dev.earsight.leakage;

import dev.earsight.EarsightException;
import dev.earsight.media.AudioReader;
import dev.earsight.media.FrameReader;
import dev.earsight.media.FrameSize;
import dev.earsight.media.ImageFile;
import dev.earsight.media.MediaException;
import dev.earsight.media.MediaInfo;
import dev.earsight.media.Sound;
import dev.earsight.media.VideoFrame;
import dev.earsight.resume.SourceFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.LongStream;

/** The videos, pictures and recordings in a folder and those below it as items. */
public final class MediaItems {
    /** Pictures need no more than twice the cells of a hash. */
    private static final FrameSize SIZE = FrameSize.shortSide(64);

    private MediaItems() {}

    /** The files that {@link #read} would look into. */
    public static List<SourceFile> files(Path folder) {
        List<SourceFile> files = new ArrayList<>();
        SourceFile.walk(folder, folder.resolve(".none"), files::add);
        files.sort(Comparator.comparing(SourceFile::path));
        return files;
    }

    /**
     * Reads files; those that cannot be used are named in the set.
     *
     * @param name what the set is to be called
     * @param done told how many files are done
     * @throws EarsightException where none can be used
     */
    public static ItemSet read(String name, List<SourceFile> files, Set<Kind> kinds, IntConsumer done) {
        List<Optional<Item>> items = new ArrayList<>(Collections.nCopies(files.size(), Optional.empty()));
        List<String> unusable = Collections.synchronizedList(new ArrayList<>());
        Workers.forEach(
                files.size(),
                i -> {
                    try {
                        items.set(i, Optional.of(item(files.get(i), kinds)));
                    } catch (MediaException damaged) {
                        unusable.add(String.valueOf(damaged.getMessage()));
                    } catch (IOException unreadable) {
                        unusable.add(files.get(i).file() + ": cannot be read (" + unreadable.getMessage() + ")");
                    }
                },
                done);
        List<Item> usable = items.stream().flatMap(Optional::stream).toList();
        if (usable.isEmpty()) {
            throw new EarsightException(name + " holds no videos, pictures or sounds that can be used"
                    + (unusable.isEmpty() ? "" : " (" + unusable.getFirst() + ")")
                    + "; give prepared data, a folder of media, or a txt or csv list of ids.");
        }
        unusable.sort(null);
        return new ItemSet(name, usable, unusable);
    }

    private static Item item(SourceFile file, Set<Kind> kinds) throws IOException {
        MediaInfo info = MediaInfo.probe(file.file());
        return new Item(
                file.path(),
                Item.idOf(file.path()),
                kinds.contains(Kind.FILE) ? Optional.of(file.sha256()) : Optional.empty(),
                kinds.contains(Kind.PICTURE) ? pictures(file.file(), info) : new long[0],
                kinds.contains(Kind.SOUND) && info.hasAudio() ? sound(file.file()) : new int[0]);
    }

    private static long[] pictures(Path file, MediaInfo info) {
        LongStream.Builder hashes = LongStream.builder();
        if (info.stillPicture()) {
            PictureHash.of(ImageFile.read(file)).ifPresent(hashes::add);
        } else if (info.hasVideo()) {
            int every = (int) (PictureHash.EVERY_SECONDS * VideoFrame.PER_SECOND);
            try (FrameReader reader = FrameReader.open(file, SIZE)) {
                Optional<VideoFrame> first = reader.next();
                reader.skipTo(every / 2);
                Optional<VideoFrame> frame = reader.next().or(() -> first);
                while (frame.isPresent()) {
                    PictureHash.of(frame.get().image()).ifPresent(hashes::add);
                    reader.skipTo(frame.get().index() + every);
                    frame = reader.next();
                }
            }
        }
        return hashes.build().distinct().toArray();
    }

    private static int[] sound(Path file) {
        SoundPrint print = new SoundPrint();
        float[] second = new float[Sound.SAMPLE_RATE_HZ];
        try (AudioReader reader = AudioReader.open(file)) {
            int heard = second(reader, second);
            while (heard > 0) {
                print.add(second, heard);
                heard = second(reader, second);
            }
        }
        return print.words();
    }

    /** Fills a second, with zeros after the end; answers how much of it there was. */
    private static int second(AudioReader reader, float[] second) {
        int filled = 0;
        while (filled < second.length) {
            int got = reader.read(second, filled, second.length - filled);
            if (got < 0) {
                break;
            }
            filled += got;
        }
        Arrays.fill(second, filled, second.length, 0);
        return filled;
    }
}
