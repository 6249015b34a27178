package dev.earsight.clip;

import dev.earsight.EarsightException;
import dev.earsight.shard.ClipLibrary;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/**
 * Pairs to judge correspondence on, fixed: stored as CSV and read back, so that every network is asked the same questions
 * (paper, section 3.1). Clips stand in the file by name, times as a frame of the 25 frames-per-second grid and as the middle
 * sample of a second at 48 kHz.
 *
 * @param rows the pairs, as many matched as not where the program drew them
 */
public record PairList(List<Row> rows) {
    private static final List<String> COLUMNS = List.of(
            "picture_clip",
            "picture_frame",
            "sound_clip",
            "sound_center_sample",
            "matched",
            "control_clip",
            "control_center_sample");

    /**
     * A pair, and the sound that stands in for its own when it is asked what shuffled sound reaches.
     *
     * @param pair picture and sound
     * @param controlClip where the other sound is from, another source than the picture's
     * @param controlCenterSample the middle of its second
     */
    public record Row(Pair pair, int controlClip, long controlCenterSample) {}

    /** Keeps its own list. */
    public PairList {
        rows = List.copyOf(rows);
    }

    /**
     * Draws {@code momentsPerClip} moments of every clip the sampler can use; each is a match, and a mismatch with the sound of
     * one of the other sources' moments.
     */
    public static PairList draw(ClipLibrary library, PairSampler sampler, int momentsPerClip, RandomGenerator random) {
        Set<String> refused = Set.copyOf(sampler.refused());
        List<Pair> moments = new ArrayList<>();
        for (int clip = 0; clip < library.size(); clip++) {
            for (int i = 0; i < momentsPerClip && !refused.contains(library.name(clip)); i++) {
                moments.add(sampler.drawMatchedFrom(clip, random));
            }
        }
        List<Row> rows = new ArrayList<>();
        for (Pair own : moments) {
            Pair other = ofAnotherSource(library, own, moments, random);
            Pair mismatch =
                    new Pair(own.frameClip(), own.frameIndex(), other.soundClip(), other.soundCenterSample(), false);
            for (Pair pair : List.of(own, mismatch)) {
                Pair control = ofAnotherSource(library, own, moments, random);
                rows.add(new Row(pair, control.soundClip(), control.soundCenterSample()));
            }
        }
        return new PairList(rows);
    }

    private static Pair ofAnotherSource(ClipLibrary library, Pair own, List<Pair> moments, RandomGenerator random) {
        String source = library.source(own.frameClip());
        while (true) {
            Pair other = moments.get(random.nextInt(moments.size()));
            if (!library.source(other.soundClip()).equals(source)) {
                return other;
            }
        }
    }

    /** Writes the list; the folder is made where it is missing. */
    public void write(Path file, ClipLibrary library) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            try (BufferedWriter writer = Files.newBufferedWriter(file);
                    CSVPrinter printer = new CSVPrinter(writer, CSVFormat.RFC4180)) {
                printer.printRecord(COLUMNS);
                for (Row row : rows) {
                    Pair pair = row.pair;
                    printer.printRecord(
                            library.name(pair.frameClip()),
                            pair.frameIndex(),
                            library.name(pair.soundClip()),
                            pair.soundCenterSample(),
                            pair.matched() ? 1 : 0,
                            library.name(row.controlClip),
                            row.controlCenterSample);
                }
            }
        } catch (IOException e) {
            throw new EarsightException("Cannot write " + file + ": " + e.getMessage() + "; check free space.", e);
        }
    }

    /**
     * Reads a list for the clips of {@code library}.
     *
     * @throws EarsightException naming the line where a clip is not there, a time lies outside of it, or a pair is not what it
     *     says
     */
    public static PairList read(Path file, ClipLibrary library) {
        Map<String, Integer> clips = new HashMap<>();
        for (int clip = 0; clip < library.size(); clip++) {
            clips.put(library.name(clip), clip);
        }
        List<Row> rows = new ArrayList<>();
        int matches = 0;
        try (BufferedReader reader = Files.newBufferedReader(file);
                CSVParser parser = CSVParser.parse(reader, CSVFormat.RFC4180)) {
            boolean header = true;
            for (CSVRecord cells : parser) {
                if (header) {
                    if (!cells.toList().equals(COLUMNS)) {
                        throw new EarsightException(file + " does not begin with '" + String.join(",", COLUMNS)
                                + "'; give a list that `evaluate` wrote, or leave it out to have one written.");
                    }
                    header = false;
                    continue;
                }
                Row row = new Line(file, parser.getCurrentLineNumber(), cells, library, clips).row();
                matches += row.pair.matched() ? 1 : 0;
                rows.add(row);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new EarsightException(file + " cannot be read as CSV: " + e.getMessage() + "; check it.", e);
        }
        if (matches == 0 || matches == rows.size()) {
            throw new EarsightException(file + " holds " + matches + " matched and " + (rows.size() - matches)
                    + " mismatched pairs; correspondence needs both.");
        }
        return new PairList(rows);
    }

    private record Line(Path file, long number, CSVRecord cells, ClipLibrary library, Map<String, Integer> clips) {
        Row row() {
            if (cells.size() != COLUMNS.size()) {
                throw wrong("has " + cells.size() + " cells instead of " + COLUMNS.size());
            }
            int picture = clip(0);
            int sound = clip(2);
            int control = clip(5);
            long frame = whole(1);
            if (frame < 0 || frame >= library.frameCount(picture) || frame % library.frameStep(picture) != 0) {
                throw wrong("asks for frame " + frame + " of '" + cells.get(0) + "', which has "
                        + library.frameCount(picture) + ", every " + library.frameStep(picture) + " kept");
            }
            boolean matched = cells.get(4).equals("1");
            if (!matched && !cells.get(4).equals("0")) {
                throw wrong("says matched '" + cells.get(4) + "' where 1 or 0 is meant");
            }
            boolean sameClip = picture == sound;
            boolean sameSource = library.source(picture).equals(library.source(sound));
            if (matched ? !sameClip : sameSource) {
                throw wrong(
                        matched
                                ? "calls a match what is of two clips, '" + cells.get(0) + "' and '" + cells.get(2)
                                        + "'"
                                : "calls a mismatch what is of one source, '" + library.source(picture) + "'");
            }
            return new Row(
                    new Pair(picture, (int) frame, sound, second(3, sound), matched), control, second(6, control));
        }

        private int clip(int column) {
            Integer clip = clips.get(cells.get(column));
            if (clip == null) {
                throw wrong("names the clip '" + cells.get(column) + "', which the data does not hold");
            }
            return clip;
        }

        private long second(int column, int clip) {
            long center = whole(column);
            long half = LogSpectrogram.SAMPLES / 2;
            if (center < half || center + half > library.sampleCount(clip)) {
                throw wrong("asks for the second around sample " + center + " of '" + library.name(clip)
                        + "', which has " + library.sampleCount(clip));
            }
            return center;
        }

        private long whole(int column) {
            try {
                return Long.parseLong(cells.get(column));
            } catch (NumberFormatException e) {
                throw wrong("says '" + cells.get(column) + "' for " + COLUMNS.get(column));
            }
        }

        private EarsightException wrong(String what) {
            return new EarsightException(file + " line " + number + " " + what
                    + "; give the data and the split that the list was written for, or have another written.");
        }
    }
}
