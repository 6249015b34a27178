package dev.earsight.scene;

/**
 * What one thing of a scene plays, without a room and without noise.
 *
 * @param thing its number in {@link SceneTruth#objects}, or {@link #OFF_SCREEN}
 * @param samples mono, 48 kHz, as long as the clip; root mean square 1 while it sounds, times its gain against the others
 */
@SuppressWarnings("ArrayRecordComponent") // seconds of samples, never compared
public record DryTrack(int thing, float[] samples) {
    /** In place of a number: heard from outside of the picture. */
    public static final int OFF_SCREEN = SoundPlan.OFF_SCREEN;
}
