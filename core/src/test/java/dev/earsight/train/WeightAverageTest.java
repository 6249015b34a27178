package dev.earsight.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earsight.net.Model;
import dev.earsight.net.Network;
import dev.earsight.tensor.Scope;
import dev.earsight.tensor.Tensors;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class WeightAverageTest {
    private static final String SLOPE = "conv7.weight";
    private static final String OFFSET = "conv7.bias";

    /** With decay 0.6 the steps count for 1, then 1/2, then 0.4: (1 + 3) / 2 = 2, and 2 + 0.4 (7 - 2) = 4. */
    @Test
    void isThePlainMeanAtFirstAndForgetsLater() {
        try (Network network = Model.AVOL.create(Tiny.NETWORK, 1);
                WeightAverage average = new WeightAverage(network.parameters(), 0.6)) {
            assertThat(afterStep(network, average, 1, 1)).isEqualTo(1);
            assertThat(afterStep(network, average, 2, 3)).isEqualTo(2);
            assertThat(afterStep(network, average, 3, 7)).isEqualTo(4);
            assertThat(average.weights().keySet())
                    .isEqualTo(network.parameters().all().keySet());
            assertThat(average.state()).containsKey("average." + SLOPE).hasSameSizeAs(average.weights());
        }
    }

    /** The slope is trained here and the offset is not: what is set while the mean is in use holds for the latter only. */
    @Test
    void isInUseForAWhileAndGivesTheWeightsBack() {
        try (Scope scope = Scope.open();
                Network network = Model.AVOL.create(Tiny.NETWORK, 1);
                WeightAverage average = new WeightAverage(network.parameters(), 0.6)) {
            Tensor slope = tensor(network, SLOPE);
            slope.mul(slope).sum().backward();
            network.calibrate(1, 10);
            average.update(1);
            network.calibrate(3, 10);
            average.update(2);
            try (var inUse = average.inUse()) {
                assertThat(Tensors.toFloat(slope)).isEqualTo(2);
                network.calibrate(2.5, 20);
            }
            assertThat(Tensors.toFloat(slope)).isEqualTo(3);
            assertThat(Tensors.toFloat(tensor(network, OFFSET))).isEqualTo(20);
            assertThat(mean(average, SLOPE)).isEqualTo(2.5f);
            assertThat(mean(average, OFFSET)).isEqualTo(20);
        }
    }

    private static float afterStep(Network network, WeightAverage average, long step, double slope) {
        network.calibrate(slope, 0);
        average.update(step);
        return mean(average, SLOPE);
    }

    private static float mean(WeightAverage average, String name) {
        return Tensors.toFloat(Objects.requireNonNull(average.weights().get(name)));
    }

    private static Tensor tensor(Network network, String name) {
        return Objects.requireNonNull(network.parameters().trained().get(name));
    }
}
