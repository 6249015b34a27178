package dev.earsight.annotation;

/** What several boxes of one item mean where they overlap. */
public enum Overlap {
    /** A pixel in any box counts fully. */
    UNION,
    /**
     * A pixel counts by half for each box it is in, at most fully (Flickr-SoundNet, Senocak et al. 2018). It is boxes that
     * are counted, not annotators: two overlapping boxes of one annotator already count fully.
     */
    CONSENSUS
}
