package dev.earsight.microphones;

/** How a microphone's sensitivity depends on where a sound comes from. */
public enum Directivity {
    /** The same from everywhere. */
    OMNI,
    /** {@code (1 + cos angle) / 2}: full in front, half at the side, nothing behind. */
    CARDIOID;

    /** The gain for sound from a direction. */
    public double gain(Point facing, Point towardsSound) {
        return switch (this) {
            case OMNI -> 1;
            case CARDIOID -> 0.5 + 0.5 * facing.dot(towardsSound) / (facing.norm() * towardsSound.norm());
        };
    }
}
