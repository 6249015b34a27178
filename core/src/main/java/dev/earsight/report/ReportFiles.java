package dev.earsight.report;

import dev.earsight.EarsightException;
import dev.earsight.evaluate.Measure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a report is written: HTML, and beside it the same as Markdown and JSON.
 *
 * @param html the page; the others are called like it
 */
public record ReportFiles(Path html) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String HTML = ".html";

    /** The place a user names: a file {@code NAME.html}, or a folder that gets a {@code report.html}. */
    public static ReportFiles at(Path place) {
        return new ReportFiles(place.toString().endsWith(HTML) ? place : place.resolve("report.html"));
    }

    /** A file beside the page: its name without ending, then {@code ending}. */
    public Path beside(String ending) {
        String name = html.getFileName().toString();
        return html.resolveSibling(name.substring(0, name.length() - HTML.length()) + ending);
    }

    /** Writes all three; folders are made where they are missing. */
    public void write(Report report) {
        try {
            Path folder = html.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(html, HtmlPage.of(report));
            Files.writeString(beside(".md"), Markdown.of(report));
            Files.writeString(beside(".json"), json(report));
        } catch (IOException e) {
            throw new EarsightException(
                    "The report " + html + " cannot be written (" + e.getMessage() + "); choose another place.", e);
        }
    }

    /** What is not pictures, by section. */
    static String json(Report report) {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", "earsight-report");
        root.put("version", 1);
        root.put("title", report.title());
        root.put("lead", report.lead());
        ArrayNode sections = root.putArray("sections");
        for (Report.Section section : report.sections()) {
            ObjectNode node = sections.addObject();
            node.put("name", section.anchor());
            for (Block block : section.blocks()) {
                switch (block) {
                    case Block.Numbers numbers -> {
                        ObjectNode table = node.withArray("tables").addObject();
                        table.put("caption", numbers.caption());
                        table.set("measures", JSON.readTree(Measure.json(numbers.measures())));
                    }
                    case Block.Table table -> {
                        ObjectNode written = node.withArray("tables").addObject();
                        written.put("caption", table.caption());
                        written.set("head", JSON.valueToTree(table.head()));
                        written.set("rows", JSON.valueToTree(table.rows()));
                    }
                    case Block.Notes notes -> notes.lines().forEach(node.withArray("notes")::add);
                    case Block.Facts facts -> facts.entries().forEach(node.withObject("facts")::put);
                    case Block.Verbatim verbatim -> node.withObject("texts").put(verbatim.caption(), verbatim.text());
                    case Block.Matrix matrix -> {
                        ObjectNode table = node.withArray("matrices").addObject();
                        table.put("caption", matrix.caption());
                        table.set("names", JSON.valueToTree(matrix.confusion().names()));
                        table.set("counts", JSON.valueToTree(matrix.confusion().counts()));
                    }
                    case Block.Words _, Block.Headline _, Block.Chart _, Block.Sheet _, Block.Scatter _ -> {
                        // words are in the Markdown, headlines stand in a table too, the rest is to be looked at
                    }
                }
            }
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }
}
