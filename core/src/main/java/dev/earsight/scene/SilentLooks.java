package dev.earsight.scene;

import static dev.earsight.scene.Brush.box;
import static dev.earsight.scene.Brush.ellipse;
import static dev.earsight.scene.Brush.polygon;
import static dev.earsight.scene.Brush.polyline;
import static dev.earsight.scene.Brush.roundBox;

import java.awt.geom.Arc2D;
import java.awt.geom.Path2D;

/** How the drawn things that never sound look: as salient as the others. */
final class SilentLooks {
    private SilentLooks() {}

    /** Beach ball: wedges in turn of two colors. */
    static void ball(Brush b) {
        int wedges = 2 * b.count(3, 4);
        double turn = b.vary(0, 360);
        b.solid(ellipse(0, 0, 0.9, 0.9), b.base);
        for (int i = 0; i < wedges; i += 2) {
            double span = 360.0 / wedges;
            b.fill(new Arc2D.Double(-0.87, -0.87, 1.74, 1.74, turn + i * span, span, Arc2D.PIE), b.detail);
        }
        b.solid(ellipse(0, 0, 0.2, 0.2), b.accent);
    }

    /** Parcel in perspective with tape. */
    static void parcel(Brush b) {
        double depth = b.vary(0.25, 0.45);
        double rise = b.vary(0.25, 0.4);
        b.solid(polygon(-0.85, -0.3, -0.85 + depth, -0.3 - rise, 1, -0.3 - rise, 1 - depth, -0.3), b.detail);
        b.solid(polygon(1 - depth, -0.3, 1, -0.3 - rise, 1, 0.85 - rise, 1 - depth, 0.85), b.accent);
        b.solid(box(-0.85, -0.3, 1 - depth, 0.85), b.base);
        double middle = (0.15 - depth) / 2;
        b.fill(box(middle - 0.09, -0.28, middle + 0.09, 0.83), b.detail);
    }

    /** Star with five to seven points. */
    static void star(Brush b) {
        int points = b.count(5, 7);
        double inner = b.vary(0.38, 0.5);
        double[] xy = new double[4 * points];
        double[] small = new double[4 * points];
        for (int i = 0; i < 2 * points; i++) {
            double radius = i % 2 == 0 ? 1 : inner;
            xy[2 * i] = radius * Math.sin(Math.PI * i / points);
            xy[2 * i + 1] = -radius * Math.cos(Math.PI * i / points);
            small[2 * i] = xy[2 * i] * 0.5;
            small[2 * i + 1] = xy[2 * i + 1] * 0.5;
        }
        b.solid(polygon(xy), b.base);
        b.fill(polygon(small), b.detail);
    }

    /** Chair from the side: back with slats, seat, legs. */
    static void chair(Brush b) {
        double seat = b.vary(0.05, 0.2);
        b.stroke(-0.5, seat, -0.6, 1, 0.15, b.base);
        b.stroke(0.5, seat, 0.6, 1, 0.15, b.base);
        b.stroke(-0.25, seat, -0.28, 0.85, 0.12, b.detail);
        b.stroke(0.75, seat - 0.1, 0.82, 0.85, 0.12, b.detail);
        b.tube(polyline(-0.5, seat, -0.6, -1), 0.1, b.base);
        b.tube(polyline(0.1, seat - 0.15, 0.05, -1.05), 0.1, b.base);
        for (int i = 0; i < 3; i++) {
            b.tube(polyline(-0.57, -0.9 + 0.27 * i, 0.05, -0.95 + 0.27 * i), 0.08, b.accent);
        }
        b.solid(polygon(-0.6, seat, 0.6, seat, 0.85, seat - 0.2, -0.35, seat - 0.2), b.detail);
    }

    /** Pot with long leaves. */
    static void plant(Brush b) {
        int leaves = b.count(5, 7);
        for (int i = 0; i < leaves; i++) {
            double angle = Math.PI * (0.1 + 0.8 * i / (leaves - 1.0)) + b.vary(-0.1, 0.1);
            double length = b.vary(0.95, 1.25);
            double x = length * Math.cos(angle);
            double y = 0.25 - length * Math.sin(angle);
            Path2D leaf = new Path2D.Double();
            leaf.moveTo(0, 0.3);
            leaf.quadTo(x * 0.5 - 0.2, 0.1 + y * 0.5, x, y);
            leaf.quadTo(x * 0.5 + 0.25, 0.15 + y * 0.5, 0, 0.3);
            b.solid(leaf, i % 2 == 0 ? b.base : b.detail);
        }
        b.solid(polygon(-0.5, 0.25, 0.5, 0.25, 0.36, 1, -0.36, 1), b.accent);
        b.solid(box(-0.56, 0.2, 0.56, 0.38), b.accent);
    }

    /** Open umbrella with ribs and a crook. */
    static void umbrella(Brush b) {
        b.stroke(0, -0.8, 0, 0.8, 0.09, b.line);
        b.stroke(new Arc2D.Double(0, 0.62, 0.36, 0.36, 180, 180, Arc2D.OPEN), 0.09, b.line);
        int ribs = b.count(4, 6);
        Path2D canopy = new Path2D.Double();
        canopy.append(new Arc2D.Double(-1, -0.85, 2, 1.8, 0, 180, Arc2D.OPEN), false);
        double step = 2.0 / ribs;
        for (int i = 0; i < ribs; i++) {
            canopy.quadTo(-1 + step * (i + 0.5), -0.2, -1 + step * (i + 1), 0.05);
        }
        canopy.closePath();
        b.solid(canopy, b.base);
        for (int i = 1; i < ribs; i++) {
            b.stroke(0, -0.85, -1 + step * i, 0, 0.07, b.detail);
        }
    }

    /** Mug with a handle and a picture on it. */
    static void mug(Brush b) {
        double half = b.vary(0.48, 0.62);
        b.tube(ellipse(half + 0.12, 0.05, 0.3, 0.38), 0.13, b.base);
        b.solid(roundBox(-half, -0.75, half, 0.85, 0.2), b.base);
        b.solid(ellipse(0, -0.75, half, 0.17), b.detail);
        b.fill(polygon(0, -0.2, 0.28, 0.12, 0, 0.5, -0.28, 0.12), b.accent);
    }

    /** Kite on the wind: a quartered rhombus, a tail with bows. */
    static void kite(Brush b) {
        double half = b.vary(0.5, 0.65);
        Path2D tail = new Path2D.Double();
        tail.moveTo(0, 0.4);
        tail.curveTo(0.35, 0.6, -0.35, 0.8, b.vary(-0.1, 0.2), 1.15);
        b.stroke(tail, 0.07, b.line);
        b.solid(polygon(-0.1, 0.62, 0.25, 0.78, 0.25, 0.55, -0.1, 0.8), b.accent);
        b.solid(polygon(-0.25, 0.9, 0.12, 1.06, 0.12, 0.84, -0.25, 1.08), b.accent);
        b.solid(polygon(0, -1.1, half, -0.35, 0, 0.45, -half, -0.35), b.base);
        b.fill(polygon(0, -1.05, half - 0.05, -0.35, 0, -0.35), b.detail);
        b.fill(polygon(0, 0.4, -half + 0.05, -0.35, 0, -0.35), b.detail);
    }
}
