package dev.earsight.clip;

/**
 * One training pair, as positions in a {@link dev.earsight.shard.ClipLibrary}.
 *
 * @param frameClip the clip the picture is from
 * @param frameIndex the picture's index on the 25 frames-per-second grid
 * @param soundClip the clip the sound is from
 * @param soundCenterSample the middle of the second of sound: it runs from 24,000 samples before to 24,000 after
 * @param matched whether both are of one clip, the sound around the picture
 */
public record Pair(int frameClip, int frameIndex, int soundClip, long soundCenterSample, boolean matched) {}
