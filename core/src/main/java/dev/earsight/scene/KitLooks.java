package dev.earsight.scene;

import static dev.earsight.scene.Brush.box;
import static dev.earsight.scene.Brush.ellipse;
import static dev.earsight.scene.Brush.polygon;
import static dev.earsight.scene.Brush.roundBox;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;

/** How the parts of a drum kit look, and a maraca. A part rests in pose 0.5 and is knocked out of it when it is struck. */
final class KitLooks {
    private KitLooks() {}

    /** Bass drum from the front: a wide round skin in a hoop, on two spurs. */
    static void kick(Brush b) {
        double jerk = knocked(b, 0.1);
        double radius = 0.9 + 0.1 * jerk;
        b.stroke(-0.7, 0.5, -1, 1, 0.12, b.line);
        b.stroke(0.7, 0.5, 1, 1, 0.12, b.line);
        b.solid(ellipse(0, 0, radius, radius), b.detail);
        b.solid(ellipse(0, 0, 0.86 * radius, 0.86 * radius), b.base);
        double dot = b.vary(0.2, 0.4);
        b.solid(ellipse(0, 0, dot * (1 + 0.8 * jerk), dot * (1 + 0.8 * jerk)), b.accent);
    }

    /** Deep drum: barrel, skin on top, one line of lugs. */
    static void tom(Brush b) {
        barrel(b, 0.75, b.vary(0.55, 0.75), 4);
    }

    /** Flat drum on a stand: low barrel, skin on top, many lugs, wires below. */
    static void snare(Brush b) {
        b.stroke(0, 0.3, -0.6, 1, 0.12, b.line);
        b.stroke(0, 0.3, 0.6, 1, 0.12, b.line);
        barrel(b, 0.95, b.vary(0.28, 0.38), 8);
    }

    private static void barrel(Brush b, double half, double depth, int lugs) {
        double jerk = knocked(b, 0.18);
        double top = -0.35 + 0.14 * jerk;
        double rim = 0.24 * (1 - 0.25 * jerk);
        b.solid(ellipse(0, top + depth, half, 0.24), b.base);
        b.fill(box(-half, top, half, top + depth), b.base);
        for (int i = 0; i <= lugs; i++) {
            double x = -half + 2 * half * i / lugs;
            b.stroke(x, top, x, top + depth, 0.07, i == 0 || i == lugs ? b.line : b.detail);
        }
        b.solid(ellipse(0, top, half, rim), b.accent);
    }

    /** A plate on a stand, slanting; it swings when struck. */
    static void cymbal(Brush b) {
        double jerk = knocked(b, 0);
        b.stroke(0, -0.3, 0, 1, 0.1, b.line);
        b.stroke(0, 0.75, -0.4, 1.05, 0.1, b.line);
        b.stroke(0, 0.75, 0.4, 1.05, 0.1, b.line);
        plate(b, -0.35, b.vary(-0.2, -0.1) + 0.5 * jerk, b.base);
    }

    /** Two plates, one over the other, on a stand; the upper one hops when struck. */
    static void hiHat(Brush b) {
        double jerk = knocked(b, 0);
        b.stroke(0, -0.75, 0, 1, 0.09, b.line);
        b.stroke(0, 0.75, -0.45, 1.05, 0.1, b.line);
        b.stroke(0, 0.75, 0.45, 1.05, 0.1, b.line);
        plate(b, -0.18, 0, b.detail);
        plate(b, -0.42 + 0.22 * jerk, 0.35 * jerk, b.base);
        b.solid(ellipse(0, -0.72 + 0.2 * jerk, 0.12, 0.1), b.accent);
    }

    private static void plate(Brush b, double y, double tilt, java.awt.Color color) {
        Path2D plate = polygon(-1, 0.06, -0.3, -0.04, -0.16, -0.17, 0.16, -0.17, 0.3, -0.04, 1, 0.06);
        plate.transform(AffineTransform.getRotateInstance(tilt));
        plate.transform(AffineTransform.getTranslateInstance(0, y));
        b.solid(plate, color);
    }

    /** Egg with a band on a handle; it tips over from the hand to both sides. */
    static void maraca(Brush b) {
        double thick = b.vary(0.42, 0.55);
        double high = b.vary(0.5, 0.62);
        AffineTransform tip = AffineTransform.getRotateInstance(1.1 * (b.pose(0.5) - 0.5), 0, 1);
        b.solid(tip.createTransformedShape(roundBox(-0.11, 0, 0.11, 1.1, 0.15)), b.detail);
        b.solid(tip.createTransformedShape(ellipse(0, -0.35, thick, high)), b.base);
        b.fill(tip.createTransformedShape(box(-thick * 0.92, -0.45, thick * 0.92, -0.22)), b.accent);
    }

    /** Knocks the whole part down a little and to the side; -1 to 1, 0 at rest. */
    private static double knocked(Brush b, double tilt) {
        double jerk = 2 * b.pose(0.5) - 1;
        b.knock(0, 0.22 * jerk, tilt * jerk);
        return jerk;
    }
}
