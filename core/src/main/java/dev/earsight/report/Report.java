package dev.earsight.report;

import java.util.List;

/**
 * A report: a title, what it is about in a sentence, and sections.
 *
 * @param title at the top and in the browser's tab
 * @param lead one sentence under it
 * @param sections from top to bottom
 */
public record Report(String title, String lead, List<Section> sections) {
    /** Keeps its own list. */
    public Report {
        sections = List.copyOf(sections);
    }

    /**
     * A part with a heading that links can point to.
     *
     * @param anchor small letters and hyphens, once in a report
     * @param title the heading
     * @param blocks from top to bottom
     */
    public record Section(String anchor, String title, List<Block> blocks) {
        /** Keeps its own list and checks the anchor. */
        public Section {
            blocks = List.copyOf(blocks);
            if (!anchor.matches("[a-z][a-z0-9-]*")) {
                throw new IllegalArgumentException("'" + anchor + "' is no anchor");
            }
        }
    }
}
