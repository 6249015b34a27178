package dev.earsight.localize;

/**
 * What a network says of a picture and a second of sound.
 *
 * @param places log-odds that the sound comes from each place, row by row
 * @param anything log-odds that it comes from anything in the picture
 */
@SuppressWarnings("ArrayRecordComponent") // made anew for each answer and never compared
record LogOdds(float[] places, float anything) {
    /** The way from these log-odds to others, a share of it. */
    LogOdds towards(LogOdds other, double share) {
        float[] between = new float[places.length];
        for (int i = 0; i < between.length; i++) {
            between[i] = mixed(places[i], other.places[i], share);
        }
        return new LogOdds(between, mixed(anything, other.anything, share));
    }

    private static float mixed(float from, float to, double share) {
        return (float) (from + share * (to - from));
    }
}
