package dev.earsight.scene;

import static dev.earsight.scene.Brush.ellipse;
import static dev.earsight.scene.Brush.polygon;
import static dev.earsight.scene.Brush.polyline;

import java.awt.geom.Path2D;

/** How the drawn animals look. */
final class AnimalLooks {
    private AnimalLooks() {}

    /** Round body, head with beak and eye, folded wing, fan tail, two legs. */
    static void bird(Brush b) {
        double fat = b.vary(0.42, 0.54);
        b.stroke(-0.1, 0.4, -0.15, 0.98, 0.08, b.line);
        b.stroke(0.12, 0.4, 0.12, 0.98, 0.08, b.line);
        double lift = b.vary(-0.35, 0.15);
        b.solid(polygon(-0.4, 0.1, -1.1, lift - 0.12, -1.15, lift + 0.1, -1.05, lift + 0.32, -0.4, 0.35), b.detail);
        b.solid(ellipse(-0.05, 0.15, 0.62, fat), b.base);
        double open = 0.45 * b.pose(0);
        if (b.played()) {
            b.solid(polygon(0.72, -0.66, 1.2, -0.45 - open, 0.75, -0.45), b.accent);
            b.solid(polygon(0.72, -0.28, 1.15, -0.45 + open, 0.75, -0.45), b.accent);
        } else {
            b.solid(polygon(0.75, -0.62, 1.15, -0.42, 0.75, -0.32), b.accent);
        }
        b.solid(ellipse(0.5, -0.45, 0.36, 0.34), b.base);
        b.fill(ellipse(0.58, -0.52, 0.1, 0.1), b.line);
        Path2D wing = new Path2D.Double();
        wing.moveTo(0.25, 0);
        wing.quadTo(0, 0.55, -0.7, b.vary(0.1, 0.3) - open);
        wing.quadTo(-0.4, -0.2 - open, 0.25, 0);
        b.solid(wing, b.detail);
    }

    /** Long low body, bent hind legs above the back, thin legs below, long feelers. */
    static void cricket(Brush b) {
        double fat = b.vary(0.2, 0.27);
        double rubbing = 0.75 * b.pose(0);
        double knee = b.vary(-0.85, -0.65) + rubbing;
        for (double x : new double[] {0.3, 0.05}) {
            b.stroke(polyline(x, 0.15, x + 0.22, 0.4, x + 0.1, 0.8), 0.075, b.line);
        }
        b.solid(ellipse(-0.15, 0.1, 0.75, fat), b.base);
        for (int i = 0; i < 4; i++) {
            double x = -0.65 + 0.26 * i;
            b.stroke(x, 0.1 - fat * 0.7, x, 0.1 + fat * 0.7, 0.06, b.detail);
        }
        b.solid(ellipse(0.6, 0, 0.26, 0.25), b.detail);
        b.fill(ellipse(0.68, -0.05, 0.09, 0.09), b.accent);
        b.stroke(new java.awt.geom.QuadCurve2D.Double(0.7, -0.2, 0.85, -0.7, 1.2, b.vary(-0.85, -0.5)), 0.06, b.line);
        b.stroke(new java.awt.geom.QuadCurve2D.Double(0.6, -0.2, 0.6, -0.8, 0.9, b.vary(-1, -0.85)), 0.06, b.line);
        b.tube(polyline(0.1, 0.15, -0.5, knee), 0.14, b.base);
        b.stroke(polyline(-0.5, knee, -0.85, 0.75, -1.05, 0.8), 0.1, b.line);
        b.tube(polyline(-0.1, 0.2, -0.8, knee + 0.25), 0.12, b.base);
        b.stroke(polyline(-0.8, knee + 0.25, -0.5, 0.78, -0.7, 0.82), 0.1, b.line);
    }
}
