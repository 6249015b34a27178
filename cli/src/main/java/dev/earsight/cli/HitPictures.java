package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.library.Hit;
import dev.earsight.library.Library;
import dev.earsight.library.MediaKind;
import dev.earsight.library.Side;
import dev.earsight.localize.ContactSheet;
import dev.earsight.localize.Waveform;
import dev.earsight.media.AudioReader;
import dev.earsight.media.FrameReader;
import dev.earsight.media.FrameSize;
import dev.earsight.media.ImageFile;
import dev.earsight.media.MediaInfo;
import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;
import dev.earsight.media.VideoFrame;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The contact sheet of a search: the query at the left, what was found to its right, a few to a row. */
final class HitPictures {
    private static final int HITS_IN_A_ROW = 6;
    private static final int TILE_WIDTH = 200;

    private final Library library;

    HitPictures(Library library) {
        this.library = library;
    }

    RgbImage sheet(Path query, double atSeconds, List<Hit> hits) {
        ContactSheet.Tile asked =
                new ContactSheet.Tile(ofFile(query, atSeconds), String.valueOf(query.getFileName()), "query", false);
        List<ContactSheet.Row> rows = new ArrayList<>();
        for (Side side : Side.values()) {
            List<ContactSheet.Tile> tiles = hits.stream()
                    .filter(hit -> hit.side() == side)
                    .map(this::tile)
                    .toList();
            for (int i = 0; i < tiles.size(); i += HITS_IN_A_ROW) {
                rows.add(new ContactSheet.Row(asked, tiles.subList(i, Math.min(tiles.size(), i + HITS_IN_A_ROW))));
            }
        }
        if (rows.isEmpty()) {
            rows.add(new ContactSheet.Row(asked, List.of()));
        }
        return new ContactSheet("", rows).draw(TILE_WIDTH);
    }

    private ContactSheet.Tile tile(Hit hit) {
        Path file = library.path(hit);
        RgbImage picture;
        try {
            picture = hit.side() == Side.SOUND ? sound(file, hit.startSeconds(), hit.endSeconds()) : picture(file, hit);
        } catch (EarsightException e) {
            picture = blank(); // the file is gone; its line still says what was found
        }
        String when = hit.kind() == MediaKind.IMAGE ? "" : HitFormat.range(hit) + "  ";
        return new ContactSheet.Tile(
                picture,
                String.valueOf(file.getFileName()),
                String.format(Locale.ROOT, "%s%s %.3f", when, hit.side().label(), hit.score()),
                false);
    }

    private static RgbImage picture(Path file, Hit hit) {
        return hit.kind() == MediaKind.IMAGE ? ImageFile.read(file) : frame(file, hit.bestSeconds());
    }

    private static RgbImage ofFile(Path file, double atSeconds) {
        MediaInfo info = MediaInfo.probe(file);
        if (info.stillPicture()) {
            return ImageFile.read(file);
        }
        return info.hasVideo() ? frame(file, atSeconds) : sound(file, atSeconds, atSeconds + 1);
    }

    private static RgbImage frame(Path file, double seconds) {
        try (FrameReader frames = FrameReader.open(file, FrameSize.shortSide(TILE_WIDTH))) {
            int frame = (int) Math.round(seconds * VideoFrame.PER_SECOND);
            frames.skipTo(frame);
            Optional<VideoFrame> found = frames.next();
            return found.map(VideoFrame::image).orElseGet(HitPictures::blank);
        }
    }

    /** The level over the time, at most ten seconds of it. */
    private static RgbImage sound(Path file, double from, double to) {
        try (AudioReader reader = AudioReader.open(file)) {
            float[] passed = new float[Sound.SAMPLE_RATE_HZ];
            long skip = Math.round(from * Sound.SAMPLE_RATE_HZ);
            while (skip > 0) {
                int read = reader.read(passed, 0, (int) Math.min(skip, passed.length));
                if (read <= 0) {
                    return blank();
                }
                skip -= read;
            }
            Sound heard = reader.readAll(Math.clamp(to - from, 0.1, 10));
            return Waveform.picture(heard, TILE_WIDTH, TILE_WIDTH / 2);
        }
    }

    private static RgbImage blank() {
        byte[] gray = new byte[3 * 4 * 3];
        Arrays.fill(gray, (byte) 60);
        return new RgbImage(4, 3, gray);
    }
}
