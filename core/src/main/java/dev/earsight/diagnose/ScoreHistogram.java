package dev.earsight.diagnose;

import dev.earsight.draw.LineChart;
import dev.earsight.media.RgbImage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How the best similarities of matched and of mismatched pairs are spread, as log-odds of a match.
 *
 * @param lowest where the first bin begins
 * @param binWidth of each bin; the last one holds its upper end too
 * @param matched pairs in each bin
 * @param mismatched pairs in each bin
 */
@SuppressWarnings("ArrayRecordComponent") // drawn and written once
public record ScoreHistogram(double lowest, double binWidth, long[] matched, long[] mismatched) {
    /** Of scores, matched or not, in {@code bins} bins from the lowest to the highest. */
    static ScoreHistogram of(double[] scores, boolean[] match, int bins) {
        double low = Arrays.stream(scores).min().orElse(0);
        double high = Arrays.stream(scores).max().orElse(0);
        double width = high > low ? (high - low) / bins : 1;
        long[] matched = new long[bins];
        long[] mismatched = new long[bins];
        for (int i = 0; i < scores.length; i++) {
            int bin = Math.min(bins - 1, (int) ((scores[i] - low) / width));
            (match[i] ? matched : mismatched)[bin]++;
        }
        return new ScoreHistogram(low, width, matched, mismatched);
    }

    /** Both in one chart, with the threshold as an upright line. */
    public RgbImage draw(double threshold, int width, int height) {
        long most = Math.max(
                Arrays.stream(matched).max().orElse(0),
                Arrays.stream(mismatched).max().orElse(0));
        List<LineChart.Line> lines = new ArrayList<>();
        lines.add(outline("mismatched pairs", mismatched));
        lines.add(outline("matched pairs", matched));
        double high = lowest + binWidth * matched.length;
        // Beyond the last bin it would stretch the axis for nothing.
        double at = Math.clamp(threshold, lowest, high);
        lines.add(new LineChart.Line(
                String.format(Locale.ROOT, "operating point %.2f", threshold),
                new double[] {at, at},
                new double[] {0, most}));
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        new LineChart("Best similarity of a picture with a sound", "log-odds of a match", lines, List.of())
                .draw(graphics, 0, 0, width, height);
        graphics.dispose();
        return RgbImage.from(image);
    }

    private LineChart.Line outline(String name, long[] counts) {
        int bins = counts.length;
        double[] x = new double[2 * bins + 2];
        double[] y = new double[2 * bins + 2];
        for (int i = 0; i <= bins; i++) {
            x[2 * i] = lowest + i * binWidth;
            x[2 * i + 1] = x[2 * i];
            y[2 * i] = i == 0 ? 0 : counts[i - 1];
            y[2 * i + 1] = i == bins ? 0 : counts[i];
        }
        return new LineChart.Line(name, x, y);
    }
}
