package dev.earsight.scene;

import static dev.earsight.scene.Brush.box;
import static dev.earsight.scene.Brush.ellipse;
import static dev.earsight.scene.Brush.polygon;
import static dev.earsight.scene.Brush.roundBox;

import java.awt.geom.Path2D;

/** How the drawn musical instruments look. */
final class InstrumentLooks {
    private InstrumentLooks() {}

    /** Waisted body, sound hole, bridge, long neck with a head, strings. */
    static void guitar(Brush b) {
        double lower = b.vary(0.42, 0.56);
        double upper = lower * b.vary(0.68, 0.85);
        double waist = lower * b.vary(0.45, 0.6);
        double neck = b.vary(0.07, 0.1);
        b.solid(box(-neck, -1, neck, 0), b.detail);
        b.solid(roundBox(-neck * 1.8, -1.12, neck * 1.8, -0.86, 0.1), b.detail);
        Path2D body = new Path2D.Double();
        body.moveTo(0, -0.28);
        body.curveTo(upper, -0.36, upper * 1.2, 0.02, waist, 0.2);
        body.curveTo(lower * 1.25, 0.35, lower * 1.2, 1, 0, 1);
        body.curveTo(-lower * 1.2, 1, -lower * 1.25, 0.35, -waist, 0.2);
        body.curveTo(-upper * 1.2, 0.02, -upper, -0.36, 0, -0.28);
        b.solid(body, b.base);
        b.fill(ellipse(0, 0.25, b.vary(0.15, 0.2), 0.17), b.detail);
        b.stroke(-0.2, 0.68, 0.2, 0.68, 0.1, b.accent);
        for (int i = -1; i <= 1; i++) {
            b.stroke(i * neck * 0.6, -0.95, i * neck * 0.7, 0.68, 0.02, b.line);
        }
        double swing = 0.28 * b.pose(0);
        if (swing > 0.01) {
            // A string that swings is seen as the stretch it sweeps.
            Path2D swept = new Path2D.Double();
            swept.moveTo(0, -0.85);
            swept.quadTo(2 * swing, -0.1, 0, 0.68);
            swept.quadTo(-2 * swing, -0.1, 0, -0.85);
            b.fill(swept, b.line);
            b.stroke(swept, 0.03, b.accent);
        }
    }

    /** Flared mouth, band, clapper below, ring on top. */
    static void bell(Brush b) {
        if (b.played()) {
            b.knock(0, 0, 0.5 * (b.pose(0.5) - 0.5));
        }
        double mouth = b.vary(0.75, 0.95);
        double shoulder = b.vary(0.35, 0.5);
        b.stroke(ellipse(0, -0.85, 0.13, 0.13), 0.09, b.line);
        double clapper = b.vary(-0.2, 0.2);
        b.solid(ellipse(b.played() ? 0.55 - 0.95 * b.pose(0) : clapper, 0.78, 0.2, 0.2), b.accent);
        Path2D body = new Path2D.Double();
        body.moveTo(-mouth, 0.72);
        body.curveTo(-mouth * 0.55, 0.4, -shoulder * 1.1, -0.75, 0, -0.75);
        body.curveTo(shoulder * 1.1, -0.75, mouth * 0.55, 0.4, mouth, 0.72);
        body.closePath();
        b.solid(body, b.base);
        b.solid(roundBox(-mouth, 0.58, mouth, 0.76, 0.12), b.detail);
        if (b.chance(0.6)) {
            b.stroke(-shoulder * 0.85, 0.05, shoulder * 0.85, 0.05, 0.08, b.detail);
        }
    }

    /** Barrel with a bright skin on top and ropes in zigzag; sometimes two sticks. */
    static void drum(Brush b) {
        double half = b.vary(0.72, 0.92);
        double top = b.vary(-0.5, -0.3);
        double bottom = b.vary(0.45, 0.75);
        double rim = b.vary(0.18, 0.28);
        b.solid(ellipse(0, bottom, half, rim), b.base);
        b.fill(box(-half, top, half, bottom), b.base);
        b.stroke(-half, top, -half, bottom, 0.055, b.line);
        b.stroke(half, top, half, bottom, 0.055, b.line);
        int ropes = b.count(3, 5);
        for (int i = 0; i < ropes; i++) {
            double left = -half + 2 * half * i / ropes;
            double right = -half + 2 * half * (i + 1) / ropes;
            b.stroke(left, top + rim, (left + right) / 2, bottom + 0.1, 0.07, b.detail);
            b.stroke((left + right) / 2, bottom + 0.1, right, top + rim, 0.07, b.detail);
        }
        double dent = Math.max(0, 1 - b.pose(1) / 0.25);
        b.solid(ellipse(0, top + 0.08 * dent, half, rim * (1 - 0.3 * dent)), b.accent);
        boolean sticks = b.chance(0.5);
        if (b.played()) {
            double up = 0.8 * b.pose(1);
            b.stroke(0, top - 0.05 - up, 0.85, top - 0.4 - 0.55 * up, 0.1, b.line);
            b.solid(ellipse(0, top - 0.05 - up, 0.14, 0.14), b.detail);
        } else if (sticks) {
            b.stroke(-0.1, top, -0.75, -1, 0.09, b.line);
            b.stroke(0.1, top, 0.75, -1, 0.09, b.line);
        }
    }

    /** Bars side by side, shorter and shorter, on two rails, with a nail at each end; sometimes a mallet. */
    static void xylophone(Brush b) {
        int bars = b.count(6, 8);
        double first = b.vary(0.75, 0.95);
        double last = b.vary(0.3, 0.45);
        b.stroke(-1, first * 0.6, 1, last * 0.6, 0.1, b.line);
        b.stroke(-1, -first * 0.6, 1, -last * 0.6, 0.1, b.line);
        double pitch = 2.0 / bars;
        for (int i = 0; i < bars; i++) {
            double half = first + (last - first) * i / (bars - 1);
            double x = -1 + pitch * i;
            b.solid(roundBox(x + 0.03, -half, x + pitch - 0.05, half, 0.08), i % 2 == 0 ? b.base : b.detail);
        }
        if (b.chance(0.6) || b.played()) {
            double up = 0.85 * b.pose(0);
            b.stroke(-0.5, 0.9 - 0.4 * up, 0.45, -0.2 - up, 0.07, b.line);
            b.solid(ellipse(0.45, -0.2 - up, 0.16, 0.16), b.accent);
        }
    }

    /** Long straight tube with a lip plate, rings, and a row of holes. */
    static void flute(Brush b) {
        double half = b.vary(0.13, 0.19);
        b.solid(roundBox(-1.15, -half, 1.15, half, 0.15), b.base);
        b.solid(roundBox(-0.95, -half * 1.5, -0.6, half * 1.5, 0.2), b.detail);
        b.fill(ellipse(-0.78, 0, 0.08, half * 0.5), b.line);
        int holes = b.count(4, 6);
        for (int i = 0; i < holes; i++) {
            b.solid(ellipse(-0.3 + 1.2 * i / (holes - 1.0), 0, 0.085, half * 0.75), b.accent);
        }
        b.fill(box(1.02, -half, 1.12, half), b.detail);
        plume(b, -0.78, -half * 1.6, -0.25);
    }

    /** Trumpet: wide bell at one end, long tube, an oval loop with three valves on top. */
    static void horn(Brush b) {
        double mouth = b.vary(0.48, 0.65);
        double loop = b.vary(0.26, 0.36);
        b.tube(roundBox(-0.45, -0.02, 0.4, 2 * loop, 0.5), 0.09, b.base);
        for (int i = 0; i < 3; i++) {
            double x = -0.25 + 0.2 * i;
            b.solid(box(x - 0.06, -0.28, x + 0.06, 0.5), b.detail);
            b.stroke(x - 0.07, -0.36, x + 0.07, -0.36, 0.09, b.accent);
        }
        b.tube(Brush.polyline(-1.1, 0, 0.4, 0), 0.1, b.base);
        b.stroke(-1.15, -0.1, -1.15, 0.1, 0.1, b.line);
        Path2D bell = new Path2D.Double();
        bell.moveTo(0.3, -0.08);
        bell.curveTo(0.8, -0.1, 0.95, -mouth * 0.5, 1.1, -mouth);
        bell.lineTo(1.1, mouth);
        bell.curveTo(0.95, mouth * 0.5, 0.8, 0.1, 0.3, 0.08);
        bell.closePath();
        b.solid(bell, b.base);
        b.solid(ellipse(1.1, 0, 0.12, mouth), b.accent);
        if (b.played()) {
            // A plunger that opens the bell with the tone.
            double away = 1.12 + 0.42 * b.pose(0);
            b.solid(ellipse(away, 0, 0.1, mouth * 0.85), b.detail);
            b.stroke(away, 0, away + 0.1, 0, 0.14, b.line);
        }
    }

    /** Air that is blown out upwards, the farther the louder. */
    private static void plume(Brush b, double x, double y, double slant) {
        double out = 0.75 * b.pose(0);
        if (out > 0.03) {
            for (int i = -1; i <= 1; i++) {
                b.stroke(x + 0.12 * i, y, x + 0.12 * i + (slant + 0.3 * i) * out, y - out, 0.07, b.accent);
            }
        }
    }

    /** Referee's whistle: round chamber, flat mouthpiece to one side, a slot, a ring. */
    static void whistle(Brush b) {
        double radius = b.vary(0.5, 0.62);
        double lip = b.vary(0.26, 0.36);
        b.stroke(ellipse(-0.75, -0.55, 0.2, 0.2), 0.09, b.line);
        b.solid(polygon(-0.3, -radius, 1.1, -radius, 1.1, -radius + lip, 0.1, 0.1), b.base);
        b.solid(ellipse(-0.3, 0, radius, radius), b.base);
        b.fill(polygon(-0.28, -radius + 0.02, 0.1, -radius + 0.02, 0.1, -radius + 0.14, -0.3, -0.05), b.detail);
        b.solid(ellipse(-0.3, 0.1, 0.24, 0.24), b.accent);
        b.stroke(0.85, -radius, 0.85, -radius + lip, 0.09, b.detail);
        plume(b, -0.05, -radius, -0.3);
    }
}
