package dev.earsight.scene;

import static dev.earsight.scene.Brush.box;
import static dev.earsight.scene.Brush.ellipse;
import static dev.earsight.scene.Brush.polygon;
import static dev.earsight.scene.Brush.polyline;
import static dev.earsight.scene.Brush.roundBox;

import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Path2D;

/** How the drawn machines and devices that sound look. */
final class MachineLooks {
    private MachineLooks() {}

    /** Warning light: dome on a base, a lamp inside, rays all around. */
    static void siren(Brush b) {
        double half = b.vary(0.42, 0.52);
        int rays = b.count(5, 7);
        for (int i = 0; i < rays; i++) {
            double angle = Math.PI * (0.05 + 0.9 * i / (rays - 1.0));
            double x = Math.cos(angle);
            double y = -Math.sin(angle);
            b.stroke(0.72 * x, 0.1 + 0.78 * y, 1.05 * x, 0.1 + 1.1 * y, 0.12, b.accent);
        }
        Path2D dome = new Path2D.Double();
        dome.moveTo(-half, 0.5);
        dome.lineTo(-half, 0);
        dome.curveTo(-half, -0.72, half, -0.72, half, 0);
        dome.lineTo(half, 0.5);
        dome.closePath();
        b.solid(dome, b.base);
        b.solid(ellipse(0, 0.05, half * 0.5, 0.3), b.accent);
        b.solid(box(-half * 1.5, 0.5, half * 1.5, 0.85), b.detail);
    }

    /** Block with cooling fins, a cogged wheel in front, an exhaust pipe. */
    static void engine(Brush b) {
        int fins = b.count(4, 5);
        double half = b.vary(0.6, 0.75);
        b.tube(polyline(half * 0.6, -0.6, half * 0.6, -1, 1.05, -1), 0.16, b.accent);
        for (int i = 0; i < fins; i++) {
            double y = -0.75 + 0.18 * i;
            b.solid(box(-half, y, half, y + 0.11), b.detail);
        }
        double top = -0.75 + 0.18 * fins;
        b.solid(box(-half * 1.25, top, half * 1.25, 0.9), b.base);
        double wheel = b.vary(0.3, 0.38);
        int cogs = b.count(7, 10);
        double turn = b.vary(0, 1);
        for (int i = 0; i < cogs; i++) {
            double angle = 2 * Math.PI * (i + turn) / cogs;
            double x = -0.3 + wheel * Math.cos(angle);
            double y = 0.48 + wheel * Math.sin(angle);
            b.stroke(-0.3, 0.48, -0.3 + (x + 0.3) * 1.22, 0.48 + (y - 0.48) * 1.22, 0.13, b.line);
        }
        b.solid(ellipse(-0.3, 0.48, wheel, wheel), b.accent);
        b.fill(ellipse(-0.3, 0.48, 0.11, 0.11), b.line);
        b.stroke(0.35, top + 0.2, half, top + 0.2, 0.1, b.detail);
        b.stroke(0.35, top + 0.42, half, top + 0.42, 0.1, b.detail);
    }

    /** Round face with a rim, twelve marks and two hands; often two bells and feet like an alarm clock. */
    static void clock(Brush b) {
        double radius = 0.85;
        if (b.chance(0.5)) {
            b.solid(ellipse(-0.55, -0.8, 0.28, 0.24), b.detail);
            b.solid(ellipse(0.55, -0.8, 0.28, 0.24), b.detail);
            b.stroke(-0.5, 0.6, -0.75, 1, 0.13, b.line);
            b.stroke(0.5, 0.6, 0.75, 1, 0.13, b.line);
        }
        b.solid(ellipse(0, 0, radius, radius), b.detail);
        b.solid(ellipse(0, 0, radius * 0.82, radius * 0.82), b.base);
        for (int i = 0; i < 12; i++) {
            double x = Math.sin(Math.PI * i / 6);
            double y = Math.cos(Math.PI * i / 6);
            double inner = i % 3 == 0 ? 0.47 : 0.55;
            b.stroke(inner * x, inner * y, 0.62 * x, 0.62 * y, 0.07, b.detail);
        }
        double minute = b.vary(0, 2 * Math.PI);
        double hour = b.vary(0, 2 * Math.PI);
        b.stroke(0, 0, 0.5 * Math.sin(minute), -0.5 * Math.cos(minute), 0.08, b.detail);
        b.stroke(0, 0, 0.33 * Math.sin(hour), -0.33 * Math.cos(hour), 0.12, b.accent);
        if (b.played()) {
            double swing = 0.75 * (2 * b.pose(0) - 1);
            double x = 0.6 * Math.sin(swing);
            double y = 0.82 + 0.6 * Math.cos(swing);
            b.stroke(0, 0.82, x, y, 0.08, b.line);
            b.solid(ellipse(x, y, 0.18, 0.18), b.accent);
        }
    }

    /** Round pot with spout, lid, bow handle, and steam from the spout. */
    static void kettle(Brush b) {
        double half = b.vary(0.6, 0.72);
        b.tube(new Arc2D.Double(-0.5, -0.95, 1, 1.1, 10, 160, Arc2D.OPEN), 0.12, b.detail);
        Path2D spout = new Path2D.Double();
        spout.moveTo(0.35, 0.45);
        spout.curveTo(0.8, 0.4, 0.75, -0.1, 1.05, -0.35);
        spout.lineTo(0.85, -0.45);
        spout.curveTo(0.6, -0.2, 0.6, 0, 0.4, 0.05);
        spout.closePath();
        b.solid(spout, b.base);
        Path2D body = new Path2D.Double();
        body.moveTo(-half * 0.6, -0.3);
        body.curveTo(-half * 1.1, -0.1, -half * 1.4, 0.9, -half, 0.9);
        body.lineTo(half, 0.9);
        body.curveTo(half * 1.4, 0.9, half * 1.1, -0.1, half * 0.6, -0.3);
        body.closePath();
        b.solid(body, b.base);
        b.stroke(-half * 0.9, 0.55, half * 0.9, 0.55, 0.11, b.detail);
        double lift = 0.4 * b.pose(0);
        b.solid(roundBox(-0.4, -0.42 - lift, 0.4, -0.26 - lift, 0.1), b.detail);
        b.solid(ellipse(0, -0.5 - lift, 0.11, 0.11), b.accent);
        for (int i = 0; i < 2; i++) {
            Path2D steam = new Path2D.Double();
            steam.moveTo(0.95 + 0.18 * i, -0.5);
            steam.curveTo(1.2 + 0.18 * i, -0.65, 0.8 + 0.18 * i, -0.85, 1.05 + 0.18 * i, -1.05);
            b.stroke(steam, 0.08, b.accent);
        }
    }

    /** Table telephone: handset lying on a cradle, a sloped case, a dial of holes. */
    static void phone(Brush b) {
        double half = b.vary(0.72, 0.85);
        b.solid(polygon(-half * 0.55, -0.45, half * 0.55, -0.45, half, 0.85, -half, 0.85), b.base);
        b.solid(ellipse(0, 0.28, 0.44, 0.44), b.detail);
        int holes = b.count(7, 9);
        for (int i = 0; i < holes; i++) {
            double angle = 2 * Math.PI * i / holes;
            b.fill(ellipse(0.3 * Math.cos(angle), 0.28 + 0.3 * Math.sin(angle), 0.085, 0.085), b.base);
        }
        b.fill(ellipse(0, 0.28, 0.13, 0.13), b.accent);
        double sag = b.vary(-0.95, -0.8);
        // While it rings the handset rocks on its cradle.
        double left = -0.45 * b.pose(0);
        double right = b.played() ? -0.45 * (1 - b.pose(0)) : 0;
        Path2D handset = new Path2D.Double();
        handset.moveTo(-0.8, -0.5 + left);
        handset.quadTo(0, sag - 0.2 + (left + right) / 2, 0.8, -0.5 + right);
        b.tube(handset, 0.2, b.accent);
        b.solid(roundBox(-1.05, -0.6 + left, -0.62, -0.22 + left, 0.2), b.accent);
        b.solid(roundBox(0.62, -0.6 + right, 1.05, -0.22 + right, 0.2), b.accent);
    }

    /** Coil seen from the side, standing between two plates. */
    static void spring(Brush b) {
        int turns = b.count(4, 6);
        double half = b.vary(0.42, 0.6);
        // Pressed together from above by a knock, then swinging.
        double pressed = 0.9 * (b.pose(0.5) - 0.5);
        double step = (1.7 - pressed) / turns;
        double width = b.vary(0.1, 0.14);
        Path2D back = new Path2D.Double();
        Path2D front = new Path2D.Double();
        for (int i = 0; i < turns; i++) {
            double y = -0.85 + pressed + step * i;
            front.append(polyline(-half, y, half, y + step / 2), false);
            back.append(polyline(half, y + step / 2, -half, y + step), false);
        }
        b.tube(back, width, b.detail);
        b.tube(front, width, b.base);
        b.solid(box(-half * 1.25, -1.02 + pressed, half * 1.25, -0.82 + pressed), b.accent);
        b.solid(box(-half * 1.25, 0.82, half * 1.25, 1.02), b.accent);
    }

    /** Cloud with rain falling from it. */
    static void rain(Brush b) {
        int rows = b.count(2, 3);
        double slant = b.vary(-0.25, 0.25);
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < 5; i++) {
                double x = -0.72 + 0.36 * i + (row % 2) * 0.16;
                double y = 0.22 + 0.32 * row;
                b.stroke(x, y, x + slant * 0.6, y + 0.16, 0.12, b.accent);
            }
        }
        Path2D cloud = new Path2D.Double();
        double left = b.vary(0.3, 0.4);
        double right = b.vary(0.3, 0.42);
        java.awt.geom.Area area = new java.awt.geom.Area(roundBox(-1, -0.45, 1, 0.02, 0.45));
        area.add(new java.awt.geom.Area(ellipse(-0.5, -0.4, left, left)));
        area.add(new java.awt.geom.Area(ellipse(0.02, -0.58, 0.44, 0.42)));
        area.add(new java.awt.geom.Area(ellipse(0.52, -0.38, right, right)));
        cloud.append(area, false);
        cloud.transform(AffineTransform.getScaleInstance(1, b.vary(0.9, 1.1)));
        b.solid(cloud, b.base);
        b.stroke(new Arc2D.Double(-0.35, -0.85, 0.75, 0.8, 20, 110, Arc2D.OPEN), 0.08, b.detail);
    }
}
