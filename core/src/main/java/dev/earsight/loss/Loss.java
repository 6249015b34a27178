package dev.earsight.loss;

import dev.earsight.net.AveNet;
import dev.earsight.net.Network;
import dev.earsight.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The losses. {@code z} is 1 for a match and 0 otherwise, {@code l} the network's log-odds of a match, {@code s} its
 * similarity.
 */
public enum Loss {
    /**
     * The paper's audio-visual correspondence loss (section 3.1) on {@code N} single pairs, half of them mismatched:
     * {@code -mean(z log p + (1 - z) log(1 - p))} with {@code p = sigmoid(l)}.
     */
    LOGISTIC {
        @Override
        public Tensor similarities(Network network, Tensor vision, Tensor sound) {
            return network.similarity(vision, sound); // (N)
        }

        @Override
        public Result of(Network network, Tensor similarities, Tensor matched, HardNegatives negatives) {
            Tensor logits = network.logits(similarities);
            Tensor isMatch = matched.gt(Tensors.scalar(0.5)).unsqueeze(0);
            Tensor weights =
                    negatives.logWeights(logits.unsqueeze(0), isMatch, 1).exp().squeeze(0);
            // Softplus of minus the log-odds is -log p, softplus of the log-odds -log(1 - p).
            Tensor sign = matched.mul(Tensors.scalar(-2)).add(Tensors.scalar(1));
            Tensor loss = torch.softplus(logits.mul(sign)).mul(weights).mean();
            return new Result(loss, logits, matched);
        }
    },

    /**
     * The same loss on all {@code N x N} pairs of {@code N} matches, matches and mismatches weighing one half each, so that
     * the threshold learnt fits balanced pairs.
     */
    ALL_PAIRS {
        @Override
        public Result of(Network network, Tensor similarities, Tensor matched, HardNegatives negatives) {
            Tensor logits = network.logits(similarities); // (N, N)
            long n = logits.size(0);
            Tensor identity = Tensors.identity(n);
            Tensor weights = negatives.logWeights(logits, diagonal(n), 1).exp().sub(identity);
            // softplus(-l) = -log p on the diagonal, softplus(l) = -log(1 - p) elsewhere
            Tensor matches = torch.softplus(logits.neg()).mul(identity).sum().div(Tensors.scalar(2.0 * n));
            Tensor others =
                    torch.softplus(logits).mul(weights).sum().div(weights.sum().mul(Tensors.scalar(2)));
            return balanced(matches.add(others), logits);
        }
    },

    /**
     * InfoNCE in both directions (van den Oord et al., arXiv 1807.03748): each picture must pick its sound among the batch's
     * {@code N}, and each sound its picture: the mean cross-entropy of the rows and columns of {@code scale * s}. In AVOL-Net
     * {@code s} is pooled over places first (multiple-instance InfoNCE). It does not train the threshold of the log-odds: fit it
     * afterwards ({@link LogisticFit}).
     */
    INFO_NCE {
        @Override
        public Result of(Network network, Tensor similarities, Tensor matched, HardNegatives negatives) {
            Tensor scores = similarities.mul(Tensors.scalar(scale(network)));
            long n = scores.size(0);
            // A weight in the denominator is its logarithm beside the score.
            Tensor rows = scores.add(negatives.logWeights(scores, diagonal(n), 1))
                    .log_softmax(1)
                    .diagonal()
                    .sum();
            Tensor columns = scores.add(negatives.logWeights(scores, diagonal(n), 0))
                    .log_softmax(0)
                    .diagonal()
                    .sum();
            Tensor contrast = rows.add(columns).div(Tensors.scalar(-2.0 * n));
            return balanced(contrast, network.logits(similarities.detach()));
        }
    };

    /**
     * For products of normalized 128-vectors without unit length, which start with a deviation near 11; products of vectors
     * that are not normalized start near one and are taken as they are.
     */
    private static final double NORMALIZED_SCALE = 0.15;

    /** Inverse temperature of a cosine in {@link #INFO_NCE}; products without unit length learn their own. */
    public static final double COSINE_SCALE = 1 / 0.1;

    /**
     * What it compares of a batch, a row for each picture.
     *
     * @param vision the network's answer to {@code N} pictures
     * @param sound its answer to {@code N} sounds, or to more where all are compared with all
     */
    public Tensor similarities(Network network, Tensor vision, Tensor sound) {
        return network.similarities(vision, sound); // (N, M)
    }

    /**
     * The loss of a batch.
     *
     * @param similarities {@code (N)}, or {@code (N, N)} where all are compared with all
     * @param matched {@code (N)}, 1 where sound {@code i} belongs to picture {@code i}; all ones except for {@link #LOGISTIC}
     * @param negatives how much each mismatch counts: in {@link #LOGISTIC} among all of the batch, in {@link #ALL_PAIRS} among those
     *     of a picture, in {@link #INFO_NCE} among those of a picture and of a sound
     */
    public abstract Result of(Network network, Tensor similarities, Tensor matched, HardNegatives negatives);

    /** The loss of a batch by the network's answers to its {@code N} pictures and sounds. */
    public final Result of(Network network, Tensor vision, Tensor sound, Tensor matched, HardNegatives negatives) {
        return of(network, similarities(network, vision, sound), matched, negatives);
    }

    /** The loss of a batch in which all mismatches count alike. */
    public final Result of(Network network, Tensor vision, Tensor sound, Tensor matched) {
        return of(network, vision, sound, matched, HardNegatives.ALL_ALIKE);
    }

    /** Whether it trains the threshold of the log-odds too. */
    public boolean trainsThreshold() {
        return this != INFO_NCE;
    }

    /** Whether batches hold matches only, from different sources, to be compared all with all. */
    public boolean comparesAll() {
        return this != LOGISTIC;
    }

    /**
     * A loss and what the network would have answered.
     *
     * @param loss one number, to be minimized
     * @param logits {@code (K)} log-odds of as many matched as mismatched pairs
     * @param matched {@code (K)} which of them match
     */
    public record Result(Tensor loss, Tensor logits, Tensor matched) {}

    private static Tensor diagonal(long n) {
        return Tensors.identity(n).gt(Tensors.scalar(0));
    }

    private static double scale(Network network) {
        if (network instanceof AveNet) {
            return COSINE_SCALE;
        }
        return network.config().normalizedEmbedding() ? NORMALIZED_SCALE : 1;
    }

    /** The diagonal, and as many mismatches: each picture with the next one's sound. */
    private static Result balanced(Tensor loss, Tensor logits) {
        long n = logits.size(0);
        Tensor mismatches = logits.roll(new long[] {-1}, new long[] {1}).diagonal();
        Tensor both = torch.cat(vector(logits.diagonal(), mismatches));
        Tensor labels = torch.cat(vector(Tensors.full(1, n), Tensors.full(0, n)));
        return new Result(loss, both, labels);
    }

    private static TensorVector vector(Tensor... tensors) {
        return new TensorVector(tensors);
    }
}
