package dev.earsight.microphones;

import java.util.List;

/**
 * How directions are followed over time.
 *
 * @param windowSeconds sound that one answer is from
 * @param hopSeconds from one answer to the next
 * @param sources at most so many at once
 * @param stepDegrees of the grid searched
 * @param method how
 * @param lowestHz lower edge of the band listened to
 * @param highestHz upper edge
 * @param distances from the camera's center in metres to search at, infinity for far; MUSIC takes the first
 * @param silenceDecibels below this level, in decibels of full scale, nothing is answered
 */
public record ListeningSettings(
        double windowSeconds,
        double hopSeconds,
        int sources,
        double stepDegrees,
        Method method,
        double lowestHz,
        double highestHz,
        List<Double> distances,
        double silenceDecibels) {
    /** Half a second ten times a second, one far source, SRP-PHAT on a 1-degree grid, 200 to 8000 Hz, silence below -60 dB. */
    public static final ListeningSettings USUAL =
            new ListeningSettings(0.5, 0.1, 1, 1, Method.SRP_PHAT, 200, 8000, List.of(Double.POSITIVE_INFINITY), -60);

    /** A way of finding directions. */
    public enum Method {
        /** {@link SteeredResponse}. */
        SRP_PHAT,
        /** {@link SubspaceSearch}. */
        MUSIC
    }

    /** Checks the ranges. */
    public ListeningSettings {
        distances = List.copyOf(distances);
        if (!(hopSeconds > 0)
                || !(windowSeconds > 0)
                || sources < 1
                || !(stepDegrees >= 0.2 && stepDegrees <= 30)
                || !(lowestHz >= 0 && lowestHz < highestHz)
                || distances.isEmpty()
                || distances.stream().anyMatch(distance -> !(distance > 0))) {
            throw new IllegalArgumentException("Settings out of range: " + this);
        }
    }
}
