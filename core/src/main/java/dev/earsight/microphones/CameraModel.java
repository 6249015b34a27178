package dev.earsight.microphones;

import dev.earsight.EarsightException;
import java.util.Optional;

/**
 * A pinhole camera with the lens distortion of Brown and Conrady, with OpenCV's names and conventions: {@code x = X/Z, y = Y/Z, r^2 = x^2 +
 * y^2}; {@code x' = x (1 + k1 r^2 + k2 r^4 + k3 r^6) + 2 p1 x y + p2 (r^2 + 2 x^2)}, {@code y' = y (...) + p1 (r^2 + 2 y^2) + 2 p2 x y};
 * {@code u = fx x' + cx, v = fy y' + cy}.
 *
 * @param width pixels of the picture it was calibrated on
 * @param height pixels
 * @param fx focal length in pixels, horizontally
 * @param fy focal length in pixels, vertically
 * @param cx the optical axis on the picture
 * @param cy the optical axis on the picture
 * @param k1 radial distortion
 * @param k2 radial distortion
 * @param p1 tangential distortion
 * @param p2 tangential distortion
 * @param k3 radial distortion
 */
public record CameraModel(
        int width,
        int height,
        double fx,
        double fy,
        double cx,
        double cy,
        double k1,
        double k2,
        double p1,
        double p2,
        double k3) {
    private static final int NEWTON_STEPS = 30;
    private static final int RADII_LOOKED_AT = 64;
    private static final double SAME_SHAPE = 0.02;

    /** Checks the ranges. */
    public CameraModel {
        if (width < 1 || height < 1 || !(fx > 0) || !(fy > 0)) {
            throw new IllegalArgumentException(
                    "A camera of " + width + "x" + height + " pixels with focal lengths " + fx + " and " + fy);
        }
    }

    /** Without distortion, the axis in the middle of the picture, square pixels. */
    public static CameraModel pinhole(int width, int height, double horizontalViewDegrees) {
        double focal = width / 2.0 / Math.tan(Math.toRadians(horizontalViewDegrees) / 2);
        return new CameraModel(width, height, focal, focal, (width - 1) / 2.0, (height - 1) / 2.0, 0, 0, 0, 0, 0);
    }

    /**
     * The same camera for its pictures at another size.
     *
     * @throws EarsightException if the pictures have another shape
     */
    public CameraModel scaledTo(int newWidth, int newHeight) {
        double across = newWidth / (double) width;
        double down = newHeight / (double) height;
        if (Math.abs(across / down - 1) > SAME_SHAPE) {
            throw new EarsightException("The camera was calibrated on pictures of " + width + "x" + height
                    + ", which pictures of " + newWidth + "x" + newHeight
                    + " cannot be by scaling; calibrate it at this shape or undo the crop.");
        }
        return new CameraModel(
                newWidth,
                newHeight,
                fx * across,
                fy * down,
                (cx + 0.5) * across - 0.5,
                (cy + 0.5) * down - 0.5,
                k1,
                k2,
                p1,
                p2,
                k3);
    }

    /**
     * Where a place (or a direction, from the camera's center) is seen; it may lie outside of the picture. Empty for what is
     * beside or behind the camera, and so far off the axis that the distortion, a polynomial fitted to the picture, folds back.
     */
    public Optional<Pixel> project(Point place) {
        if (place.z() <= 1e-9 * place.norm()) {
            return Optional.empty();
        }
        double x = place.x() / place.z();
        double y = place.y() / place.z();
        if (!unfolded(Math.hypot(x, y))) {
            return Optional.empty();
        }
        return Optional.of(new Pixel(fx * distortedX(x, y) + cx, fy * distortedY(x, y) + cy));
    }

    /** Whether a pixel lies on the picture. */
    public boolean shows(Pixel pixel) {
        return pixel.x() >= -0.5 && pixel.y() >= -0.5 && pixel.x() < width - 0.5 && pixel.y() < height - 0.5;
    }

    /** The direction, of length 1, in which a pixel looks; the inverse of {@link #project}, by Newton's method. */
    public Point ray(Pixel pixel) {
        double wantedX = (pixel.x() - cx) / fx;
        double wantedY = (pixel.y() - cy) / fy;
        double x = wantedX;
        double y = wantedY;
        for (int i = 0; i < NEWTON_STEPS; i++) {
            double offX = distortedX(x, y) - wantedX;
            double offY = distortedY(x, y) - wantedY;
            double r2 = x * x + y * y;
            double slope = 2 * (k1 + r2 * (2 * k2 + r2 * 3 * k3));
            double radial = radial(r2);
            double xx = radial + x * x * slope + 2 * p1 * y + 6 * p2 * x;
            double xy = x * y * slope + 2 * p1 * x + 2 * p2 * y;
            double yy = radial + y * y * slope + 6 * p1 * y + 2 * p2 * x;
            double determinant = xx * yy - xy * xy;
            double stepX = (yy * offX - xy * offY) / determinant;
            double stepY = (xx * offY - xy * offX) / determinant;
            x -= stepX;
            y -= stepY;
            if (Math.hypot(stepX, stepY) < 1e-14) {
                break;
            }
        }
        return new Point(x, y, 1).unit();
    }

    private double radial(double r2) {
        return 1 + r2 * (k1 + r2 * (k2 + r2 * k3));
    }

    private double distortedX(double x, double y) {
        double r2 = x * x + y * y;
        return x * radial(r2) + 2 * p1 * x * y + p2 * (r2 + 2 * x * x);
    }

    private double distortedY(double x, double y) {
        double r2 = x * x + y * y;
        return y * radial(r2) + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y;
    }

    /** Whether what lies further out is shown further out all the way to this radius. */
    private boolean unfolded(double radius) {
        if (k1 >= 0 && k2 >= 0 && k3 >= 0) {
            return true;
        }
        for (int i = 1; i <= RADII_LOOKED_AT; i++) {
            double r2 = Math.pow(radius * i / RADII_LOOKED_AT, 2);
            if (1 + r2 * (3 * k1 + r2 * (5 * k2 + r2 * 7 * k3)) <= 0) {
                return false;
            }
        }
        return true;
    }
}
