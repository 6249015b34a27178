package dev.earsight.report;

import dev.earsight.evaluate.Baseline;
import dev.earsight.evaluate.Measure;
import dev.earsight.media.Sound;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Small drawings as SVG inside the page; their colors are the page's, so they follow light and dark. */
final class Drawings {
    private static final int RANGE_WIDTH = 170;
    private static final int WAVE_WIDTH = 160;
    private static final int WAVE_HEIGHT = 34;
    private static final int PLANE = 460;
    /** Classes with a color of their own; the rest is gray. */
    static final int MOST_COLORS = 16;

    private Drawings() {}

    /** Where a value and its interval lie between 0 and 1, with chance and baselines as marks; empty for other ranges. */
    static String range(Measure measure) {
        List<Baseline> marks = new ArrayList<>(measure.baselines());
        marks.add(new Baseline("chance", measure.chance()));
        boolean shares = inside(measure.value())
                && marks.stream().allMatch(mark -> Double.isNaN(mark.value()) || inside(mark.value()));
        if (!shares) {
            return "";
        }
        StringBuilder svg = new StringBuilder("<svg class=\"range\" viewBox=\"0 0 " + (RANGE_WIDTH + 10)
                + " 18\" role=\"img\"><path class=\"axis\" d=\"M5 9H" + (RANGE_WIDTH + 5) + "\"/>");
        for (Baseline mark : marks) {
            if (!Double.isNaN(mark.value())) {
                svg.append("<path class=\"")
                        .append(mark.name().equals("chance") ? "chance" : "base")
                        .append("\" d=\"M")
                        .append(x(mark.value()))
                        .append(" 4V14\"><title>")
                        .append(Html.escaped(mark.name()))
                        .append(' ')
                        .append(Html.number(mark.value()))
                        .append("</title></path>");
            }
        }
        if (inside(measure.interval().low()) && inside(measure.interval().high())) {
            svg.append("<path class=\"interval\" d=\"M")
                    .append(x(measure.interval().low()))
                    .append(" 9H")
                    .append(x(measure.interval().high()))
                    .append("\"/>");
        }
        return svg.append("<circle class=\"value\" r=\"4\" cy=\"9\" cx=\"")
                .append(x(measure.value()))
                .append("\"/></svg>")
                .toString();
    }

    private static boolean inside(double value) {
        return value >= 0 && value <= 1;
    }

    private static String x(double value) {
        return Html.place(5 + RANGE_WIDTH * value);
    }

    /** Peaks above and below a middle line, the loudest filling the height; a flat line for silence. */
    static String waveform(Sound sound) {
        float[] samples = sound.samples();
        float loudest = 1e-4f; // -80 dB: below it a sound is drawn as the silence it is
        for (float sample : samples) {
            loudest = Math.max(loudest, Math.abs(sample));
        }
        StringBuilder path = new StringBuilder();
        for (int x = 0; x < WAVE_WIDTH; x++) {
            int from = (int) ((long) x * samples.length / WAVE_WIDTH);
            int to = (int) ((x + 1L) * samples.length / WAVE_WIDTH);
            float high = 0;
            float low = 0;
            for (int i = from; i < to; i++) {
                high = Math.max(high, samples[i]);
                low = Math.min(low, samples[i]);
            }
            double middle = WAVE_HEIGHT / 2.0;
            path.append('M')
                    .append(x)
                    .append(".5 ")
                    .append(Html.place(middle - 0.4 - 0.92 * middle * high / loudest))
                    .append('V')
                    .append(Html.place(middle + 0.4 - 0.92 * middle * low / loudest));
        }
        return "<svg class=\"wave\" preserveAspectRatio=\"none\" viewBox=\"0 0 " + WAVE_WIDTH + " " + WAVE_HEIGHT
                + "\"><path d=\"" + path + "\"/></svg>";
    }

    /** Points on a plane, and what their colors mean. */
    static String plane(Block.Scatter scatter) {
        Map<String, Integer> frequency = new TreeMap<>();
        double[] low = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        double[] high = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
        for (Block.Point point : scatter.points()) {
            frequency.merge(point.className(), 1, Integer::sum);
            low[0] = Math.min(low[0], point.x());
            low[1] = Math.min(low[1], point.y());
            high[0] = Math.max(high[0], point.x());
            high[1] = Math.max(high[1], point.y());
        }
        List<String> colored = frequency.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(MOST_COLORS)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        // Both axes at one scale: distances on the plane are distances.
        double scale = (PLANE - 20) / Math.max(1e-12, Math.max(high[0] - low[0], high[1] - low[1]));
        double width = scale * (high[0] - low[0]) + 20;
        double height = scale * (high[1] - low[1]) + 20;
        StringBuilder svg = new StringBuilder("<div class=\"plane\"><svg viewBox=\"0 0 " + Html.place(width) + " "
                + Html.place(height) + "\" style=\"width:" + Math.round(width) + "px\" role=\"img\">");
        for (Block.Point point : scatter.points()) {
            int color = colored.indexOf(point.className());
            svg.append("<circle class=\"")
                    .append(point.hollow() ? "ring " : "disc ")
                    .append("k")
                    .append(color < 0 ? "x" : color)
                    .append("\" r=\"4\" cx=\"")
                    .append(Html.place(10 + scale * (point.x() - low[0])))
                    .append("\" cy=\"")
                    .append(Html.place(10 + scale * (high[1] - point.y())))
                    .append("\"><title>")
                    .append(Html.escaped(point.name()))
                    .append("</title></circle>");
        }
        svg.append("</svg><ul class=\"legend\">");
        for (int i = 0; i < colored.size(); i++) {
            svg.append("<li><svg viewBox=\"0 0 12 12\"><circle class=\"disc k")
                    .append(i)
                    .append("\" cx=\"6\" cy=\"6\" r=\"5\"/></svg>")
                    .append(Html.escaped(colored.get(i).isEmpty() ? "(no class)" : colored.get(i)))
                    .append("</li>");
        }
        if (frequency.size() > colored.size()) {
            svg.append("<li><svg viewBox=\"0 0 12 12\"><circle class=\"disc kx\" cx=\"6\" cy=\"6\" r=\"5\"/></svg>")
                    .append(frequency.size() - colored.size())
                    .append(" other classes</li>");
        }
        return svg.append("</ul></div>").toString();
    }
}
