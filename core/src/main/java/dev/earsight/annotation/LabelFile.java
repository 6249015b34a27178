package dev.earsight.annotation;

import dev.earsight.EarsightException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * What clips are said to sound like, from a CSV as its authors publish it:
 *
 * <ul>
 *   <li>AudioSet's segment lists, {@code YTID, start_seconds, end_seconds, "/m/...,/m/..."}: several labels, known by id;
 *   <li>VGGSound's {@code vggsound.csv}, {@code YTID,start_seconds,label,split}, and the lists of single files,
 *       {@code YTID_000030.mp4,label};
 *   <li>anyone's own {@code clip,label}, one line per label.
 * </ul>
 *
 * A clip is found by its file's name without folders and ending: the one listed, or {@code YTID}, {@code YTID_START} or
 * {@code YTID_START_END} with times in seconds or milliseconds. A name that fits several segments has no labels.
 */
public final class LabelFile {
    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setIgnoreSurroundingSpaces(true)
            .setIgnoreEmptyLines(true)
            .setCommentMarker('#')
            .get();

    /** A start of NaN belongs to a file listed by its name alone. */
    private record Segment(double startSeconds, Set<String> labels) {}

    private final Path file;
    private final Map<String, List<Segment>> segments = new HashMap<>();
    private final Set<String> classes = new TreeSet<>();

    private LabelFile(Path file) {
        this.file = file;
    }

    /** Reads any of the three. */
    public static LabelFile read(Path file) {
        LabelFile labels = new LabelFile(file);
        try (BufferedReader reader = Files.newBufferedReader(file);
                CSVParser parser = CSVParser.parse(reader, FORMAT)) {
            for (CSVRecord cells : parser) {
                labels.add(cells, parser.getCurrentLineNumber());
            }
        } catch (IOException | UncheckedIOException e) {
            throw new EarsightException(file + " cannot be read as CSV: " + e.getMessage() + "; check it.", e);
        }
        if (labels.segments.isEmpty()) {
            throw new EarsightException(
                    file + " holds no labels; give AudioSet's or VGGSound's list, or lines 'clip,label'.");
        }
        return labels;
    }

    private void add(CSVRecord cells, long line) {
        boolean heading = segments.isEmpty()
                && Set.of("clip", "file", "video", "YTID", "youtube_id").contains(cells.get(0));
        if (heading) {
            return;
        }
        if (cells.size() == 2) {
            add(Names.stem(cells.get(0)), Double.NaN, List.of(cells.get(1)));
        } else if (cells.size() == 4 && isNumber(cells.get(1))) {
            List<String> labels = isNumber(cells.get(2)) ? List.of(cells.get(3).split(",")) : List.of(cells.get(2));
            add(cells.get(0), Double.parseDouble(cells.get(1)), labels);
        } else {
            throw new EarsightException(file + " line " + line
                    + " is neither 'clip,label' nor a line of AudioSet's or VGGSound's lists; mend it.");
        }
    }

    private void add(String key, double startSeconds, List<String> labels) {
        List<Segment> known = segments.computeIfAbsent(key, name -> new ArrayList<>(1));
        for (String label : labels) {
            classes.add(label.strip());
        }
        for (Segment segment : known) {
            if (Double.compare(segment.startSeconds, startSeconds) == 0) {
                labels.forEach(label -> segment.labels.add(label.strip()));
                return;
            }
        }
        Set<String> all = new LinkedHashSet<>();
        labels.forEach(label -> all.add(label.strip()));
        known.add(new Segment(startSeconds, all));
    }

    /** The labels of a clip, given its file's name or path; none where the list does not know it. */
    public Set<String> labels(String path) {
        String stem = Names.stem(path);
        Set<String> whole = only(segments.getOrDefault(stem, List.of()));
        if (!whole.isEmpty()) {
            return whole;
        }
        int last = stem.lastIndexOf('_');
        int before = last > 0 ? stem.lastIndexOf('_', last - 1) : -1;
        Set<String> byStart = last > 0 ? at(stem.substring(0, last), stem.substring(last + 1)) : Set.of();
        if (byStart.isEmpty() && before > 0 && isNumber(stem.substring(last + 1))) {
            return at(stem.substring(0, before), stem.substring(before + 1, last));
        }
        return byStart;
    }

    /** All labels that occur, sorted. */
    public Set<String> classes() {
        return Set.copyOf(classes);
    }

    private static Set<String> only(List<Segment> fitting) {
        return fitting.size() == 1 ? Set.copyOf(fitting.getFirst().labels) : Set.of();
    }

    private Set<String> at(String id, String start) {
        if (!isNumber(start)) {
            return Set.of();
        }
        double time = Double.parseDouble(start);
        return only(segments.getOrDefault(id, List.of()).stream()
                .filter(segment -> Math.abs(time - segment.startSeconds) < 0.5
                        || Math.abs(time - 1000 * segment.startSeconds) < 0.5)
                .toList());
    }

    private static boolean isNumber(String text) {
        return text.matches("[0-9]+(\\.[0-9]+)?");
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
