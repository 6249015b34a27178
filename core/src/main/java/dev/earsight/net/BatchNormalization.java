package dev.earsight.net;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalization of channels (Ioffe and Szegedy, arXiv 1502.03167): while training by the batch's mean and variance,
 * afterwards by running ones. {@code (N, C)} or {@code (N, C, H, W)} in and out.
 */
public final class BatchNormalization {
    /** Added to the variance. */
    public static final double EPSILON = 1e-5;

    static final double MOMENTUM = 0.1;

    private final Parameters parameters;
    private final @Nullable Tensor gain;
    private final @Nullable Tensor shift;
    private final Tensor mean;
    private final Tensor variance;

    private BatchNormalization(
            Parameters parameters, String name, int channels, @Nullable Tensor gain, @Nullable Tensor shift) {
        this.parameters = parameters;
        this.gain = gain;
        this.shift = shift;
        mean = parameters.statistic(name + ".running_mean", 0, channels);
        variance = parameters.statistic(name + ".running_var", 1, channels);
    }

    /** With a gain and a shift that are learnt. */
    static BatchNormalization learnt(Parameters parameters, String name, int channels) {
        return new BatchNormalization(
                parameters,
                name,
                channels,
                parameters.constant(name + ".weight", 1, channels),
                parameters.constant(name + ".bias", 0, channels));
    }

    /** To mean zero and variance one, with nothing to learn. */
    static BatchNormalization plain(Parameters parameters, String name, int channels) {
        return new BatchNormalization(parameters, name, channels, null, null);
    }

    Tensor forward(Tensor x, boolean training) {
        Optional<SynchronizedNormalization> overRanks = parameters.synchronizedNormalization();
        return training && overRanks.isPresent()
                ? overRanks.get().forward(x, optional(gain), optional(shift), mean, variance)
                : normalized(x, optional(gain), optional(shift), mean, variance, training);
    }

    /** By the batch's own statistics, which move {@code mean} and {@code variance}, or else by these. */
    static Tensor normalized(
            Tensor x, TensorOptional gain, TensorOptional shift, Tensor mean, Tensor variance, boolean byOwn) {
        return torch.batch_norm(
                x,
                gain,
                shift,
                new TensorOptional(mean),
                new TensorOptional(variance),
                byOwn,
                MOMENTUM,
                EPSILON,
                false);
    }

    private static TensorOptional optional(@Nullable Tensor tensor) {
        return tensor == null ? new TensorOptional() : new TensorOptional(tensor);
    }
}
