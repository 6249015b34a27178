package dev.earsight.report;

import dev.earsight.EarsightException;
import dev.earsight.evaluate.Box;
import dev.earsight.evaluate.Measure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A report as one HTML file. Pictures and sounds are inside of it and its policy forbids the browser to load anything else, so it
 * says the same wherever it is opened.
 */
final class HtmlPage {
    private final StringBuilder out = new StringBuilder();
    private final DataUri media;

    private HtmlPage(DataUri media) {
        this.media = media;
    }

    /** The whole page. */
    static String of(Report report) {
        try (DataUri media = new DataUri()) {
            HtmlPage page = new HtmlPage(media);
            page.write(report);
            return page.out.toString();
        }
    }

    private void write(Report report) {
        out.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; ")
                .append("media-src data:; style-src 'unsafe-inline'\">")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>")
                .append(Html.escaped(report.title()))
                .append("</title><style>")
                .append(style())
                .append("</style></head><body><header><h1>")
                .append(Html.escaped(report.title()))
                .append("</h1><p class=\"lead\">")
                .append(Html.escaped(report.lead()))
                .append("</p><nav>");
        for (Report.Section section : report.sections()) {
            out.append("<a href=\"#").append(section.anchor()).append("\">");
            out.append(Html.escaped(section.title())).append("</a>");
        }
        out.append("</nav></header><main>\n");
        for (Report.Section section : report.sections()) {
            out.append("<section id=\"").append(section.anchor()).append("\"><h2><a href=\"#");
            out.append(section.anchor()).append("\">").append(Html.escaped(section.title()));
            out.append("</a></h2>\n");
            section.blocks().forEach(this::block);
            out.append("</section>\n");
        }
        out.append("</main></body></html>\n");
    }

    private void block(Block block) {
        switch (block) {
            case Block.Words words -> paragraph("", words.text());
            case Block.Notes notes -> notes(notes.lines());
            case Block.Headline headline -> headline(headline.measures());
            case Block.Numbers numbers -> numbers(numbers);
            case Block.Table table -> table(table);
            case Block.Facts facts -> {
                out.append("<dl>");
                facts.entries()
                        .forEach((name, value) -> out.append("<dt>")
                                .append(Html.escaped(name))
                                .append("</dt><dd>")
                                .append(Html.escaped(value))
                                .append("</dd>"));
                out.append("</dl>\n");
            }
            case Block.Verbatim verbatim ->
                out.append("<details><summary>")
                        .append(Html.escaped(verbatim.caption()))
                        .append("</summary><pre>")
                        .append(Html.escaped(verbatim.text()))
                        .append("</pre></details>\n");
            case Block.Chart chart ->
                out.append("<figure><img alt=\"")
                        .append(Html.escaped(chart.caption()))
                        .append("\" src=\"")
                        .append(DataUri.drawing(chart.image()))
                        .append("\"><figcaption>")
                        .append(Html.escaped(chart.caption()))
                        .append("</figcaption></figure>\n");
            case Block.Sheet sheet -> sheet(sheet);
            case Block.Matrix matrix -> matrix(matrix);
            case Block.Scatter scatter -> {
                paragraph("caption", scatter.caption());
                out.append(Drawings.plane(scatter)).append('\n');
            }
        }
    }

    private void paragraph(String kind, String text) {
        if (!text.isEmpty()) {
            out.append("<p class=\"")
                    .append(kind)
                    .append("\">")
                    .append(Html.escaped(text))
                    .append("</p>\n");
        }
    }

    private void notes(List<String> lines) {
        if (!lines.isEmpty()) {
            out.append("<ul class=\"notes\">");
            lines.forEach(line -> out.append("<li>").append(Html.escaped(line)).append("</li>"));
            out.append("</ul>\n");
        }
    }

    private void headline(List<Measure> measures) {
        out.append("<div class=\"cards\">");
        for (Measure measure : measures) {
            out.append("<div class=\"card\"><span>")
                    .append(Html.escaped(measure.name()))
                    .append("</span><b>")
                    .append(Html.number(measure.value()))
                    .append("</b>")
                    .append(Drawings.range(measure))
                    .append("<small>")
                    .append(interval(measure))
                    .append(", n ")
                    .append(measure.n())
                    .append(", chance ")
                    .append(Html.number(measure.chance()))
                    .append("</small></div>");
        }
        out.append("</div>\n");
    }

    private static String interval(Measure measure) {
        return Double.isNaN(measure.interval().low())
                ? "no interval"
                : Html.number(measure.interval().low()) + " – "
                        + Html.number(measure.interval().high());
    }

    private void numbers(Block.Numbers numbers) {
        if (numbers.measures().isEmpty()) {
            return;
        }
        if (numbers.folded()) {
            out.append("<details><summary>")
                    .append(Html.escaped(numbers.caption()))
                    .append("</summary>");
        } else {
            paragraph("caption", numbers.caption());
        }
        out.append("<div class=\"wide\"><table><thead><tr><th>measure<th class=\"r\">value<th>")
                .append("<th class=\"r\">95 % interval<th class=\"r\">n<th class=\"r\">chance<th>baselines")
                .append("</tr></thead><tbody>\n");
        for (Measure measure : numbers.measures()) {
            out.append("<tr><td>")
                    .append(Html.escaped(measure.name()))
                    .append("<td class=\"r\"><b>")
                    .append(Html.number(measure.value()))
                    .append("</b><td>")
                    .append(Drawings.range(measure))
                    .append("<td class=\"r\" title=\"")
                    .append(Html.escaped(measure.interval().method()))
                    .append("\">")
                    .append(interval(measure))
                    .append("<td class=\"r\">")
                    .append(measure.n())
                    .append("<td class=\"r\">")
                    .append(Html.number(measure.chance()))
                    .append("<td class=\"chips\">")
                    .append(measure.baselines().stream()
                            .map(baseline -> "<span>" + Html.escaped(baseline.name()) + " <b>"
                                    + Html.number(baseline.value()) + "</b></span>")
                            .collect(Collectors.joining(" ")))
                    .append("</tr>\n");
        }
        out.append("</tbody></table></div>").append(numbers.folded() ? "</details>\n" : "\n");
    }

    private void table(Block.Table table) {
        paragraph("caption", table.caption());
        out.append("<div class=\"wide\"><table><thead><tr>");
        cells("th", table.head());
        out.append("</tr></thead><tbody>\n");
        for (List<String> row : table.rows()) {
            out.append("<tr>");
            cells("td", row);
            out.append("</tr>\n");
        }
        out.append("</tbody></table></div>\n");
    }

    private void cells(String kind, List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            out.append('<')
                    .append(kind)
                    .append(i == 0 ? " class=\"named\">" : " class=\"r\">")
                    .append(Html.escaped(cells.get(i)));
        }
    }

    private void sheet(Block.Sheet sheet) {
        paragraph("caption", sheet.caption());
        out.append("<div class=\"sheet\">");
        for (Block.Row row : sheet.rows()) {
            if (!row.name().isEmpty()) {
                out.append("<h3>").append(Html.escaped(row.name())).append("</h3>");
            }
            out.append("<div class=\"row\">");
            row.tiles().forEach(this::tile);
            out.append("</div>\n");
        }
        out.append("</div>\n");
    }

    private void tile(Block.Tile tile) {
        out.append("<div class=\"tile ")
                .append(tile.mark().name().toLowerCase(Locale.ROOT))
                .append("\">");
        tile.picture().ifPresent(picture -> {
            out.append("<div class=\"picture\"><img loading=\"lazy\" alt=\"")
                    .append(Html.escaped(tile.title()))
                    .append("\" src=\"")
                    .append(media.photograph(picture))
                    .append("\">");
            tile.boxes().forEach(this::box);
            out.append("</div>");
        });
        tile.sound()
                .ifPresent(sound -> out.append(Drawings.waveform(sound))
                        .append("<audio controls preload=\"none\" src=\"")
                        .append(DataUri.sound(sound))
                        .append("\"></audio>"));
        out.append("<div class=\"words\"><b>")
                .append(Html.escaped(tile.title()))
                .append("</b><small>")
                .append(Html.escaped(tile.detail()))
                .append("</small></div></div>");
    }

    private void box(Box box) {
        double left = Math.clamp(box.x0(), 0, 1);
        double top = Math.clamp(box.y0(), 0, 1);
        out.append(String.format(
                Locale.ROOT,
                "<i style=\"left:%.1f%%;top:%.1f%%;width:%.1f%%;height:%.1f%%\"></i>",
                100 * left,
                100 * top,
                100 * (Math.clamp(box.x1(), 0, 1) - left),
                100 * (Math.clamp(box.y1(), 0, 1) - top)));
    }

    private void matrix(Block.Matrix matrix) {
        paragraph("caption", matrix.caption());
        List<String> names = matrix.confusion().names();
        out.append("<div class=\"wide\"><table class=\"matrix\"><thead><tr><th>");
        names.forEach(
                name -> out.append("<th><span>").append(Html.escaped(name)).append("</span>"));
        out.append("</tr></thead><tbody>\n");
        for (int i = 0; i < names.size(); i++) {
            List<Integer> counts = matrix.confusion().counts().get(i);
            int sum = counts.stream().mapToInt(Integer::intValue).sum();
            if (sum == 0) {
                continue; // never the truth, only an answer
            }
            out.append("<tr><th>").append(Html.escaped(names.get(i)));
            for (int j = 0; j < names.size(); j++) {
                int share = Math.round(100f * counts.get(j) / sum);
                out.append(i == j ? "<td class=\"d\"" : "<td")
                        .append(" style=\"--s:")
                        .append(share)
                        .append("%\">")
                        .append(counts.get(j) == 0 ? "" : counts.get(j));
            }
            out.append("</tr>\n");
        }
        out.append("</tbody></table></div>\n");
    }

    private static String style() {
        try (InputStream css = HtmlPage.class.getResourceAsStream("page.css")) {
            return new String(Optional.ofNullable(css).orElseThrow().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new EarsightException("The program's own page.css cannot be read; build it again.", e);
        }
    }
}
