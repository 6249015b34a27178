package dev.earsight.microphones;

/** How much of the energy a wall must take for a room to have a reverberation time. */
public enum Absorption {
    /** {@code T = 24 ln 10 V / (c S a)} (Sabine 1900): for live rooms; asks for more than all in dry ones. */
    SABINE,
    /** {@code T = 24 ln 10 V / (-c S ln(1 - a))} (Eyring 1930): all images weighed alike. */
    EYRING,
    /**
     * Eyring's, corrected until the energy of the images decays by 60 dB in the time asked for. In a box with equal walls the images along
     * the long sides are reflected less often than the mean that Eyring reckons with: in six rooms that were tried his walls gave 8 to 51 % more than asked, Sabine's
     * from 25 % less to 35 % more.
     */
    FITTED;

    /** The share of the energy, 0 to 1; 1 or more where no wall can take so much. */
    double share(Point size, double seconds, double speedOfSound) {
        double volume = size.x() * size.y() * size.z();
        double surface = 2 * (size.x() * size.y() + size.y() * size.z() + size.z() * size.x());
        double sabine = 24 * Math.log(10) * volume / (speedOfSound * surface * seconds);
        return this == SABINE ? sabine : 1 - Math.exp(-sabine);
    }
}
