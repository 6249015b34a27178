package dev.earsight.scene;

/** How a thing stands while it is played, over the time of the clip in seconds: one number from 0 to 1. */
@FunctionalInterface
interface PoseCurve {
    /** Poses are painted in this many steps. */
    int LEVELS = 25;

    double at(double seconds);

    /** The painted step nearest to the pose at a time, 0 to {@code LEVELS - 1}. */
    default int levelAt(double seconds) {
        return (int) Math.round(Math.clamp(at(seconds), 0, 1) * (LEVELS - 1));
    }

    /** The pose that a step stands for. */
    static double poseOf(int level) {
        return level / (LEVELS - 1.0);
    }

    /** The same curve, {@code seconds} earlier. */
    default PoseCurve earlierBy(double seconds) {
        return t -> at(t + seconds);
    }

    /** Rests in the pose of one moment of this curve, exactly as it is painted. */
    default PoseCurve heldAt(double seconds) {
        double pose = poseOf(levelAt(seconds));
        return t -> pose;
    }
}
