package dev.earsight.microphones;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The directions that are searched, in cells a few steps wide, so that a search can leave out whole cells. Which directions
 * depends on what the array can tell apart: all of them; or those on one side of its plane; or, for a line, the half circle through
 * it and the scene, each direction standing for its cone.
 */
public final class DirectionGrid {
    /** Steps across a cell. */
    private static final int CELL_STEPS = 5;

    private final double stepDegrees;
    private final Point axis;
    private final List<Cell> cells;

    /**
     * Directions that lie together.
     *
     * @param center of length 1
     * @param radius the largest angle between the center and one of them, in radians
     * @param directions of length 1
     */
    record Cell(Point center, double radius, List<Point> directions) {}

    private DirectionGrid(double stepDegrees, Point axis, List<Cell> cells) {
        this.stepDegrees = stepDegrees;
        this.axis = axis;
        this.cells = cells;
    }

    /** All directions that an array can tell apart, a step of so many degrees from each other. */
    public static DirectionGrid of(MicrophoneArray array, double stepDegrees) {
        return of(array, stepDegrees, direction -> true);
    }

    /** Only those of them that are wanted, such as those in the picture; at least one must be. */
    public static DirectionGrid of(MicrophoneArray array, double stepDegrees, Predicate<Direction> wanted) {
        Map<Long, List<Point>> groups = new TreeMap<>();
        boolean linear = array.shape() == MicrophoneArray.Shape.LINEAR;
        Point axis = array.axis().unit();
        if (linear) {
            Point ahead = ahead(axis);
            int steps = (int) Math.round(90 / stepDegrees);
            for (int i = -steps; i <= steps; i++) {
                double angle = Math.toRadians(90.0 * i / steps);
                Point direction = ahead.times(Math.cos(angle)).plus(axis.times(Math.sin(angle)));
                add(groups, Math.floorDiv(i, CELL_STEPS), direction, wanted);
            }
        } else {
            boolean planar = array.shape() == MicrophoneArray.Shape.PLANAR;
            Point normal = array.normal();
            addSphere(
                    groups,
                    stepDegrees,
                    direction -> wanted.test(direction)
                            && !(planar && direction.vector().dot(normal) < -1e-9));
        }
        if (groups.isEmpty()) {
            throw new IllegalArgumentException("No direction is left to search");
        }
        return new DirectionGrid(
                stepDegrees,
                linear ? axis : Point.ORIGIN,
                groups.values().stream().map(DirectionGrid::cell).toList());
    }

    private static void addSphere(Map<Long, List<Point>> groups, double stepDegrees, Predicate<Direction> wanted) {
        int rings = (int) Math.round(90 / stepDegrees);
        for (int ring = -rings; ring <= rings; ring++) {
            double elevation = 90.0 * ring / rings;
            int around = (int) Math.max(1, Math.round(360 * Math.cos(Math.toRadians(elevation)) / stepDegrees));
            long band = Math.floorDiv(ring, CELL_STEPS);
            // Cells of one band share their borders, whatever the number of directions in each ring.
            double bandMiddle = Math.toRadians((band + 0.5) * CELL_STEPS * 90.0 / rings);
            long sectors = Math.max(1, Math.round(360 * Math.cos(bandMiddle) / (CELL_STEPS * stepDegrees)));
            for (int i = 0; i < around; i++) {
                long sector = i * sectors / around;
                Direction direction = new Direction(-180 + 360.0 * i / around, elevation);
                if (wanted.test(direction)) {
                    groups.computeIfAbsent((band << 32) + sector, key -> new ArrayList<>())
                            .add(direction.vector());
                }
            }
        }
    }

    private static void add(Map<Long, List<Point>> groups, long key, Point direction, Predicate<Direction> wanted) {
        if (wanted.test(Direction.of(direction))) {
            groups.computeIfAbsent(key, added -> new ArrayList<>()).add(direction);
        }
    }

    private static Cell cell(List<Point> directions) {
        Point sum = Point.ORIGIN;
        for (Point direction : directions) {
            sum = sum.plus(direction);
        }
        Point center = sum.norm() > 1e-9 ? sum.unit() : directions.getFirst();
        double radius = 0;
        for (Point direction : directions) {
            radius = Math.max(radius, angle(center, direction));
        }
        return new Cell(center, radius, List.copyOf(directions));
    }

    static double angle(Point a, Point b) {
        return Math.atan2(a.cross(b).norm(), a.dot(b));
    }

    /** What lies nearest straight ahead at right angles to a line; up where the line points ahead. */
    private static Point ahead(Point axis) {
        Point ahead = new Point(0, 0, 1).minus(axis.times(axis.z()));
        return ahead.norm() > 1e-3
                ? ahead.unit()
                : new Point(0, -1, 0).minus(axis.times(-axis.y())).unit();
    }

    /** From one direction to the next. */
    public double stepDegrees() {
        return stepDegrees;
    }

    /** How many directions. */
    public int size() {
        return cells.stream().mapToInt(cell -> cell.directions().size()).sum();
    }

    List<Cell> cells() {
        return cells;
    }

    /** Unit vectors along which a direction can be moved: two, or one on the half circle of a linear array. */
    List<Point> tangents(Point direction) {
        if (axis.norm() > 0) {
            Point along = axis.minus(direction.times(axis.dot(direction)));
            return along.norm() > 1e-6 ? List.of(along.unit()) : List.of(axis.perpendicular());
        }
        Point first = direction.perpendicular();
        return List.of(first, direction.cross(first));
    }
}
