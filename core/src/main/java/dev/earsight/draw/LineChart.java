package dev.earsight.draw;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Lines over a common axis, dark on white, with the lettering of {@link Lettering}: works without any font installed.
 *
 * @param title above the chart
 * @param xLabel under the axis
 * @param lines what is drawn, in order; later ones on top
 * @param references dashed lines across, e.g. chance
 */
public record LineChart(String title, String xLabel, List<Line> lines, List<Reference> references) {
    private static final Color INK = new Color(50, 52, 58);
    private static final Color FAINT = new Color(120, 124, 132);
    private static final Color GRID = new Color(228, 230, 234);
    private static final double LONE_POINT_RADIUS = 3;
    /** Colors told apart by most color-blind readers (Okabe and Ito). */
    private static final Color[] COLORS = {
        new Color(0, 114, 178),
        new Color(230, 120, 0),
        new Color(0, 158, 115),
        new Color(204, 90, 150),
        new Color(86, 160, 220)
    };

    /** Keeps its own lists. */
    public LineChart {
        lines = List.copyOf(lines);
        references = List.copyOf(references);
    }

    /**
     * One line; points that are no finite numbers leave a gap.
     *
     * @param name in the legend
     * @param x ascending
     * @param y as many
     */
    @SuppressWarnings("ArrayRecordComponent") // drawn once
    public record Line(String name, double[] x, double[] y) {
        /** Checks that there are as many of both. */
        public Line {
            if (x.length != y.length) {
                throw new IllegalArgumentException(x.length + " places for " + y.length + " values");
            }
        }

        private boolean has(int i) {
            return i >= 0 && i < x.length && Double.isFinite(x[i]) && Double.isFinite(y[i]);
        }
    }

    /**
     * A level to compare with.
     *
     * @param name written at its right end
     * @param y the level
     */
    public record Reference(String name, double y) {}

    /** Draws into a rectangle of the picture. */
    public void draw(Graphics2D graphics, double left, double top, double width, double height) {
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        double unit = height / 300;
        double[] xRange = range(lines.stream().map(Line::x).toList(), List.of());
        double[] yRange = range(
                lines.stream().map(Line::y).toList(),
                references.stream().map(Reference::y).toList());
        List<Double> xTicks = ticks(xRange[0], xRange[1], 6);
        List<Double> yTicks = ticks(yRange[0], yRange[1], 6);
        yRange = new double[] {Math.min(yRange[0], yTicks.getFirst()), Math.max(yRange[1], yTicks.getLast())};
        double small = 8 * unit;
        double x0 = left + 48 * unit;
        double x1 = left + width - 26 * unit;
        double y0 = top + height - 40 * unit;
        double y1 = top + 44 * unit;
        Lettering.draw(graphics, title, x0, top + 20 * unit, 11 * unit, INK);
        for (double tick : yTicks) {
            double y = place(tick, yRange, y0, y1);
            rule(graphics, x0, y, x1, y, GRID, unit);
            String label = label(tick, yTicks);
            Lettering.draw(graphics, label, x0 - 7 * unit - Lettering.width(label, small), y + small / 2, small, FAINT);
        }
        for (double tick : xTicks) {
            double x = place(tick, xRange, x0, x1);
            rule(graphics, x, y0, x, y0 + 4 * unit, FAINT, unit);
            String label = label(tick, xTicks);
            Lettering.draw(graphics, label, x - Lettering.width(label, small) / 2, y0 + 16 * unit, small, FAINT);
        }
        rule(graphics, x0, y0, x1, y0, FAINT, unit);
        Lettering.draw(graphics, xLabel, x1 - Lettering.width(xLabel, small), y0 + 33 * unit, small, INK);
        for (Reference reference : references) {
            double y = place(reference.y(), yRange, y0, y1);
            graphics.setStroke(new BasicStroke(
                    (float) (1.2 * unit),
                    BasicStroke.CAP_BUTT,
                    BasicStroke.JOIN_ROUND,
                    10,
                    new float[] {(float) (5 * unit), (float) (4 * unit)},
                    0));
            graphics.setColor(FAINT);
            graphics.draw(new Line2D.Double(x0, y, x1, y));
            Lettering.draw(
                    graphics,
                    reference.name(),
                    x1 - Lettering.width(reference.name(), small),
                    y - 4 * unit,
                    small,
                    FAINT);
        }
        Shape before = graphics.getClip();
        double over = LONE_POINT_RADIUS * unit;
        graphics.clip(new Rectangle2D.Double(x0 - over, y1 - over, x1 - x0 + 2 * over, y0 - y1 + 2 * over));
        for (int i = 0; i < lines.size(); i++) {
            line(
                    graphics,
                    lines.get(i),
                    COLORS[i % COLORS.length],
                    xRange,
                    yRange,
                    new double[] {x0, x1, y0, y1},
                    unit);
        }
        graphics.setClip(before);
        legend(graphics, x0, top + 34 * unit, small, unit);
    }

    private void legend(Graphics2D graphics, double x0, double y, double letters, double unit) {
        double x = x0;
        for (int i = 0; i < lines.size(); i++) {
            rule(graphics, x, y - letters / 2, x + 14 * unit, y - letters / 2, COLORS[i % COLORS.length], 2 * unit);
            Lettering.draw(graphics, lines.get(i).name(), x + 19 * unit, y, letters, INK);
            x += 19 * unit + Lettering.width(lines.get(i).name(), letters) + 18 * unit;
        }
    }

    private static void line(
            Graphics2D graphics,
            Line line,
            Color color,
            double[] xRange,
            double[] yRange,
            double[] frame,
            double unit) {
        graphics.setStroke(new BasicStroke((float) (1.8 * unit), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.setColor(color);
        Path2D path = new Path2D.Double();
        for (int i = 0; i < line.x().length; i++) {
            if (!line.has(i)) {
                continue;
            }
            double x = place(line.x()[i], xRange, frame[0], frame[1]);
            double y = place(line.y()[i], yRange, frame[2], frame[3]);
            if (line.has(i - 1)) {
                path.lineTo(x, y);
            } else {
                path.moveTo(x, y);
                if (!line.has(i + 1)) {
                    double radius = LONE_POINT_RADIUS * unit;
                    graphics.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
                }
            }
        }
        graphics.draw(path);
    }

    private static void rule(
            Graphics2D graphics, double x0, double y0, double x1, double y1, Color color, double width) {
        graphics.setStroke(new BasicStroke((float) width));
        graphics.setColor(color);
        graphics.draw(new Line2D.Double(x0, y0, x1, y1));
    }

    private static double place(double value, double[] range, double from, double to) {
        return from + (value - range[0]) / (range[1] - range[0]) * (to - from);
    }

    private static double[] range(List<double[]> values, List<Double> further) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double[] each : values) {
            for (double value : each) {
                if (Double.isFinite(value)) {
                    low = Math.min(low, value);
                    high = Math.max(high, value);
                }
            }
        }
        for (double value : further) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        if (low > high) {
            return new double[] {0, 1};
        }
        return low == high ? new double[] {low - 0.5, high + 0.5} : new double[] {low, high};
    }

    /** Round numbers (1, 2 or 5 times a power of ten apart) inside the range, at most about {@code most} of them. */
    static List<Double> ticks(double low, double high, int most) {
        double rough = (high - low) / most;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = power * (rough <= power ? 1 : rough <= 2 * power ? 2 : rough <= 5 * power ? 5 : 10);
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    private static String label(double tick, List<Double> ticks) {
        double step = ticks.size() > 1 ? ticks.get(1) - ticks.getFirst() : 1;
        int digits = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        return String.format(
                Locale.ROOT, digits == 0 && ticks.getLast() >= 10_000 ? "%,.0f" : "%." + digits + "f", tick);
    }
}
