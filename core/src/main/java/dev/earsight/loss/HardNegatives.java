package dev.earsight.loss;

import dev.earsight.tensor.Tensors;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * How much each mismatch of a batch counts. A mismatch of score {@code s} (log-odds, or in InfoNCE the scaled similarity) weighs
 * {@code exp(focus * s)}, scaled so that those which count weigh one on average (Robinson et al., arXiv 2010.04592, section 3;
 * the weights are constants to the gradient).
 *
 * <p>Some mismatches of a batch show the same kind of thing by chance, one in {@code C} where {@code C} kinds are equally
 * common, and those go best: what is hardest is often not wrong. A share of the hardest can therefore be left out.
 *
 * @param focus how much more harder mismatches count; 0 all alike
 * @param ignoredShare the share of the mismatches of each picture or sound, the hardest ones, that do not count (their number
 *     rounded down); below 1
 */
public record HardNegatives(double focus, double ignoredShare) {
    /** All mismatches count alike. */
    public static final HardNegatives ALL_ALIKE = new HardNegatives(0, 0);

    /** Checks the ranges. */
    public HardNegatives {
        if (!(focus >= 0) || !(ignoredShare >= 0 && ignoredShare < 1)) {
            throw new IllegalArgumentException("Focus " + focus + ", ignored share " + ignoredShare);
        }
    }

    /**
     * Logarithms of the weights of the mismatches, minus infinity for what does not count, 0 for matches.
     *
     * @param scores {@code (N, M)}
     * @param matches {@code (N, M)}, true for matches
     * @param along which mismatches are weighed against each other: 1 those of each row, 0 those of each column
     */
    Tensor logWeights(Tensor scores, Tensor matches, long along) {
        Tensor values = scores.detach();
        if (focus == 0 && ignoredShare == 0) {
            return torch.zeros_like(values);
        }
        Tensor counted = matches.logical_not();
        if (ignoredShare > 0) {
            Tensor mismatchesFirst = values.masked_fill(matches, Tensors.scalar(Double.NEGATIVE_INFINITY));
            Tensor rank = mismatchesFirst.argsort(along, true).argsort(along, false); // 0 is the hardest
            Tensor ignored =
                    count(counted, along).mul(Tensors.scalar(ignoredShare)).floor();
            counted = counted.logical_and(rank.ge(ignored));
        }
        Tensor weights = values.mul(Tensors.scalar(focus))
                .masked_fill(counted.logical_not(), Tensors.scalar(Double.NEGATIVE_INFINITY));
        Tensor mean = weights.logsumexp(new long[] {along}, true)
                .sub(count(counted, along).log());
        return weights.sub(mean).masked_fill(matches, Tensors.scalar(0));
    }

    private static Tensor count(Tensor chosen, long along) {
        return chosen.to(ScalarType.Float).sum(new long[] {along}, true, new ScalarTypeOptional());
    }
}
