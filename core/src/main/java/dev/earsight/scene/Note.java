package dev.earsight.scene;

import dev.earsight.media.Sound;

/**
 * One stroke, pluck, shake or tone that a voice plays. Samples count from the start of the clip; notes before it and after
 * its end are known as well, since what moves comes from one and goes to the next.
 *
 * @param startSample the first sample that belongs to it
 * @param endSample where it has fallen by 20 dB, or is no longer held
 * @param strength 0 to 1
 * @param part which part of a set is struck; 0 where there are no parts
 */
record Note(int startSample, int endSample, double strength, int part) {
    /** Time constants until an exponential has fallen by 20 dB. */
    static final double AUDIBLE_DECAYS = Math.log(10);

    double startSeconds() {
        return startSample / (double) Sound.SAMPLE_RATE_HZ;
    }

    double endSeconds() {
        return endSample / (double) Sound.SAMPLE_RATE_HZ;
    }

    /** The same where the clip begins {@code samples} later. */
    Note earlierBy(int samples) {
        return new Note(startSample - samples, endSample - samples, strength, part);
    }
}
