package dev.earsight.microphones;

/**
 * How sound is cut before it is transformed: frames under a Hann window, half a frame apart, padded with zeros so that no lag
 * searched wraps around; and which frequencies are looked at.
 *
 * @param sampleRateHz samples per second
 * @param frameSamples length of a frame
 * @param transformSamples length with the zeros, a power of two
 * @param firstBin the lowest bin used; bin k is at {@code k * sampleRateHz / transformSamples} Hz
 * @param bins how many bins are used
 */
public record Framing(int sampleRateHz, int frameSamples, int transformSamples, int firstBin, int bins) {
    /** Shorter and a room's echoes fall into other frames than their sound; longer and there are too few to average. */
    private static final double TRANSFORM_SECONDS = 0.064;

    /** Checks the ranges. */
    public Framing {
        if (frameSamples < 2
                || frameSamples > transformSamples
                || Integer.bitCount(transformSamples) != 1
                || firstBin < 0
                || bins < 1
                || firstBin + bins > transformSamples / 2 + 1) {
            throw new IllegalArgumentException("Frames of " + frameSamples + " of " + transformSamples
                    + " samples, bins " + firstBin + " to " + (firstBin + bins - 1));
        }
    }

    /**
     * Frames of at most 64 ms for a band, with room for the longest lag.
     *
     * @param lowestHz lower edge of the band
     * @param highestHz upper edge; cut at half the sample rate
     * @param longestLagSeconds what no lag exceeds, such as the largest distance of two microphones over the speed of sound
     */
    public static Framing of(int sampleRateHz, double lowestHz, double highestHz, double longestLagSeconds) {
        int lag = (int) Math.ceil(longestLagSeconds * sampleRateHz) + 1;
        int wanted = Math.max((int) (TRANSFORM_SECONDS * sampleRateHz), 4 * lag);
        int transform = Math.max(64, Integer.highestOneBit(wanted));
        int first = (int) Math.ceil(lowestHz * transform / sampleRateHz);
        int last = (int) Math.min(transform / 2, Math.floor(highestHz * transform / sampleRateHz));
        if (first > last) {
            throw new IllegalArgumentException("No frequency lies between " + lowestHz + " and " + highestHz + " Hz");
        }
        return new Framing(sampleRateHz, transform - lag & ~1, transform, first, last - first + 1);
    }

    /** Samples from one frame to the next: half a frame, at which Hann windows add up to one. */
    public int hopSamples() {
        return frameSamples / 2;
    }

    /** The frequency of the {@code i}-th bin used. */
    public double hertz(int i) {
        return (firstBin + i) * (double) sampleRateHz / transformSamples;
    }

    /** The highest frequency used. */
    public double highestHz() {
        return hertz(bins - 1);
    }

    /** How many frames lie wholly within so many samples. */
    public int framesIn(int samples) {
        return samples < frameSamples ? 0 : 1 + (samples - frameSamples) / hopSamples();
    }
}
