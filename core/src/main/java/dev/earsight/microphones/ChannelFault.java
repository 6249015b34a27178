package dev.earsight.microphones;

/**
 * A channel that directions cannot be measured with.
 *
 * @param microphone its place in the array, from 0
 * @param kind what is wrong
 * @param leftOut whether directions were measured without it
 */
public record ChannelFault(int microphone, Kind kind, boolean leftOut) {
    /** What can be wrong with a channel while others are sound. */
    public enum Kind {
        /** At least 40 dB below the others: unplugged, muted or broken. */
        DEAD,
        /** More than one sample in a thousand at full scale: its wave is cut flat, which moves correlation peaks. */
        CLIPPED,
        /**
         * The same as an earlier channel but for 40 dB less, as a codec leaves it: one microphone copied, so that all seems to come from
         * the middle.
         */
        DUPLICATE
    }
}
