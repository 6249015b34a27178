package dev.earsight.microphones;

/**
 * Schroeder's backward integration (1965): the energy still to come at each moment, and the reverberation time it shows.
 */
public final class EnergyDecay {
    private static final double FROM_DECIBELS = -5;
    private static final double TO_DECIBELS = -35;

    private EnergyDecay() {}

    /**
     * The time in which the energy falls by 60 dB, from the straight line through the decay from -5 to -35 dB (T30 of ISO 3382).
     *
     * @param energies energy per step of time, such as squared samples of an impulse response
     * @param stepsPerSecond of them
     * @return seconds; NaN where the response ends before -35 dB
     */
    public static double reverberationSeconds(double[] energies, double stepsPerSecond) {
        double[] left = new double[energies.length];
        double sum = 0;
        for (int i = energies.length - 1; i >= 0; i--) {
            sum += energies[i];
            left[i] = sum;
        }
        double n = 0;
        double sumX = 0;
        double sumY = 0;
        double sumXX = 0;
        double sumXY = 0;
        boolean reached = false;
        for (int i = 0; i < left.length; i++) {
            double decibels = 10 * Math.log10(left[i] / sum);
            reached |= decibels < TO_DECIBELS;
            if (decibels <= FROM_DECIBELS && decibels >= TO_DECIBELS) {
                n++;
                sumX += i;
                sumY += decibels;
                sumXX += (double) i * i;
                sumXY += i * decibels;
            }
        }
        double slope = (n * sumXY - sumX * sumY) / (n * sumXX - sumX * sumX);
        return reached && slope < 0 ? -60 / slope / stepsPerSecond : Double.NaN;
    }
}
