package dev.earsight.microphones;

import dev.earsight.localize.Boxes;
import dev.earsight.localize.Localizer;
import dev.earsight.localize.Peak;
import dev.earsight.localize.ScoreMap;
import dev.earsight.localize.ScoredBox;
import dev.earsight.localize.Threshold;
import java.util.List;

/**
 * Late fusion of what a network and what several microphones say of one second, in the log domain: over the picture's cells
 * {@code log p = (1 - w) log q_V + w log q_A + const}. Each stream is a distribution over the K cells, mixed with a flat one, {@code q = (1 - e) softmax(s /
 * T) + e / K}, so that a stream that is wrong cannot veto the other: {@code s} are log-odds (network) or steered responses
 * (microphones).
 *
 * <p>Sound from outside of the picture says nothing about the cells: the microphones' flat share {@code e} becomes {@code 1 - (1 - e) v} with {@code v} the
 * probability that the best direction is in view. Whether anything in sight sounds at all is fused alike, {@code logit p = (1 - w) logit p_V + w logit v}.
 *
 * <p>The weight may follow confidence from moment to moment (dynamic stream weights, arXiv 2102.11588): the odds {@code w / (1 - w)} are then multiplied by
 * {@code c_A / c_V}, with c_A how far the best direction stands out and c_V how far from flat the network's distribution is ({@code 1 - entropy / log K}).
 *
 * @param acousticWeight w, 0 for the network alone to 1 for the microphones alone
 * @param learnedTemperature T of the network's log-odds
 * @param acousticTemperature T of the responses
 * @param floor e, above 0, below 1
 * @param followsConfidence whether the weight does
 */
public record Fusion(
        double acousticWeight,
        double learnedTemperature,
        double acousticTemperature,
        double floor,
        boolean followsConfidence) {
    /** Where nothing was learnt: both alike, a response 0.05 lower being e times less likely. */
    public static final Fusion USUAL = new Fusion(0.5, 1, 0.05, 0.05, false);

    private static final double LEAST_PROBABILITY = 1e-6;
    private static final double LEAST_CONFIDENCE = 0.01;

    /** Checks the ranges. */
    public Fusion {
        if (!(acousticWeight >= 0 && acousticWeight <= 1)
                || !(learnedTemperature > 0)
                || !(acousticTemperature > 0)
                || !(floor > 0 && floor < 1)) {
            throw new IllegalArgumentException(
                    "A weight is 0 to 1, temperatures are above 0, the floor is between 0 and 1");
        }
    }

    /**
     * A fused answer.
     *
     * @param map of the probability "what sounds is in the picture, and here", relative to the highest cell's, which has {@code probability}
     * @param acoustic what the microphones alone say, drawn alike: their distribution relative to its highest cell, times {@code inView}
     * @param probability that anything in sight makes the sound
     * @param inView probability that the microphones' direction is in the picture; one half where they hear none
     * @param weight of the microphones at this moment
     * @param peak the highest place
     * @param boxes around what stands out; none unless visible
     * @param visibleFrom from which probability on something is said to be visible
     */
    public record Answer(
            ScoreMap map,
            ScoreMap acoustic,
            double probability,
            double inView,
            double weight,
            Peak peak,
            List<ScoredBox> boxes,
            double visibleFrom) {
        /** Whether something in the picture makes the sound. */
        public boolean visible() {
            return probability >= visibleFrom;
        }
    }

    /** The same with another weight. */
    public Fusion withWeight(double weight) {
        return new Fusion(weight, learnedTemperature, acousticTemperature, floor, followsConfidence);
    }

    /** The network's and the microphones' answers to the same moment, as one. */
    public Answer fuse(Localizer.Answer seen, AcousticView heard) {
        ScoreMap fused = logProbabilities(seen.map(), heard);
        double weight = weightAt(learned(seen.map()), heard);
        double inView = inView(heard);
        double odds = (1 - weight) * logit(seen.probability()) + weight * logit(Math.clamp(inView, floor, 1 - floor));
        double probability = 1 / (1 + Math.exp(-odds));
        ScoreMap map = relative(fused, probability);
        Peak top = fused.peak();
        Peak peak = new Peak(top.x(), top.y(), map.max(), top.row(), top.column());
        List<ScoredBox> boxes = probability >= seen.visibleFrom()
                ? Boxes.from(
                        map, new Threshold.AboveBackground(Threshold.AboveBackground.BOX_SHARE, seen.visibleFrom()))
                : List.of();
        ScoreMap acoustic = relative(logarithms(fused, acoustic(heard)), inView);
        return new Answer(map, acoustic, probability, inView, weight, peak, boxes, seen.visibleFrom());
    }

    /**
     * The logarithm of the fused distribution over the cells.
     *
     * @param probabilities the network's map, cell by cell that "the sound comes from here"
     */
    public ScoreMap logProbabilities(ScoreMap probabilities, AcousticView heard) {
        double[] seen = learned(probabilities);
        double[] listened = acoustic(heard);
        double weight = weightAt(seen, heard);
        double[] scores = new double[seen.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (1 - weight) * Math.log(seen[i]) + weight * Math.log(listened[i]);
        }
        return logarithms(probabilities, softmax(scores, 1));
    }

    /** The network's distribution over the cells. */
    double[] learned(ScoreMap probabilities) {
        double[] logits = new double[probabilities.scores().length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = logit(probabilities.scores()[i]);
        }
        return floored(softmax(logits, learnedTemperature), floor);
    }

    /** The microphones' distribution over the cells. */
    double[] acoustic(AcousticView heard) {
        double[] responses = new double[heard.responses().scores().length];
        for (int i = 0; i < responses.length; i++) {
            responses[i] = heard.responses().scores()[i];
        }
        double told = heard.source().isEmpty() ? 0 : (1 - floor) * inView(heard);
        return floored(softmax(responses, acousticTemperature), 1 - told);
    }

    /** One half where no direction is heard; else by how much the best of the picture falls behind the best of all. */
    double inView(AcousticView heard) {
        if (heard.source().isEmpty()) {
            return 0.5;
        }
        double behind = heard.source().get().score() - heard.responses().max();
        return heard.inView() ? 1 : 1 / (1 + Math.exp(Math.max(0, behind) / acousticTemperature));
    }

    private double weightAt(double[] seen, AcousticView heard) {
        if (!followsConfidence) {
            return acousticWeight;
        }
        double entropy = 0;
        for (double probability : seen) {
            entropy -= probability * Math.log(probability);
        }
        double certain = Math.max(LEAST_CONFIDENCE, 1 - entropy / Math.log(Math.max(2, seen.length)));
        double clear = Math.max(LEAST_CONFIDENCE, heard.confidence());
        return acousticWeight * clear / (acousticWeight * clear + (1 - acousticWeight) * certain);
    }

    private static double[] softmax(double[] scores, double temperature) {
        double highest = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            highest = Math.max(highest, score);
        }
        double sum = 0;
        double[] probabilities = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            probabilities[i] = Math.exp((scores[i] - highest) / temperature);
            sum += probabilities[i];
        }
        for (int i = 0; i < scores.length; i++) {
            probabilities[i] /= sum;
        }
        return probabilities;
    }

    private static double[] floored(double[] probabilities, double flat) {
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = (1 - flat) * probabilities[i] + flat / probabilities.length;
        }
        return probabilities;
    }

    private static double logit(double probability) {
        double p = Math.clamp(probability, LEAST_PROBABILITY, 1 - LEAST_PROBABILITY);
        return Math.log(p / (1 - p));
    }

    private static ScoreMap logarithms(ScoreMap shape, double[] probabilities) {
        float[] logarithms = new float[probabilities.length];
        for (int i = 0; i < logarithms.length; i++) {
            logarithms[i] = (float) Math.log(probabilities[i]);
        }
        return new ScoreMap(shape.rows(), shape.columns(), logarithms);
    }

    private static ScoreMap relative(ScoreMap logarithms, double highest) {
        float[] scores = new float[logarithms.scores().length];
        double max = logarithms.max();
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) (highest * Math.exp(logarithms.scores()[i] - max));
        }
        return new ScoreMap(logarithms.rows(), logarithms.columns(), scores);
    }
}
