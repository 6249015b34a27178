package dev.earsight.diagnose;

import dev.earsight.evaluate.Change;
import dev.earsight.evaluate.Measure;
import java.util.Optional;

/**
 * How much AVOL-Net's map moves when another sound is heard with the same picture. A map that does not listen stays.
 *
 * @param overlap intersection over union of the map's higher halves under the own sound and under another source's; 1 for a
 *     map that stays; beside it what the halves of two different pictures share
 * @param peakDistance how far the highest place goes, in units of the picture's sides; 0 for a map that stays
 * @param interactivePointing share of pictures with two known things, each a thing that can sound, in which the highest place is on
 *     the one under its sound and on the other under a sound of the other's class; before: the map of the first sound kept for both
 * @param otherThanUnrelated the same where some third class sounds; before: with its sound as the second, as a map that moves but
 *     does not know where to
 * @param interactiveIou the same for cIoU of at least one half, as many pixels marked as the thing has (adaptive IIoU@0.5)
 * @param following whether the peaks in those pictures go where the sounds are, as a permutation test
 */
public record MapMovement(
        Measure overlap,
        Measure peakDistance,
        Optional<Change> interactivePointing,
        Optional<Change> otherThanUnrelated,
        Optional<Change> interactiveIou,
        Optional<Following> following) {
    /**
     * The same picture under the sounds of two things in it. A map that does not listen points as often at the one thing as at the
     * other whichever is heard, so that the two sounds may be exchanged.
     *
     * @param gain peaks on the thing that is heard less peaks on the other, per picture: from -2 to 2, 0 for a map that does not
     *     listen
     * @param probability how often exchanging the sounds at random, all pictures of a source together, gives as high a gain
     * @param sources how many there are to exchange
     */
    public record Following(Measure gain, double probability, int sources) {}
}
