package dev.earsight.protocol;

import dev.earsight.annotation.TruthMap;
import dev.earsight.protocol.Marking.BeyondRank;
import dev.earsight.protocol.Marking.Highest;
import java.util.Locale;

/** The rules a number was published under: how maps are enlarged, normalized and cut, and what happens at ties. */
public enum Protocol {
    /** Localizing Visual Sounds the Hard Way (Chen et al., CVPR 2021); SSL-TIE is scored the same way. */
    LVS(Upsampling.BILINEAR_HALF_PIXEL, Geometry.CENTER_CROPPED, Normalization.INVERTED_MIN_MAX, Tie.NONE_MARKED),
    /** EZ-VSL (Mo and Morgado, ECCV 2022), without the object prior; FNAC's older script too. */
    EZ_VSL(Upsampling.BILINEAR_ALIGNED_CORNERS, Geometry.SQUASHED, Normalization.MIN_MAX, Tie.ALL_MARKED),
    /** FNAC (Sun et al., CVPR 2023): as EZ-VSL, but for its maps, which are enlarged by cubics between half-pixel centers. */
    FNAC(Upsampling.BICUBIC_HALF_PIXEL, Geometry.SQUASHED, Normalization.MIN_MAX, Tie.ALL_MARKED),
    /**
     * SLAVC (Mo and Morgado, NeurIPS 2022) with {@code --relative_prediction}; its fixed threshold and its extended sets with
     * negatives beside it. Maps are cosines over tau = 0.03.
     */
    SLAVC(Upsampling.BICUBIC_ALIGNED_CORNERS, Geometry.SQUASHED, Normalization.MIN_MAX, Tie.ALL_MARKED),
    /** Sound source localization is all about cross-modal alignment (Senocak et al., ICCV 2023): adaptive and interactive too. */
    ALIGNED(Upsampling.BILINEAR_HALF_PIXEL, Geometry.SQUASHED, Normalization.INVERTED_MIN_MAX, Tie.NONE_MARKED),
    /**
     * A critical assessment including negative audio (Juanola et al., arXiv 2410.01020): scores as they are, one threshold for
     * all pictures ({@link NegativeAudio}).
     */
    NEGATIVE_AUDIO(Upsampling.BILINEAR_HALF_PIXEL, Geometry.SQUASHED, Normalization.NONE, Tie.NONE_MARKED),
    /** Ours: exactly half of the pixels whatever the ties; what is not a number is refused by name. */
    OURS(Upsampling.BILINEAR_HALF_PIXEL, Geometry.SQUASHED, Normalization.NONE, Tie.FIRST_MARKED);

    /** What happens to pixels whose score is that of the threshold. */
    private enum Tie {
        /** {@code >}. */
        NONE_MARKED,
        /** {@code >=}. */
        ALL_MARKED,
        /** As many as are wanted, in reading order. */
        FIRST_MARKED
    }

    private final Upsampling upsampling;
    private final Geometry geometry;
    private final Normalization normalization;
    private final Tie tie;

    Protocol(Upsampling upsampling, Geometry geometry, Normalization normalization, Tie tie) {
        this.upsampling = upsampling;
        this.geometry = geometry;
        this.normalization = normalization;
        this.tie = tie;
    }

    /** How maps are enlarged. */
    public Upsampling upsampling() {
        return upsampling;
    }

    /** What maps cover. */
    public Geometry geometry() {
        return geometry;
    }

    /** What is done to scores first. */
    public Normalization normalization() {
        return normalization;
    }

    /** What is marked: half of the pixels. */
    public Marking marking() {
        return marking(TruthMap.SIZE / 2);
    }

    /**
     * What is marked when as many pixels are taken as the truth has. It uses the truth's size, so it is not a number of a
     * system that works on its own. Published code marks one pixel fewer than that ({@code > sorted[N - count]}) and half of
     * the picture where the truth is empty.
     */
    public Marking adaptive(int truthPixels) {
        return marking(truthPixels == 0 ? TruthMap.SIZE / 2 : truthPixels);
    }

    private Marking marking(int pixels) {
        return switch (tie) {
            case NONE_MARKED -> new BeyondRank(TruthMap.SIZE - pixels, true);
            case ALL_MARKED -> new BeyondRank(TruthMap.SIZE - pixels, false);
            case FIRST_MARKED -> new Highest(pixels);
        };
    }

    /** Whether the adaptive variants belong to it. */
    public boolean hasAdaptive() {
        return this == ALIGNED || this == NEGATIVE_AUDIO || this == OURS;
    }

    /** Whether a map with NaN or infinity ends the evaluation; elsewhere it scores 0 and is counted. */
    public boolean refusesNonFinite() {
        return this == OURS;
    }

    /** As on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All rules in a line. */
    public String rules() {
        return label() + ": " + upsampling + "; " + geometry + "; " + normalization + "; marked: " + marking();
    }
}
