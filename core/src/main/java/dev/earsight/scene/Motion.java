package dev.earsight.scene;

import java.util.random.RandomGenerator;

/**
 * How a thing moves: a slow drift that turns back at the edges, with some bobbing, swelling and rocking. Times in seconds,
 * lengths as fractions of the picture's width (x) and height (y).
 */
record Motion(Axis x, Axis y, double swell, double swellRate, double rock, double rockRate, double phase) {
    /** Motion along one axis, between {@code low} and {@code high}. */
    record Axis(double start, double speed, double bob, double bobRate, double bobPhase, double low, double high) {
        static Axis drawn(RandomGenerator random, double low, double high, double speed, double motion) {
            return new Axis(
                    Dice.between(random, low, high),
                    motion * speed * Dice.between(random, -1, 1),
                    motion * Dice.between(random, 0, 0.25) * speed,
                    Dice.between(random, 0.3, 1.2),
                    random.nextDouble(),
                    low,
                    high);
        }

        Axis moved(double by) {
            return new Axis(start + by, speed, bob, bobRate, bobPhase, low + by, high + by);
        }

        double at(double t) {
            double place = start + speed * t + bob * Tape.sine(bobRate * t + bobPhase);
            double range = high - low;
            if (range <= 0) {
                return low;
            }
            // Reflected at both ends.
            double folded = Math.abs((place - low) % (2 * range));
            return low + (folded > range ? 2 * range - folded : folded);
        }
    }

    /** A path for a thing whose half box is {@code halfX} by {@code halfY}; it may stick out of the picture a little. */
    static Motion drawn(RandomGenerator random, double halfX, double halfY, double motion) {
        double inside = 0.88;
        return new Motion(
                Axis.drawn(random, Math.min(0.5, inside * halfX), Math.max(0.5, 1 - inside * halfX), 0.05, motion),
                Axis.drawn(random, Math.min(0.5, inside * halfY), Math.max(0.5, 1 - inside * halfY), 0.06, motion),
                motion * Dice.between(random, 0, 0.05),
                Dice.between(random, 0.2, 0.8),
                motion * Dice.between(random, 0, 0.08),
                Dice.between(random, 0.2, 0.9),
                random.nextDouble());
    }

    /** The same path elsewhere, without swelling and rocking: things so moved from one path stay together. */
    Motion movedStiffly(double right, double down) {
        return new Motion(x.moved(right), y.moved(down), 0, swellRate, 0, rockRate, phase);
    }

    double scaleAt(double t) {
        return 1 + swell * Tape.sine(swellRate * t + phase);
    }

    /** Angle in radians, clockwise. */
    double turnAt(double t) {
        return rock * Tape.sine(rockRate * t + 2 * phase);
    }
}
