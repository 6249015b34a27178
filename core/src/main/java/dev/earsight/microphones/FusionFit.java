package dev.earsight.microphones;

import dev.earsight.localize.ScoreMap;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * Learns a {@link Fusion} on validation scenes: each stream's temperature for itself, then the one weight, each the value at which the cells on
 * what sounds are likeliest (mean logarithm of their summed probability). One dimension at a time, over a fixed list of values: the likelihood
 * is cheap, and not always concave.
 *
 * @param fusion what was learnt
 * @param examples on how many moments
 * @param learnedLogLikelihood mean of the network alone
 * @param acousticLogLikelihood mean of the microphones alone
 * @param fusedLogLikelihood mean of both
 */
public record FusionFit(
        Fusion fusion,
        int examples,
        double learnedLogLikelihood,
        double acousticLogLikelihood,
        double fusedLogLikelihood) {
    private static final double[] LEARNED_TEMPERATURES = {0.25, 0.35, 0.5, 0.7, 1, 1.4, 2, 2.8, 4, 5.6, 8};
    private static final double[] ACOUSTIC_TEMPERATURES = {
        0.0025, 0.005, 0.007, 0.01, 0.014, 0.02, 0.028, 0.04, 0.056, 0.08, 0.11, 0.16, 0.22, 0.32
    };
    private static final int WEIGHT_STEPS = 100;

    /**
     * One moment whose truth is known.
     *
     * @param learned the network's map
     * @param heard the microphones' answer
     * @param truth the cells whose centers lie on what sounds; at least one
     */
    @SuppressWarnings("ArrayRecordComponent") // one per scene, never compared
    public record Example(ScoreMap learned, AcousticView heard, boolean[] truth) {}

    /**
     * Learns.
     *
     * @param floor kept as it is: the likelihood of validation scenes without outliers would have none
     */
    public static FusionFit fit(List<Example> examples, double floor, boolean followsConfidence) {
        if (examples.isEmpty()) {
            throw new IllegalArgumentException("Nothing to learn a weight from");
        }
        double seen = best(examples, LEARNED_TEMPERATURES, t -> new Fusion(0, t, 1, floor, followsConfidence));
        double heard = best(examples, ACOUSTIC_TEMPERATURES, t -> new Fusion(1, seen, t, floor, followsConfidence));
        Fusion start = new Fusion(0, seen, heard, floor, followsConfidence);
        double[] weights = new double[WEIGHT_STEPS + 1];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = i / (double) WEIGHT_STEPS;
        }
        Fusion fusion = start.withWeight(best(examples, weights, start::withWeight));
        return new FusionFit(
                fusion,
                examples.size(),
                logLikelihood(start, examples),
                logLikelihood(start.withWeight(1), examples),
                logLikelihood(fusion, examples));
    }

    private static double best(List<Example> examples, double[] values, DoubleFunction<Fusion> fusion) {
        double best = values[0];
        double most = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            double likelihood = logLikelihood(fusion.apply(value), examples);
            if (likelihood > most) {
                most = likelihood;
                best = value;
            }
        }
        return best;
    }

    /** Mean over the moments of the logarithm of the probability of all cells of the truth. */
    static double logLikelihood(Fusion fusion, List<Example> examples) {
        double sum = 0;
        for (Example example : examples) {
            float[] logarithms =
                    fusion.logProbabilities(example.learned(), example.heard()).scores();
            double probability = 0;
            for (int i = 0; i < logarithms.length; i++) {
                probability += example.truth()[i] ? Math.exp(logarithms[i]) : 0;
            }
            sum += Math.log(probability);
        }
        return sum / examples.size();
    }
}
