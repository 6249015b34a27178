package dev.earsight.scene;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.ArrayList;
import java.util.List;

/**
 * A look painted once at the scale of one picture size, ready to be set into frames.
 *
 * @param image the thing on a transparent ground with a margin, premultiplied
 * @param anchorX column of the middle of the thing's box
 * @param anchorY row of the middle of the thing's box
 * @param corners x, y, x, y, ... relative to the anchor: the convex hull of all pixels that belong to the thing
 * @param originX from the anchor to the look's origin, in columns
 * @param originY from the anchor to the look's origin, in rows
 */
@SuppressWarnings("ArrayRecordComponent") // a few numbers that stay in this package
record Sprite(BufferedImage image, double anchorX, double anchorY, double[] corners, double originX, double originY) {
    /** A pixel belongs to the thing when its alpha (0-255) is above this. */
    static final int ALPHA_THRESHOLD = 64;

    /** How far from the origin a look may reach, in its own units, after turning. */
    private static final double REACH = 1.75;

    /**
     * How a look stands in the picture: turned, mirrored, stretched.
     *
     * @param turn clockwise, in radians
     * @param mirrored left and right exchanged
     * @param stretch width over height, times what the look has
     */
    record Pose(double turn, boolean mirrored, double stretch) {
        AffineTransform transform(double pixelsPerUnit) {
            AffineTransform transform = AffineTransform.getScaleInstance(pixelsPerUnit, pixelsPerUnit);
            transform.rotate(turn);
            double root = Math.sqrt(stretch);
            transform.scale(mirrored ? -root : root, 1 / root);
            return transform;
        }
    }

    /** Paints {@code look} so that one of its units is {@code pixelsPerUnit} long. */
    static Sprite paint(Look look, Pose pose, double pixelsPerUnit) {
        int half = (int) Math.ceil(REACH * pixelsPerUnit) + 2;
        BufferedImage canvas = new BufferedImage(2 * half, 2 * half, BufferedImage.TYPE_INT_ARGB_PRE);
        Graphics2D graphics = canvas.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.translate(half, half);
        graphics.transform(pose.transform(pixelsPerUnit));
        look.paint(graphics);
        graphics.dispose();
        return cut(canvas);
    }

    /** Paints one pose of something played, hung up at the same point as {@code rest}, so that its body stays in place. */
    static Sprite paint(Look look, Pose pose, double pixelsPerUnit, double playedPose, Sprite rest) {
        Sprite sprite = paint(graphics -> look.paint(graphics, playedPose), pose, pixelsPerUnit);
        return sprite.movedAnchor(sprite.originX - rest.originX, sprite.originY - rest.originY);
    }

    private static Sprite cut(BufferedImage canvas) {
        int width = canvas.getWidth();
        int height = canvas.getHeight();
        int[] pixels = ((DataBufferInt) canvas.getRaster().getDataBuffer()).getData();
        List<double[]> points = new ArrayList<>();
        int x0 = width;
        int x1 = 0;
        int y0 = height;
        int y1 = 0;
        for (int y = 0; y < height; y++) {
            int left = -1;
            int right = -1;
            for (int x = 0; x < width; x++) {
                if ((pixels[y * width + x] >>> 24) > ALPHA_THRESHOLD) {
                    left = left < 0 ? x : left;
                    right = x + 1;
                }
            }
            if (left >= 0) {
                points.add(new double[] {left, y});
                points.add(new double[] {left, y + 1});
                points.add(new double[] {right, y});
                points.add(new double[] {right, y + 1});
                x0 = Math.min(x0, left);
                x1 = Math.max(x1, right);
                y0 = Math.min(y0, y);
                y1 = y + 1;
            }
        }
        if (points.isEmpty()) {
            // Nothing to be seen (a fully transparent picture): a point, so that boxes stay defined.
            points.add(new double[] {width / 2.0, height / 2.0});
            x0 = x1 = width / 2;
            y0 = y1 = height / 2;
        }
        int margin = 2;
        int cutX = Math.max(0, x0 - margin);
        int cutY = Math.max(0, y0 - margin);
        int cutWidth = Math.max(1, Math.min(width, x1 + margin) - cutX);
        int cutHeight = Math.max(1, Math.min(height, y1 + margin) - cutY);
        BufferedImage image = new BufferedImage(cutWidth, cutHeight, BufferedImage.TYPE_INT_ARGB_PRE);
        Graphics2D graphics = image.createGraphics();
        graphics.drawImage(canvas, -cutX, -cutY, null);
        graphics.dispose();
        double middleX = (x0 + x1) / 2.0;
        double middleY = (y0 + y1) / 2.0;
        double[] corners = hull(points);
        for (int i = 0; i < corners.length; i += 2) {
            corners[i] -= middleX;
            corners[i + 1] -= middleY;
        }
        return new Sprite(
                image, middleX - cutX, middleY - cutY, corners, width / 2.0 - middleX, height / 2.0 - middleY);
    }

    private Sprite movedAnchor(double x, double y) {
        double[] moved = corners.clone();
        for (int i = 0; i < moved.length; i += 2) {
            moved[i] -= x;
            moved[i + 1] -= y;
        }
        return new Sprite(image, anchorX + x, anchorY + y, moved, originX - x, originY - y);
    }

    /** Width of the thing's box in pixels. */
    double boxWidth() {
        return span(0);
    }

    /** Height of the thing's box in pixels. */
    double boxHeight() {
        return span(1);
    }

    private double span(int axis) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = axis; i < corners.length; i += 2) {
            low = Math.min(low, corners[i]);
            high = Math.max(high, corners[i]);
        }
        return high - low;
    }

    /** Convex hull by Andrew's monotone chain, as x, y, x, y, ... */
    private static double[] hull(List<double[]> points) {
        points.sort((a, b) -> a[0] != b[0] ? Double.compare(a[0], b[0]) : Double.compare(a[1], b[1]));
        List<double[]> hull = new ArrayList<>();
        for (int pass = 0; pass < 2; pass++) {
            int start = hull.size();
            List<double[]> order = pass == 0 ? points : points.reversed();
            for (double[] point : order) {
                while (hull.size() >= start + 2 && turn(hull.get(hull.size() - 2), hull.getLast(), point) <= 0) {
                    hull.removeLast();
                }
                hull.add(point);
            }
            if (hull.size() > 1) {
                hull.removeLast();
            }
        }
        double[] xy = new double[2 * hull.size()];
        for (int i = 0; i < hull.size(); i++) {
            xy[2 * i] = hull.get(i)[0];
            xy[2 * i + 1] = hull.get(i)[1];
        }
        return xy;
    }

    private static double turn(double[] a, double[] b, double[] c) {
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
    }
}
