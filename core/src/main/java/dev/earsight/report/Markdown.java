package dev.earsight.report;

import dev.earsight.evaluate.Baseline;
import dev.earsight.evaluate.Measure;
import java.util.List;
import java.util.stream.Collectors;

/** A report as Markdown: tables and words; pictures, sounds and planes are only named. */
public final class Markdown {
    private Markdown() {}

    /** The whole report. */
    public static String of(Report report) {
        StringBuilder out = new StringBuilder("# " + report.title() + "\n\n" + report.lead() + "\n");
        for (Report.Section section : report.sections()) {
            out.append("\n## ").append(section.title()).append("\n\n");
            out.append(section.blocks().stream()
                    .map(Markdown::block)
                    .filter(text -> !text.isEmpty())
                    .collect(Collectors.joining("\n")));
        }
        return out.toString();
    }

    private static String block(Block block) {
        return switch (block) {
            case Block.Words words -> words.text() + "\n";
            case Block.Notes notes ->
                notes.lines().stream().map(line -> "- " + line + "\n").collect(Collectors.joining());
            case Block.Headline headline -> table(headline.measures());
            case Block.Numbers numbers ->
                numbers.measures().isEmpty() ? "" : titled(numbers.caption()) + table(numbers.measures());
            case Block.Table table -> titled(table.caption()) + table(table);
            case Block.Facts facts ->
                facts.entries().entrySet().stream()
                        .map(entry -> "- " + entry.getKey() + ": " + entry.getValue() + "\n")
                        .collect(Collectors.joining());
            case Block.Verbatim verbatim ->
                titled(verbatim.caption()) + "```\n" + verbatim.text().strip() + "\n```\n";
            case Block.Chart chart -> "(Chart in the HTML: " + chart.caption() + ")\n";
            case Block.Sheet sheet -> "(Pictures and sounds in the HTML: " + sheet.caption() + ")\n";
            case Block.Scatter scatter -> "(Plane in the HTML: " + scatter.caption() + ")\n";
            case Block.Matrix matrix -> titled(matrix.caption()) + matrix(matrix);
        };
    }

    private static String titled(String caption) {
        return caption.isEmpty() ? "" : caption + "\n\n";
    }

    private static String table(List<Measure> measures) {
        StringBuilder out = new StringBuilder(
                "| measure | value | 95 % interval | n | chance | baselines |\n|---|--:|--:|--:|--:|---|\n");
        for (Measure measure : measures) {
            String interval = Double.isNaN(measure.interval().low())
                    ? "–"
                    : Html.number(measure.interval().low()) + " – "
                            + Html.number(measure.interval().high());
            out.append("| ")
                    .append(cell(measure.name()))
                    .append(" | ")
                    .append(Html.number(measure.value()))
                    .append(" | ")
                    .append(interval)
                    .append(" | ")
                    .append(measure.n())
                    .append(" | ")
                    .append(Html.number(measure.chance()))
                    .append(" | ")
                    .append(measure.baselines().stream().map(Markdown::baseline).collect(Collectors.joining(", ")))
                    .append(" |\n");
        }
        return out.toString();
    }

    private static String table(Block.Table table) {
        return line(table.head())
                + "|---|" + "--:|".repeat(table.head().size() - 1) + "\n"
                + table.rows().stream().map(Markdown::line).collect(Collectors.joining());
    }

    private static String line(List<String> cells) {
        return cells.stream().map(Markdown::cell).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String baseline(Baseline baseline) {
        return cell(baseline.name()) + " " + Html.number(baseline.value());
    }

    private static String matrix(Block.Matrix matrix) {
        List<String> names = matrix.confusion().names();
        StringBuilder out = new StringBuilder("| truth");
        names.forEach(name -> out.append(" | ").append(cell(name)));
        out.append(" |\n|---").append("|--:".repeat(names.size())).append("|\n");
        for (int i = 0; i < names.size(); i++) {
            out.append("| ").append(cell(names.get(i)));
            matrix.confusion()
                    .counts()
                    .get(i)
                    .forEach(count -> out.append(" | ").append(count));
            out.append(" |\n");
        }
        return out.toString();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
