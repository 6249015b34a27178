package dev.earsight.net;

import dev.earsight.ranks.Ranks;
import dev.earsight.tensor.Tensors;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorBase;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorTensorHook;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Batch normalization over the batches of all ranks: one exchange of means and variances forward, one of two sums backward.
 *
 * <p>The engine normalizes by a mean and a variance given, and then takes them for constants. With {@code h} the normalized {@code x}
 * and {@code g} the gradient in {@code x} that follows, the true one is {@code g - mean(g) - h mean(g h)} (Ioffe and Szegedy, section 3),
 * the means over the batches of all ranks. A hook puts it in {@code g}'s place.
 */
final class SynchronizedNormalization implements AutoCloseable {
    private record Seen(Tensor x, Tensor mean, Tensor variance) {}

    private final Ranks ranks;
    /** What was normalized and waits for its gradient. The engine goes back through the layers last made first. */
    private final Deque<Seen> seen = new ArrayDeque<>();

    /** One for all layers: the engine's binding has room for ten hooks, and a hook is not told whose gradient it gets. */
    private final TensorTensorHook hook = new TensorTensorHook() {
        @Override
        public TensorBase call(TensorBase gradient) {
            return whole(new Tensor(gradient), seen.pop());
        }
    };

    SynchronizedNormalization(Ranks ranks) {
        this.ranks = ranks;
        hook.retainReference();
    }

    Tensor forward(Tensor x, TensorOptional gain, TensorOptional shift, Tensor runningMean, Tensor runningVariance) {
        long channels = x.size(1);
        Tensor mean;
        Tensor variance;
        try (var none = Tensors.withoutGradients()) {
            // What it would do to running statistics is done below; it wants some for 32-bit answers to 16-bit input.
            T_TensorTensor_T own = torch.batch_norm_update_stats(
                    x.detach(),
                    new TensorOptional(Tensors.full(0, channels)),
                    new TensorOptional(Tensors.full(0, channels)),
                    BatchNormalization.MOMENTUM);
            Tensor all = ranks.gather(
                    torch.stack(new TensorVector(own.get0(), own.get1())).unsqueeze(0)); // (R, 2, C)
            Tensor means = all.select(1, 0);
            mean = means.mean(0);
            Tensor deviations = means.sub(mean);
            variance = all.select(1, 1).add(deviations.mul(deviations)).mean(0);
            double n = (double) ranks.count() * x.numel() / channels;
            runningMean.lerp_(mean, Tensors.scalar(BatchNormalization.MOMENTUM));
            runningVariance.lerp_(
                    variance.mul(Tensors.scalar(n / (n - 1))), Tensors.scalar(BatchNormalization.MOMENTUM));
        }
        if (x.requires_grad()) {
            x.register_hook(hook);
            seen.push(new Seen(x, mean, variance));
        }
        return BatchNormalization.normalized(x, gain, shift, mean, variance, false);
    }

    private Tensor whole(Tensor gradient, Seen at) {
        long channels = at.x.size(1);
        double n = (double) at.x.numel() / channels;
        Tensor ones = Tensors.full(1, channels);
        BoolPointer sumsOnly = new BoolPointer(3).put(0, false).put(1, true).put(2, true);
        T_TensorTensorTensor_T sums = torch.native_batch_norm_backward(
                gradient,
                at.x,
                new TensorOptional(ones),
                new TensorOptional(at.mean),
                new TensorOptional(at.variance),
                new TensorOptional(),
                new TensorOptional(),
                false,
                BatchNormalization.EPSILON,
                sumsOnly);
        Tensor both = torch.stack(new TensorVector(sums.get1(), sums.get2())).div_(Tensors.scalar(n));
        ranks.average(List.of(both)); // mean(g h) and mean(g)
        Tensor common = BatchNormalization.normalized(
                at.x.detach(),
                new TensorOptional(both.select(0, 0)),
                new TensorOptional(both.select(0, 1)),
                at.mean,
                at.variance,
                false);
        return gradient.sub(common);
    }

    @Override
    public void close() {
        seen.clear();
        hook.close();
    }
}
