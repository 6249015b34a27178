package dev.earsight.draw;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.text.Normalizer;

/**
 * Text as pen strokes, smooth at any size and the same on every machine.
 *
 * <p>Java draws text only where the system has fonts and fontconfig; servers and small containers have neither and fail
 * ("Fontconfig head is null"). Strokes need nothing. Each glyph is a string: its width in units, then strokes parted by
 * spaces; a point is a digit (x) and a letter (y; 'a' is 4 units below the base line, 'e' on it, 'm' the height of an x,
 * 'q' that of a capital, 12 units up); a point after '~' only pulls the curve. Characters without a glyph lose their
 * accent or become a box.
 */
public final class Lettering {
    private static final double CAPITAL_UNITS = 12;
    private static final double GAP_UNITS = 3.5;
    private static final double SPACE_UNITS = 4;
    private static final double PEN_UNITS = 1.55;
    private static final String[] GLYPHS = new String[128];
    private static final String BOX = "7 0e0q7q7e0e";

    static {
        String[] table = {
            "!0 0q0i 0e0f",
            "\"3 0q0n 3q3n",
            "#9 2e3q 6e7q 0i8i 1m9m",
            "$8 8o~7q4q~0q0n~0l4k~8j8h~8e4e~1e0g 4s4c",
            "%: 0e:q 2q~0q0o~0m2m~4m4o~4q2q 8i~6i6g~6e8e~:e:g~:i8i",
            "&8 8e2m~1q4q~6q6n~6m2j~0i0g~0e3e~6e8j",
            "'0 0q0n",
            "(3 3r~0o0k~0f3c",
            ")3 0r~3o3k~3f0c",
            "*6 3q3k 0o6l 0l6o",
            "+8 0i8i 4m4e",
            ",1 1f0c",
            "-5 0i5i",
            ".0 0e0f",
            "/6 0c6q",
            "08 4q~1q1m1i~1e4e~7e7i7m~7q4q",
            "18 1n4q4e",
            "28 1n~1q4q~7q7n~7l1e7e",
            "38 1o~2q4q~7q7n~7k4k 4k~7k7h~7e4e~1e1g",
            "48 6e6q1h8h",
            "58 7q2q1k~2m4m~7m7i~7e4e~1e1g",
            "68 6q~1p1i~1e4e~7e7h~7l4l~1l1i",
            "78 1q7q3e",
            "88 4k~1k1n~1q4q~7q7n~7k4k~7k7h~7e4e~1e1h~1k4k",
            "98 7m~7j4j~1j1n~1q4q~7q7m~7f2e",
            ":0 0f0g 0l0m",
            ";1 1l1m 1f0c",
            "<6 6m0i6e",
            "=8 0g8g 0k8k",
            ">6 0m6i0e",
            "?7 0n~0q4q~7q7n~7l4j4i 4e4f",
            "@; 8h~8g6g~3g3j~3n6n~8n8l8h~9e;h;k~;q6q~0q0i~0c6c9d",
            "A8 0e4q8e 1i7i",
            "B8 0e0q5q~8q8n~8k5k0k 5k~8k8h~8e5e0e",
            "C8 8o~7q4q~0q0m0i~0e4e~7e8g",
            "D8 0e0q4q~8q8m8i~8e4e0e",
            "E7 7q0q0e7e 0k6k",
            "F7 7q0q0e 0k6k",
            "G8 8o~7q4q~0q0m0i~0e4e~8e8i8k5k",
            "H8 0e0q 8e8q 0k8k",
            "I0 0e0q",
            "J6 6q6h~6e3e~0e0h",
            "K8 0e0q 8q0i 3l8e",
            "L7 0q0e7e",
            "M: 0e0q5h:q:e",
            "N8 0e0q8e8q",
            "O8 4q~0q0m0i~0e4e~8e8i8m~8q4q",
            "P8 0e0q5q~8q8n~8j5j0j",
            "Q8 4q~0q0m0i~0e4e~8e8i8m~8q4q 5h8d",
            "R8 0e0q5q~8q8n~8j5j0j 4j8e",
            "S8 8o~7q4q~0q0n~0l4k~8j8h~8e4e~1e0g",
            "T8 4e4q 0q8q",
            "U8 0q0i~0e4e~8e8i8q",
            "V8 0q4e8q",
            "W< 0q3e6q9e<q",
            "X8 0e8q 0q8e",
            "Y8 0q4k8q 4k4e",
            "Z8 0q8q0e8e",
            "[3 3r0r0c3c",
            "\\6 0q6c",
            "]3 0r3r3c0c",
            "^6 0m3q6m",
            "_8 0c8c",
            "`2 0q2n",
            "a7 7k~7m4m~0m0i~0e4e~7e7h 7m7e",
            "b7 0q0e 0h~0e3e~7e7i~7m3m~0m0k",
            "c7 7k~6m4m~0m0i~0e4e~6e7g",
            "d7 7q7e 7k~7m4m~0m0i~0e4e~7e7h",
            "e7 0i7i7j~7m4m~0m0i~0e4e~6e7g",
            "f5 5q~2q2n2e 0m5m",
            "g7 7m7d~7a4a~1a0b 7k~7m4m~0m0i~0e4e~7e7h",
            "h7 0q0e 0j~1m4m~7m7j7e",
            "i0 0m0e 0p0q",
            "j3 3m3d~3a0a 3p3q",
            "k6 0q0e 6m0h 2j6e",
            "l2 0q0g~0e2e",
            "m: 0m0e 0k~1m3m~5m5k5e 5k~6m8m~:m:k:e",
            "n7 0m0e 0j~1m4m~7m7j7e",
            "o8 4m~0m0i~0e4e~8e8i~8m4m",
            "p7 0m0a 0k~0m3m~7m7i~7e3e~0e0h",
            "q7 7m7a 7k~7m4m~0m0i~0e4e~7e7h",
            "r5 0m0e 0j~1m5m",
            "s6 6l~5m3m~0m0k~0j3i~6h6g~6e3e~1e0f",
            "t5 2q2g~2e5e 0m5m",
            "u7 0m0h~0e4e~6e7h 7m7e",
            "v8 0m4e8m",
            "w: 0m3e5m7e:m",
            "x7 0m7e 0e7m",
            "y8 0m4e 8m4e~3a0a",
            "z7 0m7m0e7e",
            "{4 4r~2r2o2m~2k0k~2k2i2f~2c4c",
            "|0 0r0c",
            "}4 0r~2r2o2m~2k4k~2k2i2f~2c0c",
            "~8 0i~1l4j~7g8j"
        };
        for (String glyph : table) {
            GLYPHS[glyph.charAt(0)] = glyph.substring(1);
        }
    }

    private Lettering() {}

    /** How wide {@code text} is, in pixels, when capitals are {@code capitalHeight} pixels high. */
    public static double width(String text, double capitalHeight) {
        double units = 0;
        String plain = plain(text);
        for (int i = 0; i < plain.length(); i++) {
            units += advanceUnits(plain.charAt(i));
        }
        return Math.max(0, units - GAP_UNITS) * capitalHeight / CAPITAL_UNITS;
    }

    /** {@code text}, cut with dots at the end where it is wider than {@code maximumWidth} pixels. */
    public static String fitted(String text, double capitalHeight, double maximumWidth) {
        String shorter = text;
        while (!shorter.isEmpty()
                && width(shorter.equals(text) ? text : shorter + "..", capitalHeight) > maximumWidth) {
            shorter = shorter.substring(0, shorter.length() - 1);
        }
        return shorter.equals(text) ? text : shorter + "..";
    }

    /** Draws {@code text} starting at {@code x} with its base line at {@code y}. */
    public static void draw(Graphics2D graphics, String text, double x, double y, double capitalHeight, Color color) {
        pen(graphics, outline(text, x, y, capitalHeight), capitalHeight / CAPITAL_UNITS * PEN_UNITS, color);
    }

    /** As {@link #draw}, with a dark edge so that it can be read on any picture. */
    public static void drawWithHalo(
            Graphics2D graphics, String text, double x, double y, double capitalHeight, Color color) {
        Shape outline = outline(text, x, y, capitalHeight);
        double pen = capitalHeight / CAPITAL_UNITS * PEN_UNITS;
        pen(graphics, outline, pen + Math.max(2, 2 * pen), new Color(0, 0, 0, 150));
        pen(graphics, outline, pen, color);
    }

    private static void pen(Graphics2D graphics, Shape outline, double width, Color color) {
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setStroke(new BasicStroke((float) Math.max(1, width), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.setColor(color);
        graphics.draw(outline);
    }

    private static Shape outline(String text, double x, double y, double capitalHeight) {
        Path2D path = new Path2D.Double();
        double left = 0;
        String plain = plain(text);
        for (int i = 0; i < plain.length(); i++) {
            char letter = plain.charAt(i);
            if (letter != ' ') {
                addGlyph(path, glyph(letter), left);
            }
            left += advanceUnits(letter);
        }
        double scale = capitalHeight / CAPITAL_UNITS;
        return path.createTransformedShape(new AffineTransform(scale, 0, 0, -scale, x, y));
    }

    private static void addGlyph(Path2D path, String glyph, double left) {
        boolean penDown = false;
        for (int i = 2; i < glyph.length(); ) {
            char at = glyph.charAt(i);
            if (at == ' ') {
                penDown = false;
                i++;
            } else if (at == '~') {
                path.quadTo(left + x(glyph, i + 1), y(glyph, i + 1), left + x(glyph, i + 3), y(glyph, i + 3));
                i += 5;
            } else {
                if (penDown) {
                    path.lineTo(left + x(glyph, i), y(glyph, i));
                } else {
                    path.moveTo(left + x(glyph, i), y(glyph, i));
                }
                penDown = true;
                i += 2;
            }
        }
    }

    private static int x(String glyph, int index) {
        return glyph.charAt(index) - '0';
    }

    private static int y(String glyph, int index) {
        return glyph.charAt(index + 1) - 'e';
    }

    private static double advanceUnits(char letter) {
        return letter == ' ' ? SPACE_UNITS + GAP_UNITS / 2 : x(glyph(letter), 0) + GAP_UNITS;
    }

    private static String glyph(char letter) {
        String glyph = letter < GLYPHS.length ? GLYPHS[letter] : null;
        return glyph == null ? BOX : glyph;
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .replace('\u2013', '-')
                .replace('\u2014', '-')
                .replace('\u2019', '\'')
                .replace('\n', ' ');
    }
}
