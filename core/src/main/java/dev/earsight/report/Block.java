package dev.earsight.report;

import dev.earsight.evaluate.Box;
import dev.earsight.evaluate.Confusion;
import dev.earsight.evaluate.Measure;
import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a section is made of. Captions say what is to be seen; they may be empty. */
public sealed interface Block {
    /**
     * A paragraph.
     *
     * @param text plain words, no markup
     */
    record Words(String text) implements Block {}

    /**
     * Words that qualify the numbers, one line each.
     *
     * @param lines plain words
     */
    record Notes(List<String> lines) implements Block {
        /** Keeps its own list. */
        public Notes {
            lines = List.copyOf(lines);
        }
    }

    /**
     * A few measures in large type.
     *
     * @param measures most important first
     */
    record Headline(List<Measure> measures) implements Block {
        /** Keeps its own list. */
        public Headline {
            measures = List.copyOf(measures);
        }
    }

    /**
     * Measures as a table, each with n, interval, chance and baselines.
     *
     * @param caption above the table
     * @param measures one per row
     * @param folded whether it is closed until opened, for long tables
     */
    record Numbers(String caption, List<Measure> measures, boolean folded) implements Block {
        /** Keeps its own list. */
        public Numbers {
            measures = List.copyOf(measures);
        }
    }

    /**
     * Words and numbers already written out, for what is no {@link Measure}, such as changes.
     *
     * @param caption above the table
     * @param head names of the columns
     * @param rows as long as the head; the first cell names the row
     */
    record Table(String caption, List<String> head, List<List<String>> rows) implements Block {
        /** Keeps its own lists. */
        public Table {
            head = List.copyOf(head);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    /**
     * Names and what they are.
     *
     * @param entries in order
     */
    record Facts(Map<String, String> entries) implements Block {}

    /**
     * Text as it is, such as a configuration.
     *
     * @param caption above it
     * @param text in lines
     */
    record Verbatim(String caption, String text) implements Block {}

    /**
     * A chart or drawing.
     *
     * @param caption under it
     * @param image kept without loss
     */
    record Chart(String caption, RgbImage image) implements Block {}

    /**
     * Pictures and sounds in rows.
     *
     * @param caption above them
     * @param rows from top to bottom
     */
    record Sheet(String caption, List<Row> rows) implements Block {
        /** Keeps its own list. */
        public Sheet {
            rows = List.copyOf(rows);
        }
    }

    /**
     * One row of a sheet.
     *
     * @param name at its left
     * @param tiles from left to right
     */
    record Row(String name, List<Tile> tiles) {
        /** Keeps its own list. */
        public Row {
            tiles = List.copyOf(tiles);
        }
    }

    /** How a tile is framed. */
    enum Mark {
        /** What was asked. */
        QUERY,
        /** A right answer. */
        RIGHT,
        /** A wrong one. */
        WRONG,
        /** Neither. */
        PLAIN
    }

    /**
     * A picture, a sound, or both.
     *
     * @param picture of any size; made small
     * @param boxes drawn over it, in fractions
     * @param sound a second or so, to be played
     * @param title first line
     * @param detail second line
     * @param mark its frame
     */
    record Tile(
            Optional<RgbImage> picture,
            List<Box> boxes,
            Optional<Sound> sound,
            String title,
            String detail,
            Mark mark) {
        /** Keeps its own list. */
        public Tile {
            boxes = List.copyOf(boxes);
        }
    }

    /**
     * What was taken for what: rows are the truth.
     *
     * @param caption above it
     * @param confusion the counts
     */
    record Matrix(String caption, Confusion confusion) implements Block {}

    /**
     * Points on a plane, colored by class.
     *
     * @param caption above it
     * @param points in no order
     */
    record Scatter(String caption, List<Point> points) implements Block {
        /** Keeps its own list. */
        public Scatter {
            points = List.copyOf(points);
        }
    }

    /**
     * One point.
     *
     * @param x to the right
     * @param y upwards
     * @param className its color
     * @param hollow whether it is a ring: pictures are discs, sounds are rings
     * @param name shown when pointed at
     */
    record Point(double x, double y, String className, boolean hollow, String name) {}
}
