package dev.earsight.train;

import dev.earsight.net.Parameters;
import dev.earsight.tensor.Scope;
import dev.earsight.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * The exponential moving average of a network's weights and running statistics over the steps (Polyak averaging; Kingma and Ba,
 * arXiv 1412.6980, section 7.2): after step {@code t} {@code mean = d mean + (1 - d) weights} with {@code d} the smaller of the
 * decay and {@code 1 - 1/t}, so that it begins as the plain mean. Training goes on with the weights; the mean is what is
 * validated and kept. Its tensors are part of a run's state, so that a resumed run has the same mean.
 */
final class WeightAverage implements AutoCloseable {
    private record Averaged(String name, Tensor weight, Tensor mean) {}

    private final List<Averaged> all = new ArrayList<>();
    private final double decay;

    WeightAverage(Parameters parameters, double decay) {
        this.decay = decay;
        try (Scope scope = Scope.open()) {
            parameters
                    .all()
                    .forEach((name, weight) -> all.add(new Averaged(
                            name, weight, Tensors.keep(weight.detach().clone()))));
        }
    }

    /** Takes in the weights after a step, counted from 1. */
    void update(long step) {
        double share = Math.max(1 - decay, 1.0 / step);
        try (Scope scope = Scope.open();
                var none = Tensors.withoutGradients()) {
            all.forEach(each -> each.mean.lerp_(each.weight, Tensors.scalar(share)));
        }
    }

    /** Puts the mean into the network until the answer is closed. */
    InUse inUse() {
        return new InUse();
    }

    /** The mean under the network's own names. */
    Map<String, Tensor> weights() {
        return named("");
    }

    /** The mean by name, for a checkpoint beside the weights. */
    Map<String, Tensor> state() {
        return named("average.");
    }

    private Map<String, Tensor> named(String prefix) {
        Map<String, Tensor> named = new LinkedHashMap<>();
        all.forEach(each -> named.put(prefix + each.name, each.mean));
        return named;
    }

    private void exchange() {
        try (Scope scope = Scope.open();
                var none = Tensors.withoutGradients()) {
            for (Averaged each : all) {
                Tensor before = each.weight.detach().clone();
                each.weight.copy_(each.mean);
                each.mean.copy_(before);
            }
        }
    }

    /** A stretch in which the network answers with the mean. */
    final class InUse implements AutoCloseable {
        private InUse() {
            exchange();
        }

        @Override
        public void close() {
            exchange();
            // What the loss leaves alone validation may have set, such as the threshold: that holds for training, too.
            try (Scope scope = Scope.open();
                    var none = Tensors.withoutGradients()) {
                for (Averaged each : all) {
                    if (each.weight.requires_grad() && !each.weight.grad().defined()) {
                        each.weight.copy_(each.mean);
                    }
                }
            }
        }
    }

    @Override
    public void close() {
        all.forEach(each -> each.mean.close());
        all.clear();
    }
}
