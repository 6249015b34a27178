package dev.earsight.microphones;

/**
 * The mirror images of a source in the walls of a box (Allen and Berkley 1979): the image with indices {@code (n, p)} along one side
 * lies at {@code 2 n L + (1 - 2 p) s} and was reflected {@code |n - p| + |n|} times.
 */
final class ImageSources {
    private ImageSources() {}

    /** One image. */
    interface Visitor {
        void image(Point place, int reflections);
    }

    /** How often an image within a distance can have been reflected. */
    static int mostReflections(Point size, double furthest) {
        int most = furthestIndex(size.x(), furthest)
                + furthestIndex(size.y(), furthest)
                + furthestIndex(size.z(), furthest);
        return 2 * most + 3;
    }

    private static int furthestIndex(double size, double furthest) {
        return (int) Math.ceil(furthest / (2 * size)) + 1;
    }

    /** All images within a distance of a place, the source itself among them. */
    static void visit(Point size, Point source, Point near, double furthest, Visitor visitor) {
        double[] sizes = {size.x(), size.y(), size.z()};
        double[] at = {source.x(), source.y(), source.z()};
        double[] ears = {near.x(), near.y(), near.z()};
        double[][] places = new double[3][];
        int[][] reflections = new int[3][];
        for (int side = 0; side < 3; side++) {
            int most = furthestIndex(sizes[side], furthest);
            places[side] = new double[2 * (2 * most + 1)];
            reflections[side] = new int[places[side].length];
            for (int i = 0; i < places[side].length; i++) {
                int n = i / 2 - most;
                int p = i % 2;
                places[side][i] = 2 * n * sizes[side] + (1 - 2 * p) * at[side] - ears[side];
                reflections[side][i] = Math.abs(n - p) + Math.abs(n);
            }
        }
        double limit = furthest * furthest;
        for (int i = 0; i < places[0].length; i++) {
            double x2 = places[0][i] * places[0][i];
            for (int j = 0; x2 <= limit && j < places[1].length; j++) {
                double xy2 = x2 + places[1][j] * places[1][j];
                for (int k = 0; xy2 <= limit && k < places[2].length; k++) {
                    if (xy2 + places[2][k] * places[2][k] <= limit) {
                        visitor.image(
                                new Point(places[0][i] + ears[0], places[1][j] + ears[1], places[2][k] + ears[2]),
                                reflections[0][i] + reflections[1][j] + reflections[2][k]);
                    }
                }
            }
        }
    }
}
