package dev.earsight.microphones;

import java.util.function.ToDoubleFunction;

/**
 * Uphill from a direction of a grid, with steps that are halved where no step leads up: to the top, far below a step of the grid.
 *
 * @param direction the top
 * @param height the value there
 */
record Climb(Point direction, double height) {
    private static final double FINEST_DEGREES = 0.01;

    static Climb from(Point start, DirectionGrid grid, ToDoubleFunction<Point> value) {
        Point here = start;
        double height = value.applyAsDouble(here);
        for (double step = grid.stepDegrees() / 2; step >= FINEST_DEGREES; ) {
            Point best = here;
            boolean moved = false;
            for (Point tangent : grid.tangents(here)) {
                for (int sign = -1; sign <= 1; sign += 2) {
                    Point there = here.plus(tangent.times(sign * Math.tan(Math.toRadians(step))))
                            .unit();
                    double reached = value.applyAsDouble(there);
                    if (reached > height) {
                        height = reached;
                        best = there;
                        moved = true;
                    }
                }
            }
            step = moved ? step : step / 2;
            here = best;
        }
        return new Climb(here, height);
    }
}
