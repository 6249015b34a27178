package dev.earsight.localize;

import dev.earsight.EarsightException;
import dev.earsight.clip.LogSpectrogram;
import dev.earsight.clip.PictureInput;
import dev.earsight.embed.MomentReader;
import dev.earsight.embed.PictureWindow;
import dev.earsight.media.RgbImage;
import dev.earsight.net.Model;
import dev.earsight.shard.FlowEstimator;
import dev.earsight.weights.AskedNetwork;
import java.util.List;
import java.util.Locale;

/**
 * Says where in a picture a second of sound comes from, with AVOL-Net (paper, section 4): the map of probabilities, its peak,
 * and boxes around what stands out. For one thread at a time.
 */
public final class Localizer {
    /** Below even odds that anything in the picture makes the sound, nothing visible is said to make it. */
    public static final double EVEN_ODDS = 0.5;

    private final AskedNetwork network;
    private final double visibleFrom;
    private final PictureWindow window;
    private final LogSpectrogram spectrogram = new LogSpectrogram();

    /** Localizes with this network, which does not see flow and stays the caller's to close; visible from even odds on. */
    public Localizer(AskedNetwork network) {
        this(network, FlowEstimator.none(), EVEN_ODDS);
    }

    /**
     * Localizes with this network.
     *
     * @param flow finds what moves, where the network sees that; the caller's to close
     * @param visibleFrom the lowest probability at which something in the picture is said to make the sound, above 0
     */
    public Localizer(AskedNetwork network, FlowEstimator flow, double visibleFrom) {
        this.network = network;
        this.visibleFrom = visibleFrom;
        window = new PictureWindow(input(), flow);
        if (network.model() != Model.AVOL) {
            throw new EarsightException(
                    "A run of --model " + network.model().name().toLowerCase(Locale.ROOT)
                            + " does not say where a sound comes from; localize with a run of --model avol.");
        }
    }

    /**
     * The answer for one picture and one second of sound.
     *
     * @param map probability of "the sound comes from here" for each cell
     * @param probability that anything in the picture makes the sound: the highest cell's, or less where the network weighs all
     *     cells by attention
     * @param peak the highest place, and that cell's own probability
     * @param boxes around what stands out, best first; none where nothing visible makes the sound
     * @param visibleFrom from which probability on something is said to be visible
     */
    public record Answer(ScoreMap map, double probability, Peak peak, List<ScoredBox> boxes, double visibleFrom) {
        /** Whether something in the picture makes the sound. */
        public boolean visible() {
            return probability >= visibleFrom;
        }

        /** The answer in words. */
        public String inWords() {
            return visible()
                    ? String.format(
                            Locale.ROOT,
                            "sounds at x %.0f %%, y %.0f %% (p %.2f)",
                            100 * peak.x(),
                            100 * peak.y(),
                            probability)
                    : String.format(Locale.ROOT, "nothing visible makes this sound (p %.2f)", probability);
        }
    }

    /** What the network is shown of a moment. */
    PictureInput input() {
        return MomentReader.inputOf(network.config());
    }

    /** Where {@code samples} (48,000) come from in a still picture. */
    public Answer localize(RgbImage picture, float[] samples) {
        return localize(see(picture), samples);
    }

    /** What the network makes of a still picture, to ask it about several sounds. */
    public float[] see(RgbImage picture) {
        return network.pictures(window.still(picture), 1)[0];
    }

    /** Where {@code samples} (48,000) come from in a picture that was {@linkplain #see seen}. */
    public Answer localize(float[] seen, float[] samples) {
        return answer(logOdds(seen, samples));
    }

    /**
     * Log-odds that {@code samples} (48,000) come from each place, and from anything, in the picture amid those around its moment
     * ({@link MomentReader#shown}).
     */
    LogOdds logOdds(List<RgbImage> pictures, float[] samples) {
        return logOdds(network.pictures(window.of(pictures), 1)[0], samples);
    }

    private LogOdds logOdds(float[] vision, float[] samples) {
        float[] sound = network.sounds(spectrogram.of(samples), 1)[0];
        return new LogOdds(network.logits(vision, sound), network.logit(vision, sound));
    }

    /** The answer that follows from log-odds. */
    Answer answer(LogOdds logOdds) {
        int side = network.config().mapSide();
        float[] logits = logOdds.places();
        float[] probabilities = new float[logits.length];
        for (int i = 0; i < logits.length; i++) {
            probabilities[i] = sigmoid(logits[i]);
        }
        ScoreMap map = new ScoreMap(side, side, probabilities);
        // The peak is sought among log-odds: probabilities close to one are too flat to compare.
        Peak highest = new ScoreMap(side, side, logits).peak();
        double probability = sigmoid(logOdds.anything());
        Peak peak = new Peak(highest.x(), highest.y(), map.max(), highest.row(), highest.column());
        List<ScoredBox> boxes = probability >= visibleFrom
                ? Boxes.from(map, new Threshold.AboveBackground(Threshold.AboveBackground.BOX_SHARE, visibleFrom))
                : List.of();
        return new Answer(map, probability, peak, boxes, visibleFrom);
    }

    private static float sigmoid(float logit) {
        return (float) (1 / (1 + Math.exp(-logit)));
    }
}
