package dev.earsight.microphones;

/**
 * Where a sound comes from.
 *
 * @param direction from the camera's center; for a linear array one of a cone of equally likely ones
 * @param distanceMeters the distance searched at which it was found; infinite where none was given
 * @param score how well the channels agree: the mean weighted correlation of all pairs (SRP-PHAT), or how much of the steering
 *     vector lies in the signal subspace (MUSIC); at most 1
 * @param confidence {@code 1 - rest / peak}, 0 to 1, where rest is the highest peak left anywhere once the sources answered are
 *     taken out; peaks are scores (SRP-PHAT), or the reciprocals of what the scores lack to 1 (MUSIC's spectrum)
 */
public record SoundSource(Direction direction, double distanceMeters, double score, double confidence) {}
