package dev.earsight.train;

import dev.earsight.tensor.Scope;
import dev.earsight.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Adam (Kingma and Ba, arXiv 1412.6980, algorithm 1) with weight decay added to the gradient, as the paper's optimizer has
 * it. Its state is plain tensors by name, so that a checkpoint holds all of it and a resumed run repeats the interrupted one.
 */
final class Adam implements AutoCloseable {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    /** A parameter with the running means of its gradient and of the gradient's square: m and v of the paper. */
    private record Trained(Tensor parameter, Tensor first, Tensor second) {}

    private final Map<String, Trained> trained = new LinkedHashMap<>();
    private final double weightDecay;
    private long steps;

    Adam(Map<String, Tensor> parameters, double weightDecay) {
        this.weightDecay = weightDecay;
        parameters.forEach((name, parameter) -> trained.put(
                name,
                new Trained(
                        parameter,
                        Tensors.keep(torch.zeros_like(parameter)),
                        Tensors.keep(torch.zeros_like(parameter)))));
    }

    /**
     * Moves every parameter that has a gradient, and forgets the gradient. Answers the gradients' norm before clipping; where
     * that is not a finite number nothing is moved.
     */
    double step(double learningRate, double clipNorm) {
        try (Scope scope = Scope.open();
                var none = Tensors.withoutGradients()) {
            double norm = gradientNorm();
            if (!Double.isFinite(norm)) {
                return norm;
            }
            steps++;
            double clip = clipNorm > 0 && norm > clipNorm ? clipNorm / norm : 1;
            double correction1 = 1 - Math.pow(BETA1, steps);
            double correction2 = 1 - Math.pow(BETA2, steps);
            for (Trained each : trained.values()) {
                Tensor gradient = each.parameter.grad();
                if (!gradient.defined()) {
                    continue;
                }
                Tensor decayed = gradient.mul(Tensors.scalar(clip)).add_(each.parameter, Tensors.scalar(weightDecay));
                each.first.mul_(Tensors.scalar(BETA1)).add_(decayed, Tensors.scalar(1 - BETA1));
                each.second.mul_(Tensors.scalar(BETA2)).addcmul_(decayed, decayed, Tensors.scalar(1 - BETA2));
                Tensor deviation =
                        each.second.div(Tensors.scalar(correction2)).sqrt_().add_(Tensors.scalar(EPSILON));
                each.parameter.addcdiv_(each.first, deviation, Tensors.scalar(-learningRate / correction1));
                gradient.zero_();
            }
            return norm;
        }
    }

    private double gradientNorm() {
        Tensor sum = Tensors.full(0, 1);
        for (Trained each : trained.values()) {
            Tensor gradient = each.parameter.grad();
            if (gradient.defined()) {
                sum.add_(gradient.mul(gradient).sum());
            }
        }
        return Math.sqrt(Tensors.toFloat(sum));
    }

    /** Number of steps taken. */
    long steps() {
        return steps;
    }

    /** Its moments by name, for a checkpoint. */
    Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        trained.forEach((name, each) -> {
            state.put("adam.first." + name, each.first);
            state.put("adam.second." + name, each.second);
        });
        return state;
    }

    /** Says how many steps the moments put back by a checkpoint stand for. */
    void resumeAt(long stepsTaken) {
        steps = stepsTaken;
    }

    @Override
    public void close() {
        for (Trained each : trained.values()) {
            each.first.close();
            each.second.close();
        }
    }
}
